//! Tokens that the application passes by itself, at each render perhaps. A newer one of the session's user is kept. It
//! costs the Messenger no call before the old one is due, and is sent along with earlier updates.

use std::rc::Rc;

use super::state::{State, Step, Subject};
use super::{Call, CallResult, CallValue, Effect, Env, Identity, Session, SessionEvent, Ticket};
use crate::core::attributes::Attributes;
use crate::core::config::{Config, RefreshWith};
use crate::core::token::Token;

impl Session {
    /// Handles a boot whose options differ from the session's in the token alone. `false` for another user's.
    pub(super) fn on_newer_token(&mut self, ticket: Ticket, config: &Rc<Config>, env: &Env) -> bool {
        let (Some(token), Some(known)) = (self.own_token(config), self.newest_token()) else { return false };
        if known.user_id() != token.user_id() {
            return false;
        }
        // A page out of a cache passes an older one.
        let newer = config.token.jwt().filter(|_| token.is_newer_than(&known));
        let newer = newer.map(|secret| self.read(secret.clone(), None, env));
        let done: CallResult = Ok(CallValue::Session(Identity::User { user_id: token.user_id().to_owned() }));
        let newer = newer.and_then(Result::ok);
        match &mut self.state {
            State::Active(active) => {
                active.newer = newer.or_else(|| active.newer.take());
                self.settle(vec![ticket], &done);
                self.schedule_refresh(env);
            }
            State::Booting { step: Step::Deferred { subject }, .. } => {
                *subject = newer.unwrap_or_else(|| subject.clone());
                self.changed = true;
                self.settle(vec![ticket], &done);
            }
            State::Booting { pending, .. } => {
                pending.newer = newer.or_else(|| pending.newer.take());
                pending.tickets.push(ticket);
            }
            State::ShuttingDown { next: Some(pending), .. } => {
                if newer.is_some() {
                    pending.config = Rc::clone(config);
                }
                pending.tickets.push(ticket);
            }
            State::Idle | State::ShuttingDown { .. } => return false,
        }
        true
    }

    /// The newest known token of the page's own for the session's user.
    fn newest_token(&self) -> Option<Token> {
        let (newer, told) = match &self.state {
            State::Active(active) => (active.newer.as_ref(), Some(&active.subject)),
            State::Booting { step: Step::Deferred { subject }, .. } => (None, Some(subject)),
            State::Booting { pending, step: Step::LoadingWidget { subject, .. } } => {
                (pending.newer.as_ref(), Some(subject))
            }
            State::ShuttingDown { next: Some(pending), .. } => {
                return self.own_token(&pending.config);
            }
            _ => (None, None),
        };
        newer.or(told).and_then(Subject::token).cloned()
    }

    /// Continues the session with a new token of its user.
    pub(super) fn go_on_with(&mut self, subject: Subject, tickets: Vec<Ticket>, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let identity = subject.identity();
        let config = Rc::clone(&active.config);
        active.newer = None;
        active.subject = subject;
        self.last_error = None;
        self.changed = true;
        let mut told = Vec::new();
        match config.refresh_with {
            RefreshWith::Boot => {
                let payload = config.boot_payload(active.settings.clone(), active.subject.secret());
                // The boot call has sent them.
                active.changes = Attributes::new();
                told = std::mem::take(&mut active.updates);
                self.push(Effect::Call(Call::Boot(payload)));
            }
            RefreshWith::Update => self.send_update(env),
        }
        self.quota.spend(env.uptime);
        self.settle(tickets, &Ok(CallValue::Session(identity)));
        self.settle(told, &Ok(CallValue::Nothing));
        self.push(Effect::Notify(SessionEvent::TokenRefreshed));
    }
}
