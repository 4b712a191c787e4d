//! Asking again who is signed in, while a session lives: it stays, or it makes way; it is never weakened.

use std::rc::Rc;

use super::question::agrees;
use super::state::{Live, Renewal, State, Step, Subject, can_ask};
use super::teardown::Extent;
use super::wanted::{Said, Wanted};
use super::{Call, Effect, Given, Identity, Notice, Now, Session, Ticket, Timer, Wake};
use crate::core::config::Otherwise;
use crate::core::error::{Code, Error};
use crate::core::schedule::{self, MAX_ATTEMPTS, MIN_GAP, Millis};
use crate::core::settings::Settings;

impl Session {
    /// The application wants a new token now.
    pub(super) fn on_refresh(&mut self, ticket: Ticket, now: &Now) {
        match &mut self.state {
            State::Booting { step: Step::Deferred { .. }, wanted } if !can_ask(&wanted.config) => {
                self.reject(ticket, Code::NoTokenSource);
            }
            State::Booting { step: Step::Deferred { .. }, wanted } => {
                wanted.tickets.push(ticket);
                self.ask_before_due(now);
            }
            State::Booting { wanted, step } => {
                let handing = matches!(step, Step::Handing { .. }) && can_ask(&wanted.config);
                let served = self.question.serves(now) && !handing;
                if served { &mut wanted.tickets } else { &mut wanted.refreshes }.push(ticket);
            }
            State::Active(live) if can_ask(&live.config) => self.renew(Some(ticket), now),
            State::ShuttingDown { next: Some(wanted), .. } => {
                if wanted.subject.is_none() { &mut wanted.tickets } else { &mut wanted.refreshes }
                    .push(ticket);
            }
            State::Active(_) => self.reject(ticket, Code::NoTokenSource),
            State::Idle | State::ShuttingDown { .. } => self.reject(ticket, Code::NotBooted),
        }
    }

    /// Asks for a token. Who asks meanwhile is served by the next request, and in an outage ends the long wait.
    fn renew(&mut self, ticket: Option<Ticket>, now: &Now) {
        let served = self.question.serves(now);
        let State::Active(live) = &mut self.state else { return };
        match &mut live.renewal {
            Some(renewal) => {
                if served { &mut renewal.tickets } else { &mut renewal.late }.extend(ticket);
                if renewal.waiting && renewal.attempt > MAX_ATTEMPTS {
                    renewal.attempt = 1;
                    self.push(Effect::Disarm(Timer::TokenRetry));
                    self.ask_again(now);
                }
            }
            None => {
                live.renewal = Some(Renewal::new(ticket.into_iter().collect()));
                self.ask_again(now);
            }
        }
    }

    /// Replaces the token if it is time, or sees to it that it will be.
    pub(super) fn keep_fresh(&mut self, now: &Now) {
        let State::Active(live) = &self.state else { return };
        if live.renewal.is_some() || !can_ask(&live.config) {
            return;
        }
        let Some(wait) = live.due_in(now) else { return };
        match wait.max(self.question.gap(now)) {
            0 => self.renew(None, now),
            wait => self.arm(Timer::Refresh, wait),
        }
    }

    /// The wait between two tries is over, unless it was cut short.
    pub(super) fn try_again(&mut self, now: &Now) {
        if !self.question.is_open() {
            self.ask_again(now);
        }
    }

    /// Time has passed that no timer may have seen.
    pub(super) fn on_wake(&mut self, wake: Wake, now: &Now) {
        if wake == Wake::Restored {
            return self.on_restored(now);
        }
        let State::Active(live) = &mut self.state else { return };
        match &live.renewal {
            Some(renewal) if renewal.waiting && !renewal.patient && wake == Wake::Online => {
                self.arm(Timer::TokenRetry, self.question.gap(now));
            }
            _ => self.keep_fresh(now),
        }
    }

    /// A token came. The same user's goes on with the session; another user's must not enter it.
    pub(super) fn on_renewed(&mut self, subject: Subject, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        live.unsure = false;
        // Where another session began in this browser since, its cookies are not for this one.
        let overtaken = self.noted.is_some() && !agrees(self.noted, subject.user_id());
        if live.subject.user_id() != subject.user_id() || overtaken {
            return self.replace(subject);
        }
        let Some(mut renewal) = live.renewal.take() else { return };
        let config = Rc::clone(&live.config);
        self.claim(&config, &subject, None, now);
        let State::Active(live) = &mut self.state else { return };
        if live.subject.token() == subject.token() {
            return self.on_nothing_new(renewal, now);
        }
        let identity = subject.identity();
        let payload = config.boot_payload(live.settings.clone(), subject.secret());
        live.subject = subject;
        // The boot call has told them.
        live.changes = Settings::new();
        let updates = std::mem::take(&mut live.updates);
        self.last_error = None;
        self.changed = true;
        self.push(Effect::Call(Call::Boot(payload)));
        self.quota.spend(now.uptime);
        self.settle(std::mem::take(&mut renewal.tickets), &Ok(Given::Session(identity)));
        self.settle(updates, &Ok(Given::Nothing));
        self.push(Effect::Notify(Notice::TokenRefreshed));
        self.serve_late(renewal, now);
        self.keep_fresh(now);
    }

    /// Ends the session, and goes on as `subject`.
    fn replace(&mut self, subject: Subject) {
        let State::Active(live) = &mut self.state else { return };
        let identity = subject.identity();
        let mut next = Wanted::instead(live, Some(subject));
        let Said { changes, updates, calls } = std::mem::take(&mut live.said_next);
        self.state = State::Idle;
        let change = next.become_of(identity, self.noted);
        self.tell_change(change);
        next.changes = changes;
        next.updates.extend(updates);
        next.calls.extend(calls);
        self.tear_down(Extent::Session, Vec::new(), Some(next));
    }

    /// Tells the visitor's Messenger what was said for whoever it would turn out to be.
    fn say(&mut self, Said { changes, updates, calls }: Said, now: &Now) {
        for queued in calls {
            self.push(queued.into_effect());
        }
        if !updates.is_empty() {
            self.change(changes, updates, now);
        }
    }

    /// Asks for those who called after the last question.
    fn serve_late(&mut self, Renewal { late, late_restated: restated, .. }: Renewal, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        if !late.is_empty() {
            live.renewal = Some(Renewal { restated, ..Renewal::new(late) });
            self.ask_again(now);
        }
    }

    /// The token that we have. An application that keeps it to itself for a while is asked again after a while.
    fn on_nothing_new(&mut self, mut renewal: Renewal, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        let identity = live.subject.identity();
        self.try_later(renewal.attempt, renewal.attempt, None, now);
        self.settle(std::mem::take(&mut renewal.tickets), &Ok(Given::Session(identity)));
        self.serve_late(renewal, now);
        self.keep_fresh(now);
    }

    /// Where it is time for another token, asks again after the wait that follows the try number `attempt`. `counted` is
    /// the number that this try counts as.
    fn try_later(&mut self, attempt: u8, counted: u8, after: Option<Millis>, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        if live.due_in(now) != Some(0) {
            return;
        }
        live.renewal = Some(Renewal::after(counted.saturating_add(1), after.is_some()));
        self.arm(Timer::TokenRetry, schedule::backoff(attempt, now.random, after).max(MIN_GAP));
    }

    /// Nobody is signed in. For a visitor that is no news; a user's session ends.
    pub(super) fn on_renewal_signed_out(&mut self, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        live.unsure = false;
        let user = live.subject.token().is_some();
        let config = Rc::clone(&live.config);
        match (config.when_signed_out, user) {
            (Otherwise::Visitor, false) => {
                let Some(renewal) = live.renewal.take() else { return };
                live.subject = Subject::NOBODY;
                let said = std::mem::take(&mut live.said_next);
                self.settle(renewal.tickets, &Ok(Given::Session(Identity::Visitor)));
                self.say(said, now);
                self.keep_fresh(now);
            }
            (Otherwise::Visitor, true) => self.replace(Subject::NOBODY),
            (Otherwise::Error, _) => {
                let tickets = std::mem::take(&mut self.state).into_tickets();
                if user {
                    self.push(Effect::Notify(Notice::SignedOut));
                }
                self.settle(tickets, &Err(Code::SignedOut.into()));
                self.claim(&config, &Subject::NOBODY, None, now);
                self.tear_down(Extent::Session, Vec::new(), None);
            }
        }
    }

    /// There is no telling. The session stays as it is, and is never weakened to an unsigned one; where the token is
    /// about to end, or has, the question is asked for as long as it takes.
    pub(super) fn on_renewal_failed(&mut self, error: &Error, after: Option<Millis>, now: &Now) {
        let State::Active(live) = &mut self.state else { return };
        let Some(mut renewal) = live.renewal.take() else { return };
        let mut tickets = std::mem::take(&mut renewal.tickets);
        tickets.append(&mut std::mem::take(&mut live.said_next).into_tickets());
        // Of an outage that lasts, the first failure is news.
        let news = renewal.attempt <= MAX_ATTEMPTS || !tickets.is_empty();
        self.try_later(renewal.attempt, renewal.attempt.max(MAX_ATTEMPTS), after, now);
        self.settle(tickets, &Err(error.clone()));
        if news {
            self.report(error);
        }
        self.keep_fresh(now);
    }
}

impl Live {
    /// In how many milliseconds the token is to be replaced; `None` if never.
    fn due_in(&self, now: &Now) -> Option<Millis> {
        if self.unsure { Some(0) } else { self.subject.lease().map(|lease| lease.wait(now.moment())) }
    }
}
