//! Whether the endpoint is there, whether it is private, and whether its clock is right.

use intercom_messenger_loader::core::schedule::{Millis, SECOND};
use ureq::http::Uri;

use super::unanswered;
use crate::cli::Options;
use crate::failure::Failure;
use crate::report::Check;
use crate::request::Answer;

/// How far two clocks may be apart. Tokens live for minutes at least, and `Date` is cut to seconds.
pub(super) const CLOCKS_APART: Millis = 60 * SECOND;

/// The checks of any answer at all.
pub(super) fn check(options: &Options, answer: &Result<Answer, Failure>) -> Vec<Check> {
    let mut checks = vec![encrypted(&options.url, options.insecure)];
    match answer {
        Err(failure) => checks.push(unanswered("reachable", failure)),
        Ok(answer) => {
            checks.push(Check::pass("reachable", "it answers"));
            checks.push(clock(answer.date(), answer.received));
        }
    }
    checks
}

fn encrypted(url: &Uri, insecure: bool) -> Check {
    const NAME: &str = "encrypted";
    let https = url.scheme_str() == Some("https");
    if https && insecure {
        let mend = "Leave out --insecure for an endpoint that users reach.";
        Check::warn(NAME, "https, and the certificate was not looked at (--insecure)", mend)
    } else if https {
        Check::pass(NAME, "https")
    } else if is_this_machine(url.host().unwrap_or_default()) {
        Check::pass(NAME, "http, which stays on this machine")
    } else {
        let mend = "Serve it over https: on the way anybody can read tokens and cookies.";
        Check::warn(NAME, "http", mend)
    }
}

/// What a browser takes for trustworthy without https.
fn is_this_machine(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Times in milliseconds: by the server's clock, and by this machine's.
fn clock(date: Option<Millis>, received: Millis) -> Check {
    const NAME: &str = "server_clock";
    let Some(date) = date else {
        return Check::skip(NAME, "the answer has no header Date to compare");
    };
    let ahead = date - received;
    if ahead.abs() <= CLOCKS_APART {
        return Check::pass(NAME, "the header Date agrees with this machine's clock");
    }
    let direction = if ahead > 0 { "ahead of" } else { "behind" };
    let seen = format!("the header Date is {} {direction} this machine's clock", span(ahead));
    Check::warn(NAME, seen, "Set the clock of the one that is wrong; servers keep theirs with NTP.")
}

/// A span of time in milliseconds, in words; its sign does not count.
pub(super) fn span(millis: Millis) -> String {
    let seconds = millis.saturating_abs() / SECOND;
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
