//! Asking again who is signed in, during a session: it stays or is replaced, and is never weakened.

use std::rc::Rc;

use super::pending_boot::{PendingBoot, Queued, Said};
use super::question::agrees;
use super::state::{ActiveSession, Refresh, State, Step, Subject, can_ask};
use super::teardown::Extent;
use super::{CallValue, Effect, Env, Identity, Resume, Session, SessionEvent, Ticket, Timer};
use crate::core::config::{Fallback, VisitorOnSignIn};
use crate::core::error::{Code, Error};
use crate::core::schedule::{self, MAX_ATTEMPTS, MIN_GAP, Millis};

impl Session {
    /// Handles a call by the application for a new token.
    pub(super) fn on_refresh(&mut self, ticket: Ticket, env: &Env) {
        match &mut self.state {
            State::Booting { step: Step::Deferred { .. }, pending } if !can_ask(&pending.config) => {
                self.reject(ticket, Code::NoTokenSource);
            }
            State::Booting { step: Step::Deferred { .. }, pending } => {
                pending.tickets.push(ticket);
                self.ask_before_due(env);
            }
            State::Booting { pending, step } => {
                let handing = matches!(step, Step::LoadingWidget { .. }) && can_ask(&pending.config);
                let served = self.question.serves(env) && !handing;
                if served { &mut pending.tickets } else { &mut pending.refreshes }.push(ticket);
            }
            State::Active(active) if can_ask(&active.config) => self.renew(Some(ticket), env),
            State::ShuttingDown { next: Some(pending), .. } => {
                if pending.subject.is_none() { &mut pending.tickets } else { &mut pending.refreshes }
                    .push(ticket);
            }
            State::Active(_) => self.reject(ticket, Code::NoTokenSource),
            State::Idle | State::ShuttingDown { .. } => self.reject(ticket, Code::NotBooted),
        }
    }

    /// Requests a token. A call made meanwhile is served by the next request, and in an outage ends the long wait.
    fn renew(&mut self, ticket: Option<Ticket>, env: &Env) {
        let served = self.question.serves(env);
        let State::Active(active) = &mut self.state else { return };
        match &mut active.refresh {
            Some(refresh) => {
                refresh.asked |= ticket.is_some();
                if served { &mut refresh.tickets } else { &mut refresh.late }.extend(ticket);
                if refresh.waiting && refresh.attempt > MAX_ATTEMPTS {
                    refresh.attempt = 1;
                    self.push(Effect::Disarm(Timer::TokenRetry));
                    self.ask_again(env);
                }
            }
            None => {
                active.refresh = Some(Refresh::new(ticket.into_iter().collect()));
                self.ask_again(env);
            }
        }
    }

    /// Replaces the token if it is due, or arms a timer for it.
    pub(super) fn schedule_refresh(&mut self, env: &Env) {
        let State::Active(active) = &self.state else { return };
        if active.refresh.is_some() || !(active.newer.is_some() || can_ask(&active.config)) {
            return;
        }
        let Some(wait) = active.due_in(env) else { return };
        match wait.max(self.question.gap(env)) {
            0 => self.renew_when_due(env),
            wait => self.arm(Timer::Refresh, wait),
        }
    }

    /// Uses the token that the application has passed, or requests one.
    fn renew_when_due(&mut self, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        match active.newer.take() {
            // If another session began in this browser since, its cookies are not for this one.
            Some(newer) if self.noted.is_some() && !agrees(self.noted, newer.user_id()) => {
                self.end_by_others();
            }
            Some(newer) => {
                let config = Rc::clone(&active.config);
                self.record_owner(&config, &newer, None, env);
                self.go_on_with(newer, Vec::new(), env);
            }
            None => self.renew(None, env),
        }
    }

    /// Retries after the wait between two attempts, unless it was cut short.
    pub(super) fn try_again(&mut self, env: &Env) {
        if !self.question.is_open() {
            self.ask_again(env);
        }
    }

    /// Handles time that may have passed without a timer.
    pub(super) fn on_wake(&mut self, wake: Resume, env: &Env) {
        if wake == Resume::Restored {
            return self.on_restored(env);
        }
        if wake == Resume::Focused && self.on_looked_at(env) {
            return;
        }
        let State::Active(active) = &mut self.state else { return };
        match &active.refresh {
            Some(refresh) if refresh.waiting && !refresh.server_directed && wake == Resume::Online => {
                self.arm(Timer::TokenRetry, self.question.gap(env));
            }
            _ => self.schedule_refresh(env),
        }
    }

    /// Handles a new token. The same user's continues the session; another user's must not enter it.
    pub(super) fn on_renewed(&mut self, subject: Subject, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        active.identity_stale = false;
        // If another session began in this browser since, its cookies are not for this one.
        let overtaken = self.noted.is_some() && !agrees(self.noted, subject.user_id());
        if active.subject.user_id() != subject.user_id() || overtaken {
            return self.replace(subject, env);
        }
        let Some(mut refresh) = active.refresh.take() else { return };
        let config = Rc::clone(&active.config);
        self.record_owner(&config, &subject, None, env);
        let State::Active(active) = &mut self.state else { return };
        if active.subject.token() == subject.token() {
            self.on_nothing_new(refresh, env);
        } else {
            self.go_on_with(subject, std::mem::take(&mut refresh.tickets), env);
            self.serve_late(refresh, env);
            self.schedule_refresh(env);
        }
        self.say_on(env);
    }

    /// Ends the session, and continues as `subject`.
    fn replace(&mut self, subject: Subject, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let keeps =
            active.subject.token().is_none() && active.config.visitor_on_sign_in == VisitorOnSignIn::Keep;
        let identity = subject.identity();
        let mut next = PendingBoot::instead(active, Some(subject));
        let Said { changes, updates, calls } = std::mem::take(&mut active.said_next);
        self.state = State::Idle;
        let change = next.become_of(identity, self.noted);
        self.notify_change(change);
        next.changes = changes;
        next.updates.extend(updates);
        next.calls.extend(calls);
        if keeps {
            self.begin_over_visitor(next, env);
        } else {
            self.tear_down(Extent::Session, Vec::new(), Some(next));
        }
    }

    /// Sends the visitor's Messenger the updates and calls that waited for the answer.
    fn say(&mut self, Said { changes, updates, calls }: Said, env: &Env) {
        self.push_queued(calls);
        if !updates.is_empty() {
            self.queue_attributes(changes, updates, env);
        }
    }

    /// Asks for the calls that came after the last question.
    fn serve_late(&mut self, Refresh { late, late_restated: restated, .. }: Refresh, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        if !late.is_empty() {
            active.refresh = Some(Refresh { restated, ..Refresh::new(late) });
            self.ask_again(env);
        }
    }

    /// Handles the token that the session already has. An application that keeps its token for a while is asked again
    /// later.
    fn on_nothing_new(&mut self, mut refresh: Refresh, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let identity = active.subject.identity();
        // The source answers.
        self.changed |= self.last_error.take().is_some();
        self.try_later(refresh.attempt, refresh.attempt, None, env);
        self.settle(std::mem::take(&mut refresh.tickets), &Ok(CallValue::Session(identity)));
        self.serve_late(refresh, env);
        self.schedule_refresh(env);
    }

    /// If another token is due, retries after the wait that follows attempt number `attempt`. `counted` is the number
    /// that this attempt counts as.
    fn try_later(&mut self, attempt: u8, counted: u8, after: Option<Millis>, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        if active.due_in(env) != Some(0) {
            return;
        }
        active.refresh = Some(Refresh::after(counted.saturating_add(1), after.is_some()));
        self.arm(Timer::TokenRetry, schedule::backoff(attempt, env.random, after).max(MIN_GAP));
    }

    /// Handles a signed-out answer. A visitor's session stays where visitors are allowed; a user's ends.
    pub(super) fn on_renewal_signed_out(&mut self, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        active.identity_stale = false;
        let user = active.subject.token().is_some();
        let config = Rc::clone(&active.config);
        match (config.when_signed_out, user) {
            (Fallback::Visitor, false) => {
                let Some(refresh) = active.refresh.take() else { return };
                active.subject = Subject::NOBODY;
                let said = std::mem::take(&mut active.said_next);
                self.settle(refresh.tickets, &Ok(CallValue::Session(Identity::Visitor)));
                self.say_on(env);
                self.say(said, env);
                self.schedule_refresh(env);
            }
            (Fallback::Visitor, true) => self.replace(Subject::NOBODY, env),
            (Fallback::Error, _) => {
                let tickets = std::mem::take(&mut self.state).into_tickets();
                if user {
                    self.push(Effect::Notify(SessionEvent::SignedOut));
                }
                self.settle(tickets, &Err(Code::SignedOut.into()));
                self.record_owner(&config, &Subject::NOBODY, None, env);
                self.tear_down(Extent::Session, Vec::new(), None);
            }
        }
    }

    /// Handles a failed request. The session stays as it is, and is never weakened to an unsigned one; where the token
    /// is about to expire, or has, requests are repeated without limit.
    pub(super) fn on_renewal_failed(&mut self, error: &Error, after: Option<Millis>, env: &Env) {
        let State::Active(active) = &mut self.state else { return };
        let Some(mut refresh) = active.refresh.take() else { return };
        let mut tickets = std::mem::take(&mut refresh.tickets);
        tickets.append(&mut std::mem::take(&mut active.said_next).into_tickets());
        tickets.extend(std::mem::take(&mut active.calls).iter().filter_map(Queued::ticket));
        // In a lasting outage only the first failure is reported.
        let news = refresh.attempt <= MAX_ATTEMPTS || !tickets.is_empty();
        self.try_later(refresh.attempt, refresh.attempt.max(MAX_ATTEMPTS), after, env);
        self.settle(tickets, &Err(error.clone()));
        if news {
            self.report(error);
        }
        self.schedule_refresh(env);
    }
}

impl ActiveSession {
    /// Milliseconds until the token is to be replaced; `None` if never.
    fn due_in(&self, env: &Env) -> Option<Millis> {
        if self.identity_stale { Some(0) } else { self.subject.lease().map(|lease| lease.wait(env.moment())) }
    }
}
