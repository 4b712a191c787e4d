//! Ending a session so that nothing of it is left for the next user of the same machine.

use super::pending_boot::PendingBoot;
use super::state::{State, Step, Subject};
use super::{Call, CallValue, Effect, Env, Session, SessionEvent, Ticket};
use crate::core::error::{Code, Error};
use crate::core::tabs::{TabMessage, TabNews};

/// Amount of state to tear down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// Requests and timers: the Messenger was not called.
    Questions,
    /// A boot that the Messenger has not run, and which so left nothing in the browser. A script that still loads finds
    /// a shutdown: with an empty queue it would boot by itself.
    QueuedBoot,
    /// A session, with all that it leaves behind.
    Session,
}

impl Session {
    pub(super) fn on_shutdown(&mut self, ticket: Ticket, env: &Env) {
        self.flush_for_owner(env);
        let sync_tabs = self.state.config().map_or(self.sync_tabs, |config| config.sync_tabs);
        let mut waiting = self.supersede();
        waiting.push(ticket);
        self.last_error = None;
        self.question.go_past_caches();
        match self.app_id.clone() {
            Some(app_id) => self.note(app_id, None),
            None => {
                (self.noted, self.note_is_own) = (None, true);
                self.push(Effect::ForgetNotes);
            }
        }
        if sync_tabs {
            self.push(Effect::TellTabs(TabMessage { news: TabNews::Shutdown, app_id: self.app_id.clone() }));
        }
        self.tear_down(Extent::Session, waiting, None);
    }

    /// Ends the page's session as by a shutdown, without a sign-out: the note of the last user and the other tabs stay.
    pub(super) fn on_leave(&mut self, ticket: Ticket, env: &Env) {
        self.flush_for_owner(env);
        if !matches!(self.state, State::Idle) {
            self.replace_with(None);
        }
        match &mut self.state {
            State::ShuttingDown { waiting, .. } => waiting.push(ticket),
            _ => self.settle(vec![ticket], &Ok(CallValue::Nothing)),
        }
    }

    /// Ends the current session or boot, unless it is ending already, and continues with `next`.
    pub(super) fn replace_with(&mut self, mut next: Option<Box<PendingBoot>>) {
        let extent = self.extent();
        let after_visitor = self.has_visitor_session();
        next.iter_mut().for_each(|next| next.after_visitor |= after_visitor);
        if let State::ShuttingDown { messenger_told, .. } = self.state {
            let waiting = self.supersede();
            self.state = State::ShuttingDown { waiting, next, messenger_told };
        } else {
            let waiting = self.supersede();
            self.tear_down(extent, waiting, next);
        }
    }

    /// Rejects the calls that wait for a session that will not start. Returns those that wait for a shutdown.
    pub(super) fn supersede(&mut self) -> Vec<Ticket> {
        let waiting = match &mut self.state {
            State::ShuttingDown { waiting, .. } => std::mem::take(waiting),
            _ => Vec::new(),
        };
        let superseded = std::mem::take(&mut self.state).into_tickets();
        self.settle(superseded, &Err(Code::BootSuperseded.into()));
        waiting
    }

    /// Ends a boot that cannot continue. Its own effects are undone, and nothing else: a visitor's cookies and those of
    /// another tab's session are not its own.
    pub(super) fn fail(&mut self, error: &Error) {
        let extent = self.extent().min(Extent::QueuedBoot);
        if matches!(&self.state, State::Booting { pending, .. } if pending.ends_session()) {
            self.push(Effect::Notify(SessionEvent::SignedOut));
        }
        let tickets = std::mem::take(&mut self.state).into_tickets();
        self.settle(tickets, &Err(error.clone()));
        self.report(error);
        self.tear_down(extent, Vec::new(), None);
    }

    pub(super) const fn extent(&self) -> Extent {
        match &self.state {
            State::Booting { step: Step::Identifying { .. } | Step::Deferred { .. }, pending }
                if !pending.over_visitor =>
            {
                Extent::Questions
            }
            _ => Extent::Session,
        }
    }

    /// Whether the Messenger has a visitor's session, or will have.
    pub(super) const fn has_visitor_session(&self) -> bool {
        match &self.state {
            State::Active(active) => matches!(active.subject, Subject::Visitor { .. }),
            State::Booting { pending, step } => {
                pending.over_visitor
                    || matches!(step, Step::LoadingWidget { subject: Subject::Visitor { .. }, .. })
            }
            State::Idle | State::ShuttingDown { .. } => false,
        }
    }

    /// Begins `next` over a visitor's session, which the Messenger continues.
    pub(super) fn begin_over_visitor(&mut self, mut next: Box<PendingBoot>, env: &Env) {
        self.supersede();
        self.question.close();
        self.live = None;
        self.push(Effect::CancelAll);
        // The Messenger is loaded, so nothing is deferred.
        (next.over_visitor, next.due) = (true, true);
        self.begin(next, env);
    }

    /// Tears down, so that every completion of the old session is late. The order prevents steps from being undone: a
    /// request could bring another boot, the queue could run one, and the Messenger could write its cookies again.
    pub(super) fn tear_down(&mut self, extent: Extent, waiting: Vec<Ticket>, next: Option<Box<PendingBoot>>) {
        self.generation.advance();
        self.question.close();
        self.live = None;
        self.push(Effect::CancelAll);
        if extent >= Extent::QueuedBoot {
            self.push(Effect::EmptyQueue);
            self.push(Effect::Call(Call::Shutdown));
        }
        if extent == Extent::Session {
            self.push(Effect::ForgetSettings);
            let app_id = self.app_id.clone();
            let is_same =
                |next: &PendingBoot| next.after_visitor && Some(&next.config.app_id) == app_id.as_ref();
            let device = !next.as_deref().is_some_and(is_same);
            self.push(Effect::ExpireCookies { app_id, device });
        }
        self.push(Effect::Finish(self.generation));
        self.enter(State::ShuttingDown { waiting, next, messenger_told: extent >= Extent::QueuedBoot });
    }

    pub(super) fn on_torn_down(&mut self, env: &Env) {
        match std::mem::take(&mut self.state) {
            State::ShuttingDown { waiting, next, messenger_told } => {
                if messenger_told {
                    // A Messenger that other code loads after this may have a session.
                    self.messenger_shut_down = env.page.is_widget;
                }
                self.settle(waiting, &Ok(CallValue::Nothing));
                match next {
                    Some(pending) => self.begin(pending, env),
                    None => self.enter(State::Idle),
                }
            }
            state => self.state = state,
        }
    }
}
