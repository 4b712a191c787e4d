//! Checks of the token endpoint: its clock, and its answers with and without credentials.

use super::facts::{Probe, TokenReply};
use super::{Check, Status, span, token};
use crate::core::config::{Config, TokenSource};
use crate::core::error::Code;
use crate::core::schedule::{MINUTE, Millis, plus};

/// Name of the check of the server's clock.
pub const SERVER_CLOCK: &str = "server_clock";
/// Name of the check of the answer to a user.
pub const ANSWER: &str = "answer";
/// Name of the check of the answer to a request without credentials.
pub const NO_SESSION: &str = "no_session";
/// Name of the check that a page on another origin may read the answer.
pub const CORS_ORIGIN: &str = "cors_origin";

/// Names of a token source's checks, in their order.
pub(super) const NAMES: [&str; 9] = {
    let [form, algorithm, user_id, times, life] = token::NAMES;
    [SERVER_CLOCK, ANSWER, form, algorithm, user_id, times, life, NO_SESSION, CORS_ORIGIN]
};

/// Tolerated difference between two clocks, in milliseconds; `Date` is truncated to seconds.
pub const CLOCK_TOLERANCE: Millis = MINUTE;

/// Adds the checks in their order. `now` is the device's clock, in milliseconds since 1970.
pub(super) fn check(config: &Config, probe: &Probe, now: Millis, checks: &mut Vec<Check>) {
    let ahead = probe.ahead(&config.token, now);
    checks.push(server_clock(ahead));
    checks.push(answer(&probe.user));
    token::check(&probe.user, plus(now, ahead.unwrap_or(0)), checks);
    checks.push(match &probe.nobody {
        None => Check::skip(NO_SESSION, "there is nobody to ask"),
        Some(reply) => refusal(NO_SESSION, reply, is_plain(&config.token)),
    });
    checks.push(cors_origin(probe));
}

/// Whether a request without credentials differs in its cookies alone.
fn is_plain(source: &TokenSource) -> bool {
    match source {
        TokenSource::Request(request) => request.headers.is_empty() && request.body.is_none(),
        _ => false,
    }
}

/// Compares the clocks: the server's is `ahead` milliseconds ahead of the local one, where that is known.
#[must_use]
pub fn server_clock(ahead: Option<Millis>) -> Check {
    let Some(ahead) = ahead else {
        return Check::skip(SERVER_CLOCK, "neither Date nor iat can be read");
    };
    if ahead.saturating_abs() <= CLOCK_TOLERANCE {
        return Check::pass(SERVER_CLOCK, "it agrees with this device's");
    }
    let mut seen = span(ahead);
    seen.push_str(if ahead > 0 { " ahead of this device's" } else { " behind this device's" });
    let hint = "Set the clock that is wrong, a server's by NTP; the loader allows for it.";
    Check::warn(SERVER_CLOCK, &seen, hint)
}

/// Checks the answer to a user.
#[must_use]
pub fn answer(reply: &TokenReply) -> Check {
    match reply {
        TokenReply::Token(_) => Check::pass(ANSWER, "a token"),
        TokenReply::SignedOut => {
            let hint = "Sign in; if you are, look at SameSite and Domain of the session's cookie.";
            Check::warn(ANSWER, "nobody is signed in", hint)
        }
        TokenReply::Failed(error) => Check::of(ANSWER, Status::Fail, error),
    }
}

/// Checks the answer to a request without a session, under the check's `name`: it must be a refusal that the loader
/// understands. A request that `is_complete` has a user's headers and body, so another failure is the endpoint's fault.
#[must_use]
pub fn refusal(name: &'static str, reply: &TokenReply, is_complete: bool) -> Check {
    match reply {
        TokenReply::SignedOut => Check::pass(name, "refused"),
        TokenReply::Token(_) => Check::fail(
            name,
            "a token for anybody: anyone can get this user's token",
            "Look up the session before you sign, and answer 401 where there is none.",
        ),
        TokenReply::Failed(error) => {
            // These do not show how it answers otherwise.
            let unseen = matches!(
                error.code(),
                Code::EndpointUnreachable | Code::EndpointTimeout | Code::EndpointRateLimited
            );
            let status = if is_complete && !unseen { Status::Fail } else { Status::Warn };
            Check::of(name, status, error)
        }
    }
}

/// A page cannot see CORS itself, only whether a cross-origin answer reached it.
fn cors_origin(probe: &Probe) -> Check {
    if !probe.is_cross_origin {
        return Check::skip(CORS_ORIGIN, "the token comes from no other origin");
    }
    let failure = match &probe.user {
        TokenReply::Failed(error) => Some(error.code()),
        _ => None,
    };
    match failure {
        Some(Code::EndpointTimeout) => Check::skip(CORS_ORIGIN, "there is no answer"),
        Some(Code::EndpointUnreachable) => Check::fail(
            CORS_ORIGIN,
            "a page cannot tell CORS from a lost connection",
            "Send Access-Control-Allow-Origin with this page's origin and Access-Control-Allow-Credentials: true; npx \
             intercom-messenger-loader verify can tell.",
        ),
        _ => Check::pass(CORS_ORIGIN, "the page may read the answer"),
    }
}
