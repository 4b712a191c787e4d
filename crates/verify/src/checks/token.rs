//! The user's token: read by the loader's own reader, and its signature verified where the secret is known.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::diagnosis::endpoint::CLOCK_TOLERANCE;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use intercom_messenger_loader::core::diagnosis::token::{self, FORM, USER_ID};
use intercom_messenger_loader::core::diagnosis::{Check, Status, span};
use intercom_messenger_loader::core::schedule::Millis;
use intercom_messenger_loader::core::token::Token;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use super::reply;
use crate::failure::Failure;
use crate::request::Answer;

const ISSUED: &str = "token_issued";
const SIGNATURE: &str = "token_signature";

/// The checks of the token in the user's answer.
pub(super) fn check(user: Option<&Result<Answer, Failure>>, secret: Option<&str>) -> Vec<Check> {
    let answer = user.and_then(|user| user.as_ref().ok());
    let Some((answer, (_, text))) = answer.and_then(|answer| Some((answer, answer.token()?))) else {
        return token::NAMES.into_iter().chain([ISSUED, SIGNATURE]).map(token::missing).collect();
    };
    let now = answer.date().unwrap_or(answer.received);
    let reply = reply(answer);
    let mut checks = Vec::new();
    token::check(&reply, now, &mut checks);
    let mut checks: Vec<_> = checks.into_iter().map(|check| more(check, answer, &text)).collect();
    checks.push(match &reply {
        TokenReply::Token(Ok(token)) => issued(token, now),
        _ => Check::skip(ISSUED, "the token cannot be read"),
    });
    checks.push(signature(&text, secret));
    checks
}

/// The check, with what may be shown to the one whose token it is.
fn more(check: Check, answer: &Answer, text: &str) -> Check {
    match (check.name, check.status) {
        (FORM, Status::Pass) => check.with_detail(&format!("{} bytes", text.len())),
        (USER_ID, Status::Pass) => user_id(check, answer, text),
        _ => check,
    }
}

fn user_id(check: Check, answer: &Answer, text: &str) -> Check {
    let claims = jsonwebtoken::dangerous::insecure_decode_claims::<Value>(text).unwrap_or_default();
    match claims.get("user_id") {
        Some(Value::String(id)) => check.with_detail(&answer.outside(id)),
        _ => Check::warn(
            check.name,
            "a number, which is accepted",
            "Make it a string, so that it is the same id in every place and a large one keeps its digits.",
        ),
    }
}

/// Whether the token was made for this answer, by the server's clock `now`.
fn issued(token: &Token, now: Millis) -> Check {
    let Some(issued) = token.issued_at() else {
        return Check::skip(ISSUED, "there is no iat; the loader then counts from the answer's Date");
    };
    let age = now - issued;
    if age > CLOCK_TOLERANCE {
        let seen = format!("iat is {} before this answer: the token is an old one", span(age));
        Check::warn(ISSUED, &seen, Code::TokenExpired.hint())
    } else if age < -CLOCK_TOLERANCE {
        let seen = format!("iat is {} after this answer", span(age));
        Check::warn(ISSUED, &seen, "Set iat to now in Unix seconds, by a clock that is right.")
    } else {
        Check::pass(ISSUED, "now")
    }
}

fn signature(text: &str, secret: Option<&str>) -> Check {
    let Some(secret) = secret else {
        return Check::skip(SIGNATURE, "INTERCOM_IDENTITY_SECRET is not set").with_hint(
            "To verify it, set INTERCOM_IDENTITY_SECRET to the workspace's Messenger API secret for this command.",
        );
    };
    match verify(text, secret.as_bytes()) {
        Ok(()) => Check::pass(SIGNATURE, "by the secret in INTERCOM_IDENTITY_SECRET"),
        Err(ErrorKind::InvalidSignature) if verify(text, format!("{secret}\n").as_bytes()).is_ok() => {
            Check::fail(
                SIGNATURE,
                "by the secret with a line break at its end",
                "Cut the line break off where the server reads the secret, from a file perhaps.",
            )
        }
        Err(ErrorKind::InvalidSignature) => Check::fail(
            SIGNATURE,
            "by another secret: the secret on the server is not this workspace's, or the one in \
             INTERCOM_IDENTITY_SECRET is not",
            "Copy the workspace's Messenger API secret to both anew; it is used as it stands, not decoded.",
        ),
        Err(_) => Check::skip(SIGNATURE, "this is no token of HS256"),
    }
}

/// The signature alone: the claims have their own checks.
fn verify(text: &str, secret: &[u8]) -> Result<(), ErrorKind> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(secret);
    let decoded = jsonwebtoken::decode::<Value>(text, &key, &validation);
    decoded.map(|_| ()).map_err(jsonwebtoken::errors::Error::into_kind)
}
