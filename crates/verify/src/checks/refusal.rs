//! What somebody is answered who is not signed in. This is what no page of a signed-in user can see.

use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use intercom_messenger_loader::core::diagnosis::{Check, Status, endpoint};

use super::{redirected, refused_by_another, reply, unanswered};
use crate::answer::Answer;
use crate::failure::Failure;

/// The answer must be a refusal, and one that the loader understands.
pub(super) fn check(name: &'static str, answer: &Result<Answer, Failure>) -> Check {
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return unanswered(name, failure),
    };
    if let Some(check) = redirected(name, answer) {
        return check;
    }
    let reply = reply(answer);
    let check = endpoint::refusal(name, &reply, true);
    if let TokenReply::Token(Err(error)) = &reply {
        let seen = format!("a token for anybody, though a broken one: {}", error.message());
        return Check { seen, ..check };
    }
    if check.status == Status::Pass
        && let Some(check) = refused_by_another(name, answer)
    {
        return check;
    }
    match (check.status, answer.status.as_u16()) {
        (Status::Pass, 200) => check.with_detail("200 without a token"),
        (Status::Pass, status) => check.with_detail(&status.to_string()),
        _ => check,
    }
}
