//! Intercom's quota of updates: 20 in 30 minutes, beyond which the Messenger silently drops them.

use crate::core::schedule::{MINUTE, Millis, SECOND, minus, plus};

/// Updates that Intercom accepts in a [`WINDOW`].
const LIMIT: usize = 20;

/// Updates reserved for token refreshes, without which chat stops working.
const FOR_TOKENS: usize = 2;

/// Further updates reserved for attributes: hiding a launcher must not wait for half an hour.
const FOR_ATTRIBUTES: usize = 6;

/// Updates of any kind before route changes are slowed down. Each one more doubles the time between them.
const UNTHINNED: usize = 6;

/// The first of those intervals.
const THINNED: Millis = 10 * SECOND;

/// Period over which updates are counted.
const WINDOW: Millis = 30 * MINUTE;

/// Purpose of an update, in order of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// It gives the page's address, and lets the Messenger check for new messages.
    Route,
    /// It sends changed attributes.
    Attributes,
}

/// The updates of the last half hour. It lives as long as the page, like Intercom's own counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    sent: Vec<Millis>,
}

impl Quota {
    /// Counts one update, at `uptime` milliseconds of a monotonic clock, if there is room for it.
    ///
    /// # Errors
    /// The milliseconds until the next one is free.
    pub fn take(&mut self, purpose: Purpose, uptime: Millis) -> Result<(), Millis> {
        self.forget(uptime);
        match self.wait(purpose, uptime) {
            ..=0 => {
                self.spend(uptime);
                Ok(())
            }
            wait => Err(wait),
        }
    }

    /// Counts an update that is sent in any case: a token's, which nothing may delay.
    pub fn spend(&mut self, uptime: Millis) {
        self.forget(uptime);
        self.sent.push(uptime);
    }

    /// Number of attribute updates that are left.
    #[must_use]
    pub fn left(&self, uptime: Millis) -> usize {
        let recent = self.sent.iter().filter(|at| minus(uptime, **at) < WINDOW).count();
        (LIMIT - FOR_TOKENS).saturating_sub(recent)
    }

    fn forget(&mut self, uptime: Millis) {
        self.sent.retain(|at| minus(uptime, *at) < WINDOW);
    }

    /// Time until there is room; 0 or less when there is.
    fn wait(&self, purpose: Purpose, uptime: Millis) -> Millis {
        let until = |at: Option<&Millis>, span| at.map_or(0, |at| minus(plus(*at, span), uptime));
        let is_route = purpose == Purpose::Route;
        let most = LIMIT - FOR_TOKENS - if is_route { FOR_ATTRIBUTES } else { 0 };
        let sent = self.sent.len();
        let full = until(sent.checked_sub(most).and_then(|blocking| self.sent.get(blocking)), WINDOW);
        match sent.min(most - 1).checked_sub(UNTHINNED) {
            Some(times) if is_route => full.max(until(self.sent.last(), THINNED << times)),
            _ => full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_reserve_is_kept_and_the_oldest_makes_room() {
        let mut quota = Quota::default();
        for at in 0..18 {
            assert_eq!(quota.take(Purpose::Attributes, at), Ok(()), "{at}");
        }
        assert_eq!(quota.left(18), 0);
        assert_eq!(quota.take(Purpose::Attributes, 18), Err(WINDOW - 18));
        quota.spend(19);
        assert_eq!(quota.take(Purpose::Attributes, WINDOW), Err(1), "a refresh took its place");
        assert_eq!(quota.take(Purpose::Attributes, WINDOW + 1), Ok(()));
    }

    #[test]
    fn route_changes_come_less_and_less_often_and_leave_the_attributes_reserve() {
        let (mut quota, mut now, mut times) = (Quota::default(), 0, Vec::new());
        while times.len() < 13 {
            match quota.take(Purpose::Route, now) {
                Ok(()) => times.push(now / SECOND),
                Err(wait) => now += wait,
            }
        }
        assert_eq!(times, [0, 0, 0, 0, 0, 0, 10, 30, 70, 150, 310, 630, 1_800]);
    }

    proptest! {
        /// For any sequence of requests, no half hour holds more than the quota, and the returned wait is sufficient.
        #[test]
        fn no_window_holds_more_than_the_quota(
            asked in proptest::collection::vec((0..4 * MINUTE, any::<bool>()), 0..200),
        ) {
            let (mut quota, mut now, mut sent) = (Quota::default(), 0, Vec::new());
            for (gap, route) in asked {
                now += gap;
                let purpose = if route { Purpose::Route } else { Purpose::Attributes };
                let taken = quota.take(purpose, now);
                match taken {
                    Ok(()) => sent.push(now),
                    Err(wait) => {
                        prop_assert!(wait > 0);
                        prop_assert_eq!(quota.clone().take(purpose, now + wait), Ok(()));
                    }
                }
                let recent = sent.iter().filter(|at| now - **at < WINDOW).count();
                let most = if route && taken.is_ok() { 12 } else { 18 };
                prop_assert!(recent <= most, "{recent}");
                prop_assert_eq!(quota.left(now), 18 - recent);
            }
        }
    }
}
