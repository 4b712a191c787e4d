//! What somebody is answered who is not signed in. This is what no page of a signed-in user can see.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::response;
use intercom_messenger_loader::read;

use super::{redirected, unanswered};
use crate::failure::Failure;
use crate::report::Check;
use crate::request::Answer;

/// The answer must be a refusal, and one that the loader understands.
pub(super) fn check(name: &'static str, answer: &Result<Answer, Failure>) -> Check {
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return unanswered(name, failure),
    };
    let status = answer.status.as_u16();
    match answer.read() {
        response::Answer::SignedOut if status == 200 => Check::pass(name, "200 without a token"),
        response::Answer::SignedOut => Check::pass(name, format!("refused with {status}")),
        response::Answer::Token(token) => match read::token(token) {
            Ok(_) => Check::fail(
                name,
                "200 with a token: anyone can get this user's token, and is this user to Intercom",
                "Look up the session before you sign, and answer 401 where there is none.",
            ),
            Err(error) => Check::of(name, &error),
        },
        response::Answer::Retry { error, .. } if error.code() == Code::EndpointRateLimited => Check::warn(
            name,
            "429, too many requests: what it answers otherwise was not seen",
            "Wait, and run this again; a rate limit that counts these few requests also meets pages.",
        ),
        response::Answer::Retry { error, .. } | response::Answer::Fail(error) => redirected(name, answer)
            .unwrap_or_else(|| {
                let seen = format!("{}, where a refusal was expected", error.message());
                let mend = "Answer 401, or 200 with {\"token\": null}, when nobody is signed in.";
                Check::fail(name, seen, format!("{mend} {}", error.hint())).code(error.code())
            }),
    }
}
