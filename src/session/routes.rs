//! Telling the Messenger that the route changed, within Intercom's quota.

use super::state::State;
use super::{Call, Effect, Notice, Now, Session, Ticket, Timer};
use crate::error::Code;
use crate::refresh::{Millis, SECOND};
use crate::settings::{Payload, Settings};

/// How long a burst may last (a redirect, a `replaceState` at hydration) that is told as one change.
const BURST: Millis = 100;

/// How long after an update the next one may be sent. Times are told in whole seconds, and of two calls that are the
/// same the Messenger drops the second.
const PACE: Millis = SECOND;

impl Session {
    pub(super) fn on_route(&mut self, ticket: Ticket, url: String, now: &Now) {
        match &mut self.state {
            State::Idle | State::ShuttingDown { .. } => return self.reject(ticket, Code::NotBooted),
            // The boot itself tells the Messenger where it is.
            State::Booting { .. } => {}
            State::Active(live) => {
                let waiting = live.next_url.is_some();
                let back_again = page_of(&url) == page_of(&live.told_url);
                live.next_url = (!back_again).then_some(url);
                let since = live.told_at.map_or(PACE, |told_at| now.uptime.saturating_sub(told_at));
                let wait = PACE.saturating_sub(since).max(BURST);
                match (waiting, back_again) {
                    (false, false) => self.arm(Timer::Route, wait),
                    (true, true) => self.push(Effect::Disarm(Timer::Route)),
                    _ => {}
                }
            }
        }
        self.push(Effect::Settle(ticket, Ok(None)));
    }

    /// The burst is over, or the quota has room again.
    pub(super) fn tell_route(&mut self, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        if live.next_url.is_none() {
            return;
        }
        if let Err(wait) = self.budget.take(now.uptime) {
            self.push(Effect::Notify(Notice::RouteWaits(wait)));
            return self.arm(Timer::Route, wait);
        }
        if let Some(url) = live.next_url.take() {
            live.told_url = url;
            live.told_at = Some(now.uptime);
        }
        let seconds = now.unix.saturating_add(self.skew) / SECOND;
        let settings = Settings::new().with("last_request_at", seconds);
        let token = live.subject.token().map(|token| token.secret().clone());
        self.push(Effect::Call(Call::Update(Payload::new(settings, token))));
    }
}

/// The address without its fragment: the Messenger knows pages, not places in them.
fn page_of(url: &str) -> &str {
    url.split_once('#').map_or(url, |(page, _)| page)
}
