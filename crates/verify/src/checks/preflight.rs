//! The request that a browser sends ahead.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, ORIGIN, REFERER, USER_AGENT,
};
use http::{HeaderName, Method};
use intercom_messenger_loader::core::diagnosis::Check;

use super::cors::{ALLOW_CREDENTIALS, ALLOW_ORIGIN};
use super::unanswered;
use crate::cli::Options;
use crate::request::{Client, Transport};

/// What a browser asks before it sends a header or a method that no form can.
pub(super) async fn check(
    name: &'static str,
    client: &Client<'_, impl Transport>,
    options: &Options,
    origin: &str,
) -> Check {
    let unusual = ![Method::GET, Method::HEAD, Method::POST].contains(&options.method);
    let sent = options.credentials.iter().chain(&options.plain);
    let unsafe_ones = sent.filter(|(name, value)| !is_safe(name, value.as_bytes()));
    let mut names: Vec<_> = unsafe_ones.map(|(name, _)| name.to_string()).collect();
    names.sort();
    if names.is_empty() && !unusual {
        return Check::skip(name, "a plain GET with cookies is sent without a preflight");
    }
    let answer = match client.preflight(origin, &names.join(",")).await {
        Ok(answer) => answer,
        Err(failure) => return unanswered(name, &failure),
    };
    let asked = if names.is_empty() { options.method.to_string() } else { names.join(", ") };
    let list = |name| answer.list(name).split(',').map(|one| one.trim().to_owned()).collect::<Vec<_>>();
    let headers = list("access-control-allow-headers");
    let allows = |name: &String| headers.iter().any(|one| one.eq_ignore_ascii_case(name));
    let method =
        !unusual || list("access-control-allow-methods").iter().any(|one| *one == options.method.as_str());
    let open = answer.list(ALLOW_ORIGIN) == origin && answer.list(ALLOW_CREDENTIALS) == "true";
    if answer.status.is_success() && open && method && names.iter().all(allows) {
        return Check::pass(name, &format!("allowed for {asked}"));
    }
    let seen = format!(
        "the preflight for {asked} is not answered so that a browser goes on ({})",
        answer.status.as_u16()
    );
    let hint = format!(
        "Answer OPTIONS with 204, Access-Control-Allow-Origin: {origin}, Access-Control-Allow-Credentials: true, \
         Access-Control-Allow-Methods: {}, Access-Control-Allow-Headers: {}; and without asking for a session.",
        options.method,
        names.join(", ")
    );
    Check::fail(name, &seen, &hint)
}

/// Headers that a browser sets itself, or lets a page of any website send.
fn is_safe(name: &HeaderName, value: &[u8]) -> bool {
    const SAFE: [HeaderName; 7] =
        [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, COOKIE, ORIGIN, REFERER, USER_AGENT];
    SAFE.contains(name) || *name == CONTENT_TYPE && is_of_forms(value)
}

/// The media types that a form of any website may send.
fn is_of_forms(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    let media = value.split(';').next().unwrap_or_default().trim();
    ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"].contains(&media)
}
