//! Schedules of requests: times as plain numbers, without a clock or a timer.

/// A time or a span, in milliseconds.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1_000;

/// One minute.
pub const MINUTE: Millis = 60 * SECOND;

/// The span from `earlier` to `time`. Not inlined, like [`plus`]: saturation takes 30 bytes of the wasm at every use.
#[inline(never)]
#[must_use]
pub const fn minus(time: Millis, earlier: Millis) -> Millis {
    time.saturating_sub(earlier)
}

/// The time that is `span` later.
#[inline(never)]
#[must_use]
pub const fn plus(time: Millis, span: Millis) -> Millis {
    time.saturating_add(span)
}

/// Number of attempts at a request or a script before its failure counts.
pub const MAX_ATTEMPTS: u8 = 3;

/// Maximum `Retry-After` that is honoured: a boot that waits longer looks broken.
const MAX_RETRY_AFTER: Millis = 30 * SECOND;

/// Maximum wait before the first retry; each later one waits at most twice as long.
const FIRST_RETRY: Millis = SECOND;

/// Maximum wait between two attempts.
const MAX_BACKOFF: Millis = MINUTE;

/// Minimum interval between automatic token requests, measured from the last attempt.
pub const MIN_GAP: Millis = 5 * SECOND;

/// Minimum time before its expiry at which a token is replaced; a tenth of its life if that is more.
const MIN_MARGIN: Millis = MINUTE;

/// Wait after attempt number `attempt` (from 1) has failed: exponential, with full jitter, so that pages which failed
/// together do not retry together. `random` is uniform; `retry_after` is the server's request.
#[must_use]
pub fn backoff(attempt: u8, random: u32, retry_after: Option<Millis>) -> Millis {
    let ceiling = (FIRST_RETRY << attempt.saturating_sub(1).min(16)).min(MAX_BACKOFF);
    let jittered = share(ceiling, random);
    retry_after.map_or(jittered, |asked| asked.clamp(0, MAX_RETRY_AFTER).max(jittered))
}

/// Share of `span`, as large as that of `random` in its own range.
#[must_use]
pub fn share(span: Millis, random: u32) -> Millis {
    // In halves, because the product may have 96 bits.
    let low = (span & 0xffff_ffff).unsigned_abs() * u64::from(random);
    (span >> 32) * i64::from(random) + (low >> 32).cast_signed()
}

/// A moment by both of the device's clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970. This clock may be wrong and may jump.
    pub unix: Millis,
    /// Milliseconds since an arbitrary moment. This clock is monotonic, and in some browsers stops while the device
    /// sleeps.
    pub uptime: Millis,
}

impl Moment {
    /// Time since `earlier`, by the clock that shows more: one misses a sleep, the other may be set back. A clock that
    /// is set forward costs at most one token too many.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        let uptime = minus(self.uptime, earlier.uptime);
        minus(self.unix, earlier.unix).max(uptime).max(0)
    }
}

/// Time at which a token is to be replaced, measured from its arrival: the difference between the device's clock and
/// the server's does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    arrived: Moment,
    due_after: Millis,
}

impl Lease {
    /// Lease of a token issued for `life` milliseconds, with `remaining` ones left at its arrival. `random` spreads the
    /// requests of many tabs; it makes the lease shorter and never longer.
    #[must_use]
    pub fn new(arrived: Moment, life: Millis, remaining: Millis, random: u32) -> Self {
        let margin = (life / 10).max(MIN_MARGIN);
        // Halfway, where the remaining time is too short for the margin.
        let due = (remaining / 2).max(minus(remaining, margin)).max(0);
        Self { arrived, due_after: minus(due, share(due.min(margin) / 4, random)) }
    }

    /// Time until the token is to be replaced; 0 when it is due.
    #[must_use]
    pub fn wait(&self, now: Moment) -> Millis {
        minus(self.due_after, now.since(self.arrived)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: Millis = 60 * MINUTE;

    fn lease(life: Millis, random: u32) -> Lease {
        Lease::new(Moment::default(), life, life, random)
    }

    fn at(unix: Millis, uptime: Millis) -> Moment {
        Moment { unix, uptime }
    }

    #[test]
    fn a_tenth_of_the_life_or_a_minute_is_kept_in_hand() {
        for (life, due) in [
            (2 * HOUR, 108 * MINUTE),
            (10 * MINUTE, 9 * MINUTE),
            (5 * MINUTE, 4 * MINUTE),
            (2 * MINUTE, MINUTE),
            (90 * SECOND, 45 * SECOND),
            (SECOND, 500),
        ] {
            assert_eq!(lease(life, 0).wait(Moment::default()), due, "{life}");
        }
    }

    #[test]
    fn a_token_that_has_been_lying_about_is_measured_by_what_is_left_of_it() {
        let lease = Lease::new(Moment::default(), 2 * HOUR, HOUR, 0);
        assert_eq!(lease.wait(Moment::default()), 48 * MINUTE);
    }

    #[test]
    fn the_clock_that_saw_more_of_it_decides() {
        let lease = lease(2 * HOUR, 0);
        assert_eq!(lease.wait(at(0, HOUR)), 48 * MINUTE, "the clock was set back");
        assert_eq!(lease.wait(at(HOUR, 0)), 48 * MINUTE, "asleep");
        assert_eq!(lease.wait(at(-300 * HOUR, 0)), 108 * MINUTE);
        assert_eq!(lease.wait(at(3 * HOUR, 0)), 0);
    }

    proptest! {
        #[test]
        fn a_token_is_replaced_before_its_end_and_not_before_a_third_of_its_life(
            life in SECOND..=3_652 * 24 * HOUR,
            random: u32,
        ) {
            let due = lease(life, random).wait(Moment::default());
            prop_assert!((life / 3..life).contains(&due), "{due}");
        }

        #[test]
        fn no_number_overflows(life: i64, left: i64, unix: i64, uptime: i64, random: u32) {
            let lease = Lease::new(at(unix, uptime), life, left, random);
            prop_assert!(lease.wait(at(uptime, unix)) >= 0);
        }
    }

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
