//! The user's token: read by the loader's own reader, and its signature verified where the secret is known.

use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::schedule::{MINUTE, Millis};
use intercom_messenger_loader::core::token::{Secret, Token};
use intercom_messenger_loader::read;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use super::connection::{CLOCKS_APART, span};
use crate::failure::Failure;
use crate::report::Check;
use crate::request::Answer;

/// What the loader's reader looks at, in its order.
const READ: [&str; 4] = ["token_form", "token_algorithm", "token_user_id", "token_times"];
/// What is looked at in a token that could be read.
const LIVED: [&str; 2] = ["token_life", "token_issued"];
const SIGNATURE: &str = "token_signature";

/// A life in between is long enough not to be renewed all the time, and short enough for a token that was stolen.
const SHORT: Millis = 5 * MINUTE;
const LONG: Millis = 24 * 60 * MINUTE;

/// The checks of the token in the user's answer.
pub(super) fn check(user: Option<&Result<Answer, Failure>>, secret: Option<&str>) -> Vec<Check> {
    let answer = user.and_then(|user| user.as_ref().ok());
    let Some((answer, (token, text))) = answer.and_then(|answer| Some((answer, answer.token()?))) else {
        let names = READ.into_iter().chain(LIVED).chain([SIGNATURE]);
        return names.map(|name| Check::skip(name, "there is no token")).collect();
    };
    let mut checks = read(answer, token, &text);
    checks.push(signature(&text, secret));
    checks
}

fn read(answer: &Answer, token: Secret, text: &str) -> Vec<Check> {
    let now = answer.date().unwrap_or(answer.received);
    let read = read::token(token);
    // The reader stops at the first mistake: what it looked at before is in order.
    let stopped = read.as_ref().err().map(|error| match error.code() {
        Code::TokenAlgorithm => 1,
        Code::TokenUserIdMissing => 2,
        Code::TokenTimes => 3,
        _ => 0,
    });
    let mut checks = Vec::new();
    for (at, name) in READ.into_iter().enumerate() {
        checks.push(match (&read, stopped) {
            (Err(error), Some(stopped)) if at == stopped => Check::of(name, error),
            (_, Some(stopped)) if at > stopped => Check::skip(name, "the check above comes first"),
            _ => in_order(name, answer, text),
        });
    }
    let [life_name, issued_name] = LIVED;
    match read {
        Ok(token) => checks.extend([life(life_name, &token, now), issued(issued_name, &token, now)]),
        Err(_) => checks.extend(LIVED.map(|name| Check::skip(name, "the token cannot be read"))),
    }
    checks
}

/// What to say of a part that the reader found no fault with.
fn in_order(name: &'static str, answer: &Answer, text: &str) -> Check {
    match name {
        "token_form" => Check::pass(name, format!("a JSON Web Token of {} bytes", text.len())),
        "token_algorithm" => Check::pass(name, "HS256"),
        "token_user_id" => user_id(name, answer, text),
        _ => Check::pass(name, "exp and iat are in Unix seconds, where they are given"),
    }
}

fn user_id(name: &'static str, answer: &Answer, text: &str) -> Check {
    let claims = jsonwebtoken::dangerous::insecure_decode_claims::<Value>(text).unwrap_or_default();
    match claims.get("user_id") {
        Some(Value::String(id)) => Check::pass(name, format!("the string {}", answer.outside(id))),
        _ => Check::warn(
            name,
            "a number, which is accepted",
            "Make it a string, so that it is the same id in every place and a large one keeps its digits.",
        ),
    }
}

/// How long the token lives, by the server's clock `now`.
fn life(name: &'static str, token: &Token, now: Millis) -> Check {
    const MEND: &str = "Set exp in seconds, two hours from now: Math.floor(Date.now() / 1000) + 7200.";
    let Some(end) = token.expires_at() else {
        return Check::warn(
            name,
            "there is no exp: whoever gets hold of the token is this user for ever",
            MEND,
        );
    };
    if let Err(error) = token.check_expiry(now) {
        let seen = format!("{}, {} ago", error.message(), span(now - end));
        return Check::fail(name, seen, error.hint()).code(error.code());
    }
    let life = end - token.issued_at().unwrap_or(now);
    let seen = format!("{} from its issue, {} left", span(life), span(end - now));
    if life > LONG {
        Check::warn(name, format!("{seen}: long, for a token that was stolen"), MEND)
    } else if life < SHORT {
        Check::warn(name, format!("{seen}: so short that pages ask for new ones all the time"), MEND)
    } else {
        Check::pass(name, seen)
    }
}

/// Whether the token was made for this answer, by the server's clock `now`.
fn issued(name: &'static str, token: &Token, now: Millis) -> Check {
    let Some(issued) = token.issued_at() else {
        return Check::skip(name, "there is no iat; the loader then counts from the answer's Date");
    };
    let age = now - issued;
    if age > CLOCKS_APART {
        let seen = format!("iat is {} before this answer: the token is an old one", span(age));
        Check::warn(name, seen, Code::TokenExpired.hint())
    } else if age < -CLOCKS_APART {
        let seen = format!("iat is {} after this answer", span(age));
        Check::warn(name, seen, "Set iat to now in Unix seconds, by a clock that is right.")
    } else {
        Check::pass(name, "now")
    }
}

fn signature(text: &str, secret: Option<&str>) -> Check {
    let Some(secret) = secret else {
        return Check::skip(SIGNATURE, "INTERCOM_IDENTITY_SECRET is not set").mend(
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
