//! Whether the endpoint is there, whether it is private, and whether its clock is right.

use http::Uri;
use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::endpoint::server_clock;

use super::unanswered;
use crate::answer::Answer;
use crate::cli::Options;
use crate::failure::Failure;

/// The checks of any answer at all.
pub(super) fn check(options: &Options, answer: &Result<Answer, Failure>) -> Vec<Check> {
    let mut checks = vec![encrypted(&options.url, options.insecure)];
    match answer {
        Err(failure) => checks.push(unanswered("reachable", failure)),
        Ok(answer) => {
            checks.push(Check::pass("reachable", "it answers"));
            checks.push(server_clock(answer.date().map(|date| date - answer.received)));
        }
    }
    checks
}

fn encrypted(url: &Uri, insecure: bool) -> Check {
    const NAME: &str = "encrypted";
    let https = url.scheme_str() == Some("https");
    if https && insecure {
        let hint = "Leave out --insecure for an endpoint that users reach.";
        Check::warn(NAME, "https, and the certificate was not looked at (--insecure)", hint)
    } else if https {
        Check::pass(NAME, "https")
    } else if is_this_machine(url.host().unwrap_or_default()) {
        Check::pass(NAME, "http, which stays on this machine")
    } else {
        let hint = "Serve it over https: on the way anybody can read tokens and cookies.";
        Check::warn(NAME, "http", hint)
    }
}

/// What a browser takes for trustworthy without https.
fn is_this_machine(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}
