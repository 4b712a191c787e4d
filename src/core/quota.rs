//! Intercom's quota of updates: 20 in 30 minutes, over which the Messenger drops them without a word.

use crate::core::schedule::{MINUTE, Millis, minus, plus};

/// How many updates Intercom takes in a [`WINDOW`].
const LIMIT: usize = 20;

/// How many of them are kept back for token refreshes, without which chat dies.
const RESERVE: usize = 2;

/// The time over which updates are counted.
const WINDOW: Millis = 30 * MINUTE;

/// The updates of the last half hour. It lives as long as the page does, as Intercom's own counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    sent: Vec<Millis>,
}

impl Quota {
    /// Takes one update, at `uptime` milliseconds of a clock that never jumps; or says how long to wait for one.
    ///
    /// # Errors
    /// The milliseconds until the next one is free.
    pub fn take(&mut self, uptime: Millis) -> Result<(), Millis> {
        self.forget(uptime);
        if let Some(wait) = self.wait(uptime) {
            return Err(wait);
        }
        self.spend(uptime);
        Ok(())
    }

    /// Notes an update that is sent in any case: a boot, which counts and which nothing may hold back.
    pub fn spend(&mut self, uptime: Millis) {
        self.forget(uptime);
        self.sent.push(uptime);
    }

    /// How many updates are left now, the reserve not counted.
    #[must_use]
    pub fn left(&self, uptime: Millis) -> usize {
        let recent = self.sent.iter().filter(|at| minus(uptime, **at) < WINDOW).count();
        (LIMIT - RESERVE).saturating_sub(recent)
    }

    fn forget(&mut self, uptime: Millis) {
        self.sent.retain(|at| minus(uptime, *at) < WINDOW);
    }

    /// How long until there are fewer than the quota less the reserve; `None` when that is so already.
    fn wait(&self, uptime: Millis) -> Option<Millis> {
        let blocking = self.sent.len().checked_sub(LIMIT - RESERVE)?;
        let at = self.sent.get(blocking)?;
        Some(minus(plus(*at, WINDOW), uptime))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_reserve_is_kept_and_the_oldest_makes_room() {
        let mut quota = Quota::default();
        for at in 0..18 {
            assert_eq!(quota.take(at), Ok(()), "{at}");
        }
        assert_eq!(quota.left(18), 0);
        assert_eq!(quota.take(18), Err(WINDOW - 18));
        quota.spend(19);
        assert_eq!(quota.take(WINDOW), Err(1), "a refresh took its place");
        assert_eq!(quota.take(WINDOW + 1), Ok(()));
    }

    proptest! {
        /// Whatever is asked when, no half hour sees more than the quota, and waiting as told is enough.
        #[test]
        fn no_window_holds_more_than_the_quota(gaps in proptest::collection::vec(0..4 * MINUTE, 0..200)) {
            let (mut quota, mut now, mut sent) = (Quota::default(), 0, Vec::new());
            for gap in gaps {
                now += gap;
                match quota.take(now) {
                    Ok(()) => sent.push(now),
                    Err(wait) => {
                        prop_assert!(wait > 0);
                        prop_assert_eq!(quota.clone().take(now + wait), Ok(()));
                    }
                }
                let recent = sent.iter().filter(|at| now - **at < WINDOW).count();
                prop_assert!(recent <= LIMIT - RESERVE, "{recent}");
                prop_assert_eq!(quota.left(now), LIMIT - RESERVE - recent);
            }
        }
    }
}
