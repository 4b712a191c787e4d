//! When to ask again: times in plain numbers, without a clock and without a timer.

/// A time or a span, in milliseconds.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1_000;

/// One minute.
pub const MINUTE: Millis = 60 * SECOND;

/// How often a request or a script is tried before its failure counts.
pub const MAX_ATTEMPTS: u8 = 3;

/// The longest that an endpoint's `Retry-After` is honoured for: a boot that waits longer looks broken.
const MAX_RETRY_AFTER: Millis = 30 * SECOND;

/// What the first retry waits at most; each one after it at most twice as long.
const FIRST_RETRY: Millis = SECOND;

/// No wait between two tries is longer.
const MAX_BACKOFF: Millis = MINUTE;

/// How long to wait after the try number `attempt` (from 1) failed: exponential, with full jitter, so that pages
/// which failed together do not come back together. `random` is uniform; `retry_after` is what the server asked.
#[must_use]
pub fn backoff(attempt: u8, random: u32, retry_after: Option<Millis>) -> Millis {
    let ceiling = (FIRST_RETRY << attempt.saturating_sub(1).min(16)).min(MAX_BACKOFF);
    let jittered = share(ceiling, random);
    retry_after.map_or(jittered, |asked| asked.clamp(0, MAX_RETRY_AFTER).max(jittered))
}

/// The share of `span` that `random` is of its own range.
#[must_use]
pub fn share(span: Millis, random: u32) -> Millis {
    span.saturating_mul(i64::from(random)) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wait_is_never_negative_and_never_over_the_cap(attempt: u8, random: u32, asked: Option<i64>) {
            let wait = backoff(attempt, random, asked);
            prop_assert!((0..=MAX_BACKOFF).contains(&wait), "{wait}");
        }

        #[test]
        fn a_server_is_given_the_time_it_asked_for(random: u32, asked in 0..=MAX_RETRY_AFTER) {
            prop_assert!(backoff(1, random, Some(asked)) >= asked);
        }
    }

    #[test]
    fn waits_grow_and_jitter_spreads_them_from_nothing() {
        assert_eq!(backoff(1, 0, None), 0);
        assert_eq!(backoff(1, u32::MAX, None), 999);
        assert_eq!(backoff(2, u32::MAX, None), 1_999);
        assert_eq!(backoff(1, 0, Some(90 * SECOND)), MAX_RETRY_AFTER);
    }
}
