//! Sending route changes and changed attributes to the Messenger, within Intercom's quota.

use super::question::agrees;
use super::state::{ActiveSession, State};
use super::{Call, CallValue, Effect, Env, Session, SessionEvent, Ticket, Timer};
use crate::core::attributes::Attributes;
use crate::core::config::Routes;
use crate::core::error::Code;
use crate::core::quota::Purpose;
use crate::core::schedule::{Millis, SECOND, minus, plus};
use crate::core::text::cut;

/// Maximum length of a burst (a redirect, a `replaceState` at hydration) that is sent as one change.
const BURST: Millis = 100;

/// Minimum interval between updates. They carry whole seconds, each once: of two identical calls the Messenger drops
/// the second, and the clock that is sent may lag behind the one that times the wait.
const PACE: Millis = SECOND;

impl Session {
    /// Handles a route change.
    pub(super) fn on_route(&mut self, ticket: Option<Ticket>, url: String, env: &Env) {
        let outcome = match &mut self.state {
            State::Idle | State::ShuttingDown { next: None, .. } => Err(Code::NotBooted.into()),
            // The boot itself gives the Messenger the address.
            State::Booting { .. } | State::ShuttingDown { .. } => Ok(CallValue::Nothing),
            State::Active(active) => {
                // A change of the fragment that the browser reports need not be a route.
                let with_fragment = ticket.is_some() || active.config.routes == Routes::Hash;
                let back_again = page_of(&url, with_fragment) == page_of(&active.told_url, with_fragment);
                // An update that calls wait for is sent, even for a page that was sent already.
                active.next_url = (!back_again || !active.updates.is_empty()).then_some(url);
                self.plan_update(env);
                Ok(CallValue::Nothing)
            }
        };
        if let Some(ticket) = ticket {
            self.push(Effect::Settle(ticket, outcome));
        }
    }

    /// Handles changed attributes; with none, the Messenger is to check for new messages.
    pub(super) fn on_update(&mut self, ticket: Ticket, settings: Attributes, env: &Env) {
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
            State::Active(active) if active.is_asked_for() => {
                active.said_next.changes.merge(settings);
                active.said_next.updates.push(ticket);
                return;
            }
            State::Active(active) if settings.is_empty() => {
                active.next_url.get_or_insert_with(|| active.told_url.clone());
            }
            _ => {}
        }
        self.queue_attributes(settings, vec![ticket], env);
    }

    /// Queues changed attributes, for the coming boot call or for an update. The calls that brought them are settled
    /// when they have been sent.
    pub(super) fn queue_attributes(&mut self, changes: Attributes, mut updates: Vec<Ticket>, env: &Env) {
        match &mut self.state {
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => {
                let is_seen = !changes.look().is_empty();
                pending.changes.merge(changes);
                pending.updates.append(&mut updates);
                if is_seen && self.state.has_launcher() {
                    self.defer();
                }
            }
            State::Active(active) => {
                active.settings.merge(changes.clone());
                active.changes.merge(changes);
                active.updates.append(&mut updates);
                self.plan_update(env);
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Schedules the pending update, or cancels the timer where nothing is pending. The wait for the quota is that of
    /// the most important part.
    fn plan_update(&mut self, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let purpose = active.purpose();
        let waits_for = std::mem::replace(&mut active.waits_for, purpose);
        let since = active.told_at.map_or(PACE, |told_at| minus(env.uptime, told_at));
        if purpose > waits_for {
            self.arm(Timer::Update, minus(PACE, since).max(BURST));
        } else if purpose.is_none() && waits_for.is_some() {
            self.push(Effect::Disarm(Timer::Update));
        }
    }

    /// Sends an application's pending updates at once, before the session ends. Those that exceed the quota, or belong
    /// to a user who is no longer signed in, stay.
    pub(super) fn flush_for_owner(&mut self, env: &Env) {
        let State::Active(active) = &self.state else { return };
        let is_owner = active.config.token.is_none() || agrees(self.noted, active.subject.user_id());
        let waits = is_owner && !active.identity_stale && !active.updates.is_empty();
        let purpose = active.purpose().filter(|_| waits);
        if purpose.is_some_and(|purpose| self.quota.take(purpose, env.uptime).is_ok()) {
            self.send_update(env);
        }
    }

    /// Sends the pending update: the burst is over, or the quota has room again.
    pub(super) fn flush_update(&mut self, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        active.waits_for = active.purpose().filter(|_| !active.identity_stale);
        let Some(purpose) = active.waits_for else { return };
        if let Err(wait) = self.quota.take(purpose, env.uptime) {
            self.push(Effect::Notify(SessionEvent::UpdateWaits(wait)));
            return self.arm(Timer::Update, wait);
        }
        self.send_update(env);
    }

    /// Sends what has waited for the answer that the session's user is still signed in.
    pub(super) fn say_on(&mut self, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let calls = std::mem::take(&mut active.calls);
        self.push_queued(calls);
        self.plan_update(env);
    }

    /// Sends the pending changes, with the user's token.
    pub(super) fn send_update(&mut self, env: &Env) {
        let clock = self.server_clock(env);
        let State::Active(active) = &mut self.state else { return };
        active.waits_for = None;
        let newer = active.newer.take();
        let is_renewed = newer.is_some();
        active.subject = newer.unwrap_or_else(|| active.subject.clone());
        active.told_at = Some(env.uptime);
        let mut settings = std::mem::take(&mut active.changes);
        if let Some(url) = active.next_url.take() {
            active.told_url = url;
            active.told_second = (clock / SECOND).max(plus(active.told_second, 1));
            settings.set("last_request_at".to_owned(), active.told_second.into());
        }
        let payload = active.config.payload(settings, active.subject.secret());
        let updates = std::mem::take(&mut active.updates);
        self.push(Effect::Call(Call::Update(payload)));
        self.settle(updates, &Ok(CallValue::Nothing));
        if is_renewed {
            self.changed = true;
            self.push(Effect::Notify(SessionEvent::TokenRefreshed));
        }
    }
}

impl ActiveSession {
    /// Purpose of the next update; `None` where nothing is pending.
    fn purpose(&self) -> Option<Purpose> {
        if !self.changes.is_empty() {
            return Some(Purpose::Attributes);
        }
        self.next_url.is_some().then_some(Purpose::Route)
    }
}

/// The address, without its fragment where that is no route.
fn page_of(url: &str, with_fragment: bool) -> &str {
    if with_fragment { url } else { cut(url, b'#').map_or(url, |(page, _)| page) }
}
