//! The token's endpoint, its clock, and the token.

use super::{Diagnosis, Facts, NOT_BOOTED, Row, Status};
use crate::config::{Config, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error, decimal};
use crate::jwt::Token;
use crate::refresh::{MINUTE, Millis, SECOND};

/// How many checks are here.
const ALL: u8 = 9;

/// What to say of each thing that the reader of tokens looks at, in its order, where it found no fault.
const READ: [Row; 4] = ["pass|a JSON Web Token", "pass|HS256", "pass|present", "pass|in Unix seconds"];

const NO_TOKEN: Row = "skip|there is no token that can be read";

/// A life in between is long enough not to be renewed all the time, and short enough for a token that was stolen.
const SHORT: Millis = 5 * MINUTE;
const LONG: Millis = 24 * 60 * MINUTE;

/// How far two clocks may be apart; `Date` is cut to seconds.
const CLOCKS_APART: Millis = 60 * SECOND;

/// Checks the answer to the page, and what came of a request without credentials.
pub(super) fn check(diagnosis: &mut Diagnosis, facts: &Facts) {
    let (Some(config), Some((answer, server_time))) = (&facts.config, &facts.user) else {
        let row = match facts.config {
            Some(_) => "skip|no token is asked for|To sign users in give jwtUrl or getJwt.",
            None => NOT_BOOTED,
        };
        return (0..ALL).for_each(|_| diagnosis.add(row, ""));
    };
    let (error, token) = match answer {
        Answer::Token(secret) => (None, Some((facts.reader)(secret.clone()))),
        Answer::SignedOut => (None, None),
        Answer::Retry { error, .. } | Answer::Fail(error) => (Some(error), None),
    };
    match error {
        Some(error) => diagnosis.add_error(Status::Fail, error),
        None if token.is_some() => diagnosis.add("pass|a token", ""),
        None => diagnosis.add(
            "warn|nobody is signed in|Sign in; if you are, look at SameSite and Domain of the session's cookie.",
            "",
        ),
    }
    cors(diagnosis, facts, error.map(Error::code));
    refusal(diagnosis, config, facts.nobody.as_ref());
    let read = token.as_ref().and_then(|token| token.as_ref().ok());
    // A fixed token may be an old one, whose `iat` says nothing of now.
    let fixed = matches!(config.token, TokenSource::Fixed(_));
    let issued = read.filter(|_| !fixed).and_then(Token::issued_at);
    let ahead = server_time.or(issued).map(|time| time.saturating_sub(facts.now));
    clock(diagnosis, ahead);
    form(diagnosis, token.as_ref());
    life(diagnosis, read, facts.now.saturating_add(ahead.unwrap_or_default()));
}

/// A page cannot see CORS itself, only that an answer of another origin reached it.
fn cors(diagnosis: &mut Diagnosis, facts: &Facts, failed: Option<Code>) {
    let row = match (facts.foreign, failed) {
        (false, _) => "skip|the token comes from no other origin",
        (true, Some(Code::EndpointTimeout)) => "skip|there is no answer",
        (true, Some(Code::EndpointUnreachable)) => {
            "fail|a page cannot tell CORS from a lost connection|Send Access-Control-Allow-Origin with this page's \
             origin and Access-Control-Allow-Credentials: true; cargo xtask verify can tell."
        }
        (true, _) => "pass|the page may read the answer",
    };
    diagnosis.add(row, "");
}

fn refusal(diagnosis: &mut Diagnosis, config: &Config, nobody: Option<&Answer>) {
    let row = match nobody {
        None => "skip|there is nobody to ask",
        Some(Answer::SignedOut) => "pass|refused",
        Some(Answer::Token(_)) => {
            "fail|a token for anybody, who then is this user to Intercom|Look up the session before you sign, and \
             answer 401 where there is none."
        }
        Some(Answer::Retry { error, .. } | Answer::Fail(error)) => {
            // Without its headers and body a request may be refused in other words.
            let plain = matches!(&config.token, TokenSource::Request(request)
                if request.headers.is_empty() && request.body.is_none());
            let status = if plain && !error.retryable() { Status::Fail } else { Status::Warn };
            return diagnosis.add_error(status, error);
        }
    };
    diagnosis.add(row, "");
}

/// How far the server's clock is `ahead` of the device's.
fn clock(diagnosis: &mut Diagnosis, ahead: Option<Millis>) {
    match ahead {
        None => diagnosis.add("skip|neither Date nor iat can be read", ""),
        Some(ahead) if ahead.saturating_abs() <= CLOCKS_APART => {
            diagnosis.add("pass|it agrees with this device's", "");
        }
        Some(ahead) => diagnosis.add(
            "warn|seconds ahead of this device's: |Set the clock that is wrong; the loader allows for it.",
            &decimal(ahead / SECOND),
        ),
    }
}

fn form(diagnosis: &mut Diagnosis, token: Option<&Result<Token, Error>>) {
    let failed = token.and_then(|token| token.as_ref().err());
    // The reader stops at the first mistake: what it looked at before is in order.
    let stopped = failed.map_or(READ.len(), |error| match error.code() {
        Code::TokenAlgorithm => 1,
        Code::TokenUserIdMissing => 2,
        Code::TokenTimes => 3,
        _ => 0,
    });
    for (at, row) in READ.into_iter().enumerate() {
        match failed {
            Some(error) if at == stopped => diagnosis.add_error(Status::Fail, error),
            Some(_) if at > stopped => diagnosis.add("skip|the check above comes first", ""),
            _ => diagnosis.add(if token.is_some() { row } else { NO_TOKEN }, ""),
        }
    }
}

/// How long the token lives, by the server's clock `now`.
fn life(diagnosis: &mut Diagnosis, token: Option<&Token>, now: Millis) {
    let Some(token) = token else { return diagnosis.add(NO_TOKEN, "") };
    let Some(end) = token.expires_at() else {
        return diagnosis.add(
            "warn|there is no exp: who has it is this user for ever|Set exp in seconds, two hours from now.",
            "",
        );
    };
    if let Err(error) = token.check_expiry(now) {
        return diagnosis.add_error(Status::Fail, &error);
    }
    let life = end.saturating_sub(token.issued_at().unwrap_or(now));
    let row = if life > LONG {
        "warn|long, for one that was stolen; minutes left: |Set exp in seconds, two hours from now."
    } else if life < SHORT {
        "warn|so short that pages ask all the time; minutes left: |Set exp in seconds, two hours from now."
    } else {
        "pass|minutes left: "
    };
    diagnosis.add(row, &decimal(end.saturating_sub(now) / MINUTE));
}
