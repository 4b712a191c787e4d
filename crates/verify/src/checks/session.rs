//! What a signed-in user is answered.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::diagnosis::endpoint::{self, ANSWER};
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use intercom_messenger_loader::core::diagnosis::{Check, Status};

use super::{HOW_TO_GIVE_ONE, NO_CREDENTIALS, cache, redirected, refused_by_another, reply, unanswered};
use crate::answer::{Answer, Body};
use crate::cli::Options;
use crate::failure::Failure;

/// The checks, in their order.
const NAMES: [&str; 3] = [ANSWER, "content_type", "cache_control"];

/// The checks of the user's answer, or why there are none.
pub(super) fn check(user: Option<&Result<Answer, Failure>>, options: &Options) -> Vec<Check> {
    let [first, content, cache] = NAMES;
    match user {
        None => {
            let mut skipped = NAMES.map(|name| Check::skip(name, NO_CREDENTIALS)).to_vec();
            if let Some(first) = skipped.first_mut() {
                let plain: Vec<_> = options.plain.iter().map(|(name, _)| name.as_str()).collect();
                if !plain.is_empty() {
                    *first = first.clone().with_detail(&format!("{}, which is no user's", plain.join(", ")));
                }
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
            vec![answered(first, answer), content_type(content, answer), cache::of_token(cache, answer)]
        }
    }
}

/// On a terminal a session was given, so that an answer for nobody is a failure.
fn answered(name: &'static str, answer: &Answer) -> Check {
    if let Some(check) = unreadable(name, answer) {
        return check;
    }
    let reply = reply(answer);
    if let TokenReply::SignedOut = reply {
        if let Some(check) = refused_by_another(name, answer) {
            return Check { status: Status::Fail, ..check }.with_code(Code::SignedOut);
        }
        let seen =
            format!("{}: to the endpoint, nobody is signed in with this session", answer.status.as_u16());
        let hint = "Copy the Cookie header anew while you are signed in, whole; a session may also be bound to other \
                    headers, which --header adds.";
        return Check::fail(name, &seen, hint).with_code(Code::SignedOut);
    }
    redirected(name, answer).unwrap_or_else(|| endpoint::answer(&reply))
}

/// A body that no page can read, for a reason of its own.
fn unreadable(name: &'static str, answer: &Answer) -> Option<Check> {
    let (seen, hint) = match &answer.body {
        Body::NotUtf8 => (
            "the body is not UTF-8; it may be Latin-1".to_owned(),
            "Send the body in UTF-8: the user's name, which is in the token, is the usual place of other letters.",
        ),
        Body::NotEncodedAs(encoding) => (
            format!("the body cannot be read as Content-Encoding says: {}", answer.outside(encoding)),
            "Compress with gzip, br or deflate, which browsers ask for, or send the body as it is.",
        ),
        Body::Text(_) | Body::TooLong => return None,
    };
    (answer.status.as_u16() == 200).then(|| Check::fail(name, &seen, hint).with_code(Code::EndpointInvalid))
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
