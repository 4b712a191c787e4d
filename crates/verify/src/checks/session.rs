//! What a signed-in user is answered.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::diagnosis::Check;
use intercom_messenger_loader::core::diagnosis::endpoint::{self, ANSWER};
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;

use super::{HOW_TO_GIVE_ONE, NO_CREDENTIALS, redirected, reply, unanswered};
use crate::failure::Failure;
use crate::request::Answer;

/// The checks, in their order.
const NAMES: [&str; 3] = [ANSWER, "content_type", "cache_control"];

/// The checks of the user's answer, or why there are none.
pub(super) fn check(user: Option<&Result<Answer, Failure>>) -> Vec<Check> {
    let [first, content, cache] = NAMES;
    match user {
        None => {
            let mut skipped = NAMES.map(|name| Check::skip(name, NO_CREDENTIALS)).to_vec();
            if let Some(first) = skipped.first_mut() {
                *first = first.clone().with_hint(HOW_TO_GIVE_ONE);
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

/// On a terminal a session was given, so that an answer for nobody is a failure.
fn answered(name: &'static str, answer: &Answer) -> Check {
    let reply = reply(answer);
    if let TokenReply::SignedOut = reply {
        let seen =
            format!("{}: to the endpoint, nobody is signed in with this session", answer.status.as_u16());
        let hint = "Copy the Cookie header anew while you are signed in, whole; a session may also be bound to other \
                    headers, which --header adds.";
        return Check::fail(name, &seen, hint).with_code(Code::SignedOut);
    }
    redirected(name, answer).unwrap_or_else(|| endpoint::answer(&reply))
}

/// The loader judges by the body, so this stops nothing.
fn content_type(name: &'static str, answer: &Answer) -> Check {
    const HINT: &str = "Send Content-Type: application/json; the loader reads the body all the same.";
    let Some(value) = answer.header("content-type") else {
        return Check::warn(name, "there is none", HINT);
    };
    let media = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media == "application/json" || media.ends_with("+json") {
        Check::pass(name, &answer.outside(value))
    } else {
        Check::warn(name, &answer.outside(value), HINT)
    }
}

fn cache_control(name: &'static str, answer: &Answer) -> Check {
    const HINT: &str = "Send Cache-Control: no-store, so that no cache gives this user's token to somebody else, or an \
                        old one to a page.";
    let value = answer.list("cache-control");
    let directives: Vec<_> = value.split(',').map(|one| one.trim().to_ascii_lowercase()).collect();
    let has = |name: &str| directives.iter().any(|one| one.split('=').next() == Some(name));
    if has("no-store") {
        Check::pass(name, &answer.outside(&value))
    } else if has("public") || has("s-maxage") {
        Check::fail(
            name,
            &format!("{}: any cache on the way may keep the token", answer.outside(&value)),
            HINT,
        )
    } else if value.is_empty() {
        Check::warn(name, "there is none", HINT)
    } else {
        Check::warn(name, &format!("{} lacks no-store", answer.outside(&value)), HINT)
    }
}
