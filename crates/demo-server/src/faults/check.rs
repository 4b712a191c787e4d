//! Validates changes over HTTP. The bounds keep a typing error from making the server seem dead.

use super::{Change, TokenFault, WidgetFault};
use crate::users;

/// Maximum delay in milliseconds; `hang` is the fault for no response at all.
const LONGEST_DELAY: u64 = 60_000;

/// Maximum lifetime of a token in seconds: a year.
const LONGEST_LIFE: u32 = 365 * 24 * 3600;

/// Maximum clock skew in seconds, in either direction: ten years.
const LARGEST_SKEW: u32 = 10 * 365 * 24 * 3600;

/// Checks a change; the error is a sentence.
pub(super) fn check(change: &Change) -> Result<(), String> {
    match &change.token {
        Some(TokenFault::Status { status, .. }) if !(200..600).contains(status) => {
            return Err(format!("{status} is no status between 200 and 599"));
        }
        Some(TokenFault::OtherUser { user }) if users::find(user).is_none() => {
            return Err(format!("{user:?} is no demo user"));
        }
        Some(TokenFault::Slow { ms }) => delay(*ms)?,
        Some(TokenFault::ShortLife { seconds }) => life(*seconds)?,
        _ => {}
    }
    if let Some(WidgetFault::Slow { ms }) = change.widget {
        delay(ms)?;
    }
    if let Some(seconds) = change.token_life_seconds {
        life(seconds)?;
    }
    match change.skew_seconds {
        Some(skew) if skew.unsigned_abs() > LARGEST_SKEW => {
            Err(format!("a clock that is {skew} s off is more than {LARGEST_SKEW} s off"))
        }
        _ => Ok(()),
    }
}

fn delay(ms: u64) -> Result<(), String> {
    if ms <= LONGEST_DELAY { Ok(()) } else { Err(format!("{ms} ms is longer than {LONGEST_DELAY} ms")) }
}

fn life(seconds: u32) -> Result<(), String> {
    match seconds {
        1..=LONGEST_LIFE => Ok(()),
        _ => Err(format!("a token cannot live {seconds} s: give 1 to {LONGEST_LIFE}")),
    }
}
