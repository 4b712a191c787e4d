//! Ending a session so that nothing of it is left for the next person at the same machine.

use super::state::{State, Wanted};
use super::{Call, Effect, Given, Now, Session, Ticket};
use crate::error::{Code, Error};
use crate::tabs::{TabMessage, TabNews};

impl Session {
    pub(super) fn on_shutdown(&mut self, ticket: Ticket) {
        let sync_tabs = self.state.config().is_none_or(|config| config.sync_tabs);
        let mut waiting = self.supersede();
        waiting.push(ticket);
        self.last_error = None;
        if let Some(app_id) = self.app_id.clone() {
            self.push(Effect::Mark(app_id, None));
        }
        if sync_tabs {
            self.push(Effect::TellTabs(TabMessage { news: TabNews::Shutdown, app_id: self.app_id.clone() }));
        }
        self.tear_down(waiting, None);
    }

    /// Rejects the calls that wait for a session which will not be. Gives those that wait for a shutdown.
    pub(super) fn supersede(&mut self) -> Vec<Ticket> {
        let waiting = match &mut self.state {
            State::ShuttingDown { waiting, .. } => std::mem::take(waiting),
            _ => Vec::new(),
        };
        let superseded = std::mem::take(&mut self.state).into_tickets();
        self.settle(superseded, &Err(Code::BootSuperseded.into()));
        waiting
    }

    /// Ends a boot, or a session, that cannot go on. The page is left as if there had been none.
    pub(super) fn fail(&mut self, error: &Error) {
        let tickets = std::mem::take(&mut self.state).into_tickets();
        self.settle(tickets, &Err(error.clone()));
        self.report(error);
        self.tear_down(Vec::new(), None);
    }

    /// From here on every completion of the old session is late. The order is that of what could undo what: a
    /// request could bring another boot, the queue could run one, and the Messenger could write its cookies again.
    pub(super) fn tear_down(&mut self, waiting: Vec<Ticket>, next: Option<Box<Wanted>>) {
        self.generation.advance();
        self.push(Effect::CancelAll);
        self.push(Effect::EmptyQueue);
        self.push(Effect::Call(Call::Shutdown));
        self.push(Effect::ForgetSettings);
        self.push(Effect::ExpireCookies(self.app_id.clone()));
        self.push(Effect::Finish(self.generation));
        self.enter(State::ShuttingDown { waiting, next });
    }

    pub(super) fn on_torn_down(&mut self, now: &Now) {
        match std::mem::take(&mut self.state) {
            State::ShuttingDown { waiting, next } => {
                // A Messenger that comes from elsewhere after this may have a session.
                self.quiet = now.page.live;
                self.settle(waiting, &Ok(Given::Nothing));
                match next {
                    Some(wanted) => self.begin(wanted, now),
                    None => self.enter(State::Idle),
                }
            }
            state => self.state = state,
        }
    }
}
