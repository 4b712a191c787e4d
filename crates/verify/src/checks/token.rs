//! The user's token: read by the loader's own reader, and its signature verified where the secret is known.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, Mac as _};
use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::diagnosis::endpoint::CLOCK_TOLERANCE;
use intercom_messenger_loader::core::diagnosis::facts::TokenReply;
use intercom_messenger_loader::core::diagnosis::token::{self, FORM, LIFE, TIMES, USER_ID};
use intercom_messenger_loader::core::diagnosis::{Check, Status, span};
use intercom_messenger_loader::core::schedule::Millis;
use intercom_messenger_loader::core::token::Token;
use serde_json::Value;
use sha2::Sha256;

use super::reply;
use crate::answer::Answer;
use crate::failure::Failure;

const ISSUED: &str = "token_issued";
const SIGNATURE: &str = "token_signature";

/// From here on a time cannot be meant in seconds: the year 5138, or in milliseconds 1973.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

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
    let claims = text.split('.').nth(1).and_then(part).unwrap_or_default();
    let more = |check: Check| match (check.name, check.status, &reply) {
        (FORM, Status::Pass, _) => check.with_detail(&format!("{} bytes", text.len())),
        // Where a page only warns, this fails: here a user is known to be signed in.
        (USER_ID, Status::Pass | Status::Warn, _) => user_id(check, answer, &claims),
        (TIMES, Status::Pass, _) => not_before(check, &claims, now.min(answer.received)),
        (LIFE, Status::Pass | Status::Warn, TokenReply::Token(Ok(token))) => {
            ended(check, token, answer.received)
        }
        _ => check,
    };
    let mut checks: Vec<_> = checks.into_iter().map(more).collect();
    checks.push(match &reply {
        TokenReply::Token(Ok(token)) => issued(token, now),
        _ => Check::skip(ISSUED, "the token cannot be read"),
    });
    checks.push(signature(&text, secret));
    checks
}

fn user_id(check: Check, answer: &Answer, claims: &Value) -> Check {
    match claims.get("user_id") {
        Some(Value::String(id)) if is_nobodys(id) => Check::fail(
            check.name,
            &format!("an empty value as text: {}", answer.outside(id)),
            Code::TokenUserIdMissing.hint(),
        ),
        Some(Value::String(id)) => check.with_detail(&answer.outside(id)),
        _ => Check::warn(
            check.name,
            "a number, which is accepted",
            "Make it a string, so that it is the same id in every place and a large one keeps its digits.",
        ),
    }
}

/// The same in other cases and languages.
fn is_nobodys(id: &str) -> bool {
    let words = ["undefined", "null", "none", "nil", "nan", "[object object]"];
    id.trim().is_empty() || words.iter().any(|word| id.trim().eq_ignore_ascii_case(word))
}

/// Whether the token is valid already, by the earlier of the two clocks.
fn not_before(check: Check, claims: &Value, now: Millis) -> Check {
    let hint =
        "Leave nbf out: a token is valid from when it is signed. If you keep it, it is now, in Unix seconds.";
    let seconds = match claims.get("nbf") {
        None => return check,
        Some(value) => value.as_i64(),
    };
    let Some(from) =
        seconds.filter(|at| (0..MILLISECONDS_FROM).contains(at)).map(|at| at.saturating_mul(1000))
    else {
        return Check::fail(check.name, "nbf is no time in Unix seconds", hint);
    };
    let early = from.saturating_sub(now);
    if early > CLOCK_TOLERANCE {
        let seen = format!("nbf is {} from now: until then the token is not valid", span(early));
        return Check::fail(check.name, &seen, hint);
    }
    check
}

/// Intercom goes by the real time, whatever the server's clock says; this machine's is the nearest to it that is known.
fn ended(check: Check, token: &Token, received: Millis) -> Check {
    match token.expires_at() {
        Some(end) if end <= received => {
            let seen = format!(
                "by this machine's clock it ended {} ago, though not by the server's",
                span(received.saturating_sub(end))
            );
            Check::fail(
                check.name,
                &seen,
                "Set the server's clock by NTP, or this machine's if that one is wrong.",
            )
            .with_code(Code::TokenExpired)
        }
        _ => check,
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
        Some(true) => Check::pass(SIGNATURE, "by the secret in INTERCOM_IDENTITY_SECRET"),
        Some(false) if verify(text, format!("{secret}\n").as_bytes()) == Some(true) => Check::fail(
            SIGNATURE,
            "by the secret with a line break at its end",
            "Cut the line break off where the server reads the secret, from a file perhaps.",
        ),
        Some(false) => Check::fail(
            SIGNATURE,
            "by another secret: the secret on the server is not this workspace's, or the one in \
             INTERCOM_IDENTITY_SECRET is not",
            "Copy the workspace's Messenger API secret to both anew; it is used as it stands, not decoded.",
        ),
        None => Check::skip(SIGNATURE, "this is no token of HS256"),
    }
}

/// Whether the signature is this secret's; `None` for what is no token of HS256. The claims have their own checks.
fn verify(text: &str, secret: &[u8]) -> Option<bool> {
    let (signed, signature) = text.rsplit_once('.')?;
    let (header, _) = signed.split_once('.')?;
    if part(header)?.get("alg")? != "HS256" {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(signed.as_bytes());
    let signature = Base64UrlUnpadded::decode_vec(signature).ok()?;
    Some(mac.verify_slice(&signature).is_ok())
}

/// What a part of a token says.
fn part(text: &str) -> Option<Value> {
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(text).ok()?).ok()
}
