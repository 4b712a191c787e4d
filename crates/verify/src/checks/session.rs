//! What a signed-in user is answered.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::response;

use super::{HOW_TO_GIVE_ONE, NO_SESSION, redirected, unanswered};
use crate::failure::Failure;
use crate::report::Check;
use crate::request::Answer;

/// The checks, in their order.
const NAMES: [&str; 3] = ["answer", "content_type", "cache_control"];

/// The checks of the user's answer, or why there are none.
pub(super) fn check(user: Option<&Result<Answer, Failure>>) -> Vec<Check> {
    let [first, content, cache] = NAMES;
    match user {
        None => {
            let mut skipped = NAMES.map(|name| Check::skip(name, NO_SESSION)).to_vec();
            if let Some(first) = skipped.first_mut() {
                *first = first.clone().mend(HOW_TO_GIVE_ONE);
            }
            skipped
        }
        Some(Err(failure)) => {
            let mut checks = vec![unanswered(first, failure)];
            checks.extend([content, cache].map(|name| Check::skip(name, "there is no answer")));
            checks
        }
        Some(Ok(answer)) if answer.token().is_none() => {
            let mut checks = vec![answered(first, answer)];
            checks.extend([content, cache].map(|name| Check::skip(name, "there is no token")));
            checks
        }
        Some(Ok(answer)) => {
            vec![answered(first, answer), content_type(content, answer), cache_control(cache, answer)]
        }
    }
}

fn answered(name: &'static str, answer: &Answer) -> Check {
    let status = answer.status.as_u16();
    match answer.read() {
        response::Answer::Token(_) => Check::pass(name, "200 with a token"),
        response::Answer::SignedOut => Check::fail(
            name,
            format!("{status}: to the endpoint, nobody is signed in with this session"),
            "Copy the Cookie header anew while you are signed in, whole; a session may also be bound to other headers, \
             which --header adds.",
        )
        .code(Code::SignedOut),
        response::Answer::Retry { error, .. } | response::Answer::Fail(error) => {
            redirected(name, answer).unwrap_or_else(|| Check::of(name, &error))
        }
    }
}

/// The loader judges by the body, so this stops nothing.
fn content_type(name: &'static str, answer: &Answer) -> Check {
    const MEND: &str = "Send Content-Type: application/json; the loader reads the body all the same.";
    let Some(value) = answer.header("content-type") else {
        return Check::warn(name, "there is none", MEND);
    };
    let media = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media == "application/json" || media.ends_with("+json") {
        Check::pass(name, answer.outside(value))
    } else {
        Check::warn(name, answer.outside(value), MEND)
    }
}

fn cache_control(name: &'static str, answer: &Answer) -> Check {
    const MEND: &str = "Send Cache-Control: no-store, so that no cache gives this user's token to somebody else, or an \
                        old one to a page.";
    let value = answer.list("cache-control");
    let directives: Vec<_> = value.split(',').map(|one| one.trim().to_ascii_lowercase()).collect();
    let has = |name: &str| directives.iter().any(|one| one.split('=').next() == Some(name));
    if has("no-store") {
        Check::pass(name, answer.outside(&value))
    } else if has("public") || has("s-maxage") {
        Check::fail(
            name,
            format!("{}: any cache on the way may keep the token", answer.outside(&value)),
            MEND,
        )
    } else if value.is_empty() {
        Check::warn(name, "there is none", MEND)
    } else {
        Check::warn(name, format!("{} lacks no-store", answer.outside(&value)), MEND)
    }
}
