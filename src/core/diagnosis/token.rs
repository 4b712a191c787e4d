//! Checks of a user's token, as far as it could be read.

use super::facts::TokenReply;
use super::{Check, Status, span};
use crate::core::error::{Code, Error};
use crate::core::schedule::{MINUTE, Millis, minus};
use crate::core::token::Token;

/// Name of the check of the token's three parts.
pub const FORM: &str = "token_form";
/// Name of the check of the header's `alg`.
pub const ALGORITHM: &str = "token_algorithm";
/// Name of the check of the claim `user_id`.
pub const USER_ID: &str = "token_user_id";
/// Name of the check of the kind of the claims `iat` and `exp`.
pub const TIMES: &str = "token_times";
/// Name of the check of the token's end.
pub const LIFE: &str = "token_life";

/// The checks of a token, in their order; the reader makes all but the last, and stops at the first fault.
pub const NAMES: [&str; 5] = [FORM, ALGORITHM, USER_ID, TIMES, LIFE];

/// Result text of each part in which the reader found no fault.
const READ: [(&str, &str); 4] =
    [(FORM, "a JSON Web Token"), (ALGORITHM, "HS256"), (USER_ID, "present"), (TIMES, "in Unix seconds")];

/// Lifetimes between these two are long enough not to be renewed constantly, and short enough for a stolen token.
const SHORT: Millis = 5 * MINUTE;
const LONG: Millis = 24 * 60 * MINUTE;

const SET_EXP: &str = "Set exp in seconds, two hours from now: Math.floor(Date.now() / 1000) + 7200.";

/// Result of a check where there is no token.
#[must_use]
pub fn missing(name: &'static str) -> Check {
    Check::skip(name, "there is no token")
}

/// Adds the checks of the token in an answer, in their order. `now` is the server's clock, in milliseconds since 1970.
pub fn check(reply: &TokenReply, now: Millis, checks: &mut Vec<Check>) {
    let TokenReply::Token(token) = reply else { return checks.extend(NAMES.iter().copied().map(missing)) };
    let fault = token.as_ref().err().map(|error| (place(error), error));
    for (at, (name, seen)) in READ.iter().enumerate() {
        checks.push(match fault {
            Some((place, error)) if place == at => Check::of(name, Status::Fail, error),
            Some((place, _)) if place < at => Check::skip(name, "the check above comes first"),
            None if *name == USER_ID && token.as_ref().is_ok_and(is_nobodys) => {
                Check::of(name, Status::Warn, &Code::TokenUserIdMissing.into())
            }
            _ => Check::pass(name, seen),
        });
    }
    checks.push(match token {
        Ok(token) => life(token, now),
        Err(_) => Check::skip(LIFE, "the token cannot be read"),
    });
}

/// Whether the id is blank, or a missing value as languages print it: all such users would be one to Intercom.
fn is_nobodys(token: &Token) -> bool {
    let id = token.user_id();
    matches!(id, "undefined" | "null" | "None" | "[object Object]") || id.bytes().all(|byte| byte <= b' ')
}

/// Index in [`READ`] of the part at which the reader stopped.
fn place(error: &Error) -> usize {
    match error.code() {
        Code::TokenAlgorithm => 1,
        Code::TokenUserIdMissing => 2,
        Code::TokenTimes => 3,
        _ => 0,
    }
}

fn life(token: &Token, now: Millis) -> Check {
    let Some(end) = token.expires_at() else {
        return Check::warn(LIFE, "there is no exp: the token is good for ever", SET_EXP);
    };
    if let Err(error) = token.check_expiry(now) {
        let mut ago = span(minus(now, end));
        ago.push_str(" ago");
        return Check::of(LIFE, Status::Fail, &error).with_detail(&ago);
    }
    let life = minus(end, token.issued_at().unwrap_or(now));
    let mut seen = String::new();
    if token.issued_at().is_some() {
        seen = span(life);
        seen.push_str(" from its issue, ");
    }
    seen.push_str(&span(minus(end, now)));
    seen.push_str(" left");
    if life > LONG {
        Check::warn(LIFE, &seen, SET_EXP).with_detail("long, for a token that was stolen")
    } else if life < SHORT {
        Check::warn(LIFE, &seen, SET_EXP).with_detail("so short that pages ask all the time")
    } else {
        Check::pass(LIFE, &seen)
    }
}
