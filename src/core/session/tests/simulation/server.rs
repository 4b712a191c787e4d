//! The customer's server, which answers for the signed-in user; and all of its possible faults.

use super::super::model::Said;
use super::super::setups::Source;
use super::super::{token, token_of};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::{Millis, SECOND};
use crate::core::token::RawToken;

/// Answer of the server to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core::session::tests) enum Reply {
    /// For the user signed in at the request.
    AsAsked,
    /// For the user signed in at the answer.
    AsNow,
    /// With the token of the wrong user.
    Mistaken,
    Expired,
    Garbage,
    SignedOut,
    Busy,
    Html,
}

/// The answer at `now`, the server's clock, and its meaning. `signed_in`: the user at the request, and the user now.
pub(super) fn answer(
    source: Source,
    signed_in: [Option<&'static str>; 2],
    reply: Reply,
    now: Millis,
) -> (Said, Answer) {
    let user = match (source, reply) {
        (Source::Own(user), _) => Some(user),
        (_, Reply::AsAsked) => signed_in[0],
        _ => signed_in[1],
    };
    match (reply, user) {
        (Reply::Mistaken, user) => {
            let other = if user == Some("ada") { "bob" } else { "ada" };
            (Said::User(other), Answer::Token(token_of(other, now)))
        }
        (Reply::Expired, _) => {
            let end = now / SECOND - 1;
            let claims = format!(r#"{{"user_id":"ada","iat":{},"exp":{end}}}"#, end - 60);
            (Said::Nonsense, Answer::Token(token(&claims)))
        }
        (Reply::Garbage, _) => (Said::Nonsense, Answer::Token(RawToken::new("undefined"))),
        (Reply::Html, _) => (Said::Nonsense, Answer::Fail(Code::EndpointHtml.into())),
        (Reply::Busy, _) => (Said::Busy, Answer::retry(Code::EndpointServerError)),
        (Reply::SignedOut, _) | (Reply::AsAsked | Reply::AsNow, None) => (Said::SignedOut, Answer::SignedOut),
        (Reply::AsAsked | Reply::AsNow, Some(user)) => (Said::User(user), Answer::Token(token_of(user, now))),
    }
}
