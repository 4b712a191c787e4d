//! Asking again who is signed in, while a session lives: it stays, or it makes way; it is never weakened.

use std::rc::Rc;

use super::state::{Renewal, State, Subject, Wanted, can_ask};
use super::{Call, Effect, Notice, Now, Session, Ticket};
use crate::config::Otherwise;
use crate::error::{Code, Error};
use crate::jwt::Token;

impl Session {
    pub(super) fn on_refresh(&mut self, ticket: Ticket) {
        match &mut self.state {
            State::Booting { wanted, .. } => wanted.tickets.push(ticket),
            State::Active(live) if can_ask(&live.config) => self.renew(Some(ticket)),
            State::Active(_) => self.reject(ticket, Code::NoTokenSource),
            State::Idle | State::ShuttingDown { .. } => self.reject(ticket, Code::NotBooted),
        }
    }

    /// Asks for a token; who asks meanwhile joins the request that is under way.
    pub(super) fn renew(&mut self, ticket: Option<Ticket>) {
        let State::Active(live) = &mut self.state else { return };
        if let Some(renewal) = &mut live.renewal {
            renewal.tickets.extend(ticket);
            return;
        }
        live.renewal = Some(Renewal { attempt: 1, tickets: ticket.into_iter().collect() });
        self.ask_again();
    }

    /// A token came. The same user's goes on with the session; another user's must not enter it.
    pub(super) fn on_renewed(&mut self, token: Token, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        let Some(renewal) = live.renewal.take() else { return };
        let same_user = live.subject.token().is_some_and(|old| old.user_id() == token.user_id());
        let config = Rc::clone(&live.config);
        let subject = Subject::User(Rc::new(token));
        if !same_user {
            return self.tear_down(Vec::new(), Some(Wanted::new(config, renewal.tickets, Some(subject))));
        }
        let identity = subject.identity();
        let payload = config.boot_payload(subject.token().map(|token| token.secret().clone()));
        live.subject = subject;
        self.last_error = None;
        self.changed = true;
        self.push(Effect::Call(Call::Boot(payload)));
        self.budget.spend(now.uptime);
        self.settle(renewal.tickets, &Ok(Some(identity)));
        self.push(Effect::Notify(Notice::TokenRefreshed));
    }

    /// Nobody is signed in. For a visitor that is no news; a user's session ends.
    pub(super) fn on_renewal_signed_out(&mut self) {
        let State::Active(live) = &mut self.state else { return };
        let Some(renewal) = live.renewal.take() else { return };
        let user = live.subject.token().is_some();
        let config = Rc::clone(&live.config);
        if user {
            self.push(Effect::Notify(Notice::SignedOut));
        }
        match (config.when_signed_out, user) {
            (Otherwise::Visitor, false) => {
                self.settle(renewal.tickets, &Ok(Some(Subject::Visitor.identity())));
            }
            (Otherwise::Visitor, true) => {
                let next = Wanted::new(config, renewal.tickets, Some(Subject::Visitor));
                self.tear_down(Vec::new(), Some(next));
            }
            (Otherwise::Error, _) => {
                self.settle(renewal.tickets, &Err(Code::SignedOut.into()));
                self.tear_down(Vec::new(), None);
            }
        }
    }

    /// There is no telling. The session stays as it is, and is never weakened to an unsigned one.
    pub(super) fn on_renewal_failed(&mut self, error: &Error) {
        let State::Active(live) = &mut self.state else { return };
        let Some(renewal) = live.renewal.take() else { return };
        self.settle(renewal.tickets, &Err(error.clone()));
        self.report(error);
    }
}
