//! The Messenger's own methods, which wait in a queue, and its callbacks.

use super::pending_boot::Queued;
use super::state::{State, Step};
use super::{Call, Effect, Env, MessengerEvent, MethodCall, Session, SessionEvent, Ticket};
use crate::core::attributes::AUTH_TOKENS;
use crate::core::error::Code;

impl Session {
    /// Handles a method call of the application. Before the Messenger has its session the call waits here, and ends
    /// with its user; one that opens the Messenger or returns a value ends the wait of a deferred boot.
    pub(super) fn on_call(&mut self, ticket: Ticket, call: MethodCall, env: &Env) {
        let method = call.method();
        let settings = match &mut self.state {
            State::Active(active) => Some(&mut active.settings),
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => {
                Some(&mut pending.settings)
            }
            State::Idle | State::ShuttingDown { .. } => None,
        };
        if let (Some(settings), true, Some(tokens)) = (settings, method.takes_tokens(), call.args().first()) {
            // A later boot call does not restore older tokens.
            settings.set(AUTH_TOKENS.to_owned(), tokens.clone());
        }
        match &mut self.state {
            State::Idle | State::ShuttingDown { next: None, .. } => self.reject(ticket, Code::NotBooted),
            State::ShuttingDown { next: Some(pending), .. } => {
                pending.calls.push(Queued::Call { ticket: Some(ticket), call, of_anybody: false });
            }
            State::Booting { pending, step } => {
                let due = method.opens || method.answers;
                // A call that opens it without content is for any user. One that returns a value is for the user it was
                // made for.
                let of_anybody =
                    method.opens && call.args().is_empty() && matches!(step, Step::Deferred { .. });
                pending.calls.push(Queued::Call { ticket: Some(ticket), call, of_anybody });
                if due {
                    self.on_due(false, env);
                }
            }
            State::Active(active) if active.is_asked_for() => {
                active.said_next.calls.push(Queued::Call { ticket: Some(ticket), call, of_anybody: false });
            }
            State::Active(active) if active.identity_stale => {
                active.calls.push(Queued::Call { ticket: Some(ticket), call, of_anybody: false });
            }
            State::Active(_) => self.push(Effect::Invoke(Some(ticket), call)),
        }
    }

    /// Sends calls that have waited.
    pub(super) fn push_queued(&mut self, calls: Vec<Queued>) {
        for queued in calls {
            self.push(queued.into_effect());
        }
    }

    /// Adds a listener of the application, for this session and later ones.
    pub(super) fn on_listen(&mut self, news: MessengerEvent) {
        let Some(listened) = self.listened.get_mut(usize::from(news.index())) else { return };
        if std::mem::replace(listened, true) {
            return;
        }
        match &mut self.state {
            State::Active(_) => self.push(Effect::Call(Call::Register(news))),
            // After the waiting calls.
            State::Booting { pending, step: Step::LoadingWidget { .. } } => {
                pending.calls.push(Queued::Register(news))
            }
            _ => {}
        }
    }

    /// Registers the callbacks again: a shutdown removes them.
    pub(super) fn register_callbacks(&mut self) {
        for (news, listened) in MessengerEvent::KINDS.iter().zip(self.listened) {
            if listened {
                self.push(Effect::Call(Call::Register(news.clone())));
            }
        }
    }

    /// Handles a callback of the Messenger. Those of an ended session are ignored.
    pub(super) fn on_news(&mut self, news: MessengerEvent) {
        if self.is_handed_over() {
            self.push(Effect::Notify(SessionEvent::MessengerEvent(news)));
        }
    }

    const fn is_handed_over(&self) -> bool {
        matches!(&self.state, State::Active(_) | State::Booting { step: Step::LoadingWidget { .. }, .. })
    }
}
