//! Telling the Messenger of route changes and changed attributes, within Intercom's quota.

use super::state::State;
use super::{Call, Effect, Given, Notice, Now, Session, Ticket, Timer};
use crate::core::error::Code;
use crate::core::schedule::{Millis, SECOND, minus, plus};
use crate::core::settings::Settings;
use crate::core::text::cut;

/// How long a burst may last (a redirect, a `replaceState` at hydration) that is told as one change.
const BURST: Millis = 100;

/// How long after an update the next one may be sent. Times are told in whole seconds, each once: of two calls that are the
/// same the Messenger drops the second, and the clock that says the time may lag behind the one by which it is waited.
const PACE: Millis = SECOND;

impl Session {
    /// The route changed.
    pub(super) fn on_route(&mut self, ticket: Option<Ticket>, url: String, now: &Now) {
        let outcome = match &mut self.state {
            State::Idle | State::ShuttingDown { next: None, .. } => Err(Code::NotBooted.into()),
            // The boot itself tells the Messenger where it is.
            State::Booting { .. } | State::ShuttingDown { .. } => Ok(Given::Nothing),
            State::Active(live) => {
                let back_again = page_of(&url) == page_of(&live.told_url);
                // Whoever waits for an update is told, also of the page that is known.
                live.next_url = (!back_again || !live.updates.is_empty()).then_some(url);
                self.plan_update(now);
                Ok(Given::Nothing)
            }
        };
        if let Some(ticket) = ticket {
            self.push(Effect::Settle(ticket, outcome));
        }
    }

    /// The application has changed attributes; with none it wants the Messenger to look for news.
    pub(super) fn on_update(&mut self, ticket: Ticket, settings: Settings, now: &Now) {
        let checked = self
            .state
            .config()
            .map_or_else(|| Err(Code::NotBooted.into()), |config| config.check_settings(&settings));
        if checked.is_ok() && settings.identifies() {
            self.push(Effect::WarnUnsigned);
        }
        if let Err(error) = checked {
            return self.push(Effect::Settle(ticket, Err(error)));
        }
        match &mut self.state {
            State::Active(live) if live.is_restated() => {
                live.said_next.changes.merge(settings);
                live.said_next.updates.push(ticket);
                return;
            }
            State::Active(live) if settings.is_empty() => {
                live.next_url.get_or_insert_with(|| live.told_url.clone());
            }
            _ => {}
        }
        self.change(settings, vec![ticket], now);
    }

    /// Takes in changed attributes, for the boot call that is to come or for an update. The calls that brought them are
    /// settled when the Messenger has been told.
    pub(super) fn change(&mut self, changes: Settings, mut updates: Vec<Ticket>, now: &Now) {
        match &mut self.state {
            State::Booting { wanted, .. } | State::ShuttingDown { next: Some(wanted), .. } => {
                wanted.changes.merge(changes);
                wanted.updates.append(&mut updates);
            }
            State::Active(live) => {
                live.settings.merge(changes.clone());
                live.changes.merge(changes);
                live.updates.append(&mut updates);
                self.plan_update(now);
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Sees to it that what there is to tell is told, and nothing where there is nothing any more.
    fn plan_update(&mut self, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        let wanted = live.next_url.is_some() || !live.changes.is_empty();
        let waiting = std::mem::replace(&mut live.waiting, wanted);
        let since = live.told_at.map_or(PACE, |told_at| minus(now.uptime, told_at));
        match (waiting, wanted) {
            (false, true) => self.arm(Timer::Update, minus(PACE, since).max(BURST)),
            (true, false) => self.push(Effect::Disarm(Timer::Update)),
            _ => {}
        }
    }

    /// The burst is over, or the quota has room again.
    pub(super) fn tell_update(&mut self, now: &Now) {
        let clock = self.server_clock(now);
        let State::Active(live) = &mut self.state else { return };
        live.waiting = live.next_url.is_some() || !live.changes.is_empty();
        if !live.waiting {
            return;
        }
        if let Err(wait) = self.quota.take(now.uptime) {
            self.push(Effect::Notify(Notice::UpdateWaits(wait)));
            return self.arm(Timer::Update, wait);
        }
        live.waiting = false;
        live.told_at = Some(now.uptime);
        let mut settings = std::mem::take(&mut live.changes);
        if let Some(url) = live.next_url.take() {
            live.told_url = url;
            live.told_second = (clock / SECOND).max(plus(live.told_second, 1));
            settings.set("last_request_at".to_owned(), live.told_second.into());
        }
        let payload = live.config.payload(settings, live.subject.secret());
        let updates = std::mem::take(&mut live.updates);
        self.push(Effect::Call(Call::Update(payload)));
        self.settle(updates, &Ok(Given::Nothing));
    }
}

/// The address without its fragment: the Messenger knows pages, not places in them.
fn page_of(url: &str) -> &str {
    cut(url, b'#').map_or(url, |(page, _)| page)
}
