//! Handling of answers to the question "who is signed in?".

use std::rc::Rc;

use super::boot::is_barred;
use super::state::{State, Step, Subject};
use super::{Effect, Env, Generation, Identity, Session, Timer};
use crate::core::config::{Fallback, TokenSource};
use crate::core::error::{Code, Error};
use crate::core::response::Answer;
use crate::core::schedule::{self, Lease, MAX_ATTEMPTS, MIN_GAP, MINUTE, Millis, minus};
use crate::core::token::RawToken;

/// Wait before the retry of a request that failed because the page was being left; it runs if the page comes back.
const AFTER_HIDDEN: Millis = schedule::SECOND;

/// Maximum age, by its date, of an answer that a cache could have given.
const MAX_AGE: Millis = MINUTE;

impl Session {
    pub(super) fn on_token(
        &mut self,
        question: Generation,
        answer: Answer,
        server_time: Option<Millis>,
        storable: bool,
        env: &Env,
    ) {
        if !self.question.is_newest(question) {
            return;
        }
        self.question.close();
        let aged = server_time.is_some_and(|time| minus(env.unix, time) > MAX_AGE);
        if (aged || storable) && !self.question.is_fresh() {
            // A cached answer may name a user who has signed out, and its date may make an expired token look valid. A
            // request past caches distinguishes it from a device whose clock is ahead.
            self.note_outdated(answer, server_time, env);
            return self.ask_again(env);
        }
        self.on_answer(answer, server_time, env);
    }

    /// Handles an answer that is not used: if it is older than a sign-in or sign-out, its user owns what was requested
    /// before.
    fn note_outdated(&mut self, answer: Answer, server_time: Option<Millis>, env: &Env) {
        let identity = match answer {
            Answer::Token(secret) => match self.read(secret, server_time, env) {
                Ok(subject) => subject.identity(),
                Err(_) => return,
            },
            Answer::SignedOut => Identity::Visitor,
            Answer::Retry { .. } | Answer::Fail(_) => return,
        };
        let user_id = match &identity {
            Identity::User { user_id } => Some(user_id.as_str()),
            Identity::Visitor => None,
        };
        if self.question.is_outdated(user_id, self.noted, self.note_is_shared) {
            self.take_for(identity);
        }
    }

    /// Handles an answer to the newest question, or a token of the page's own.
    pub(super) fn on_answer(&mut self, answer: Answer, server_time: Option<Millis>, env: &Env) {
        let answer = match answer {
            Answer::Token(secret) => match self.read(secret, server_time, env) {
                Ok(subject) => return self.on_user(subject, env),
                Err(error) => Answer::Fail(error),
            },
            answer => answer,
        };
        match answer {
            Answer::Token(_) => {}
            Answer::SignedOut => self.on_signed_out(env),
            Answer::Retry { error, after } => self.on_retry(error, after, env),
            Answer::Fail(error) => self.on_no_token(&error, None, env),
        }
    }

    /// Reads a token, and derives from it the device's clock error and the time of the next token.
    pub(super) fn read(
        &mut self,
        secret: RawToken,
        server_time: Option<Millis>,
        env: &Env,
    ) -> Result<Subject, Error> {
        let token = (self.reader)(secret)?;
        let fixed = self.state.config().is_some_and(|config| matches!(config.token, TokenSource::Fixed(_)));
        let ahead = server_time.or_else(|| token.issued_at());
        let ahead = ahead.map_or(self.skew, |time| minus(time, env.unix));
        // A fixed token may be old, so its `iat` means nothing; one from the future means that the device's clock is
        // behind.
        self.skew = if fixed { ahead.max(0) } else { ahead };
        let clock = self.server_clock(env);
        token.check_expiry(clock)?;
        let lease = token.expires_at().map(|end| {
            let remaining = minus(end, clock);
            let life = token.issued_at().map_or(remaining, |start| minus(end, start));
            Lease::new(env.moment(), life, remaining, env.random)
        });
        Ok(Subject::User { token: Rc::new(token), lease })
    }

    fn on_user(&mut self, subject: Subject, env: &Env) {
        if self.question.is_outdated(subject.user_id(), self.noted, self.note_is_shared) {
            self.take_for(subject.identity());
            return self.ask_soon(env);
        }
        match &self.state {
            State::Booting { step: Step::Identifying { .. }, .. } => self.identified(subject, env),
            State::Active(active) => {
                let same = active.subject.user_id() == subject.user_id();
                if !same && self.is_asked_since() {
                    self.ask_anew(env)
                } else {
                    self.on_renewed(subject, env)
                }
            }
            _ => {}
        }
    }

    fn on_signed_out(&mut self, env: &Env) {
        if self.question.is_outdated(None, self.noted, self.note_is_shared) {
            self.take_for(Identity::Visitor);
            return self.ask_soon(env);
        }
        if self.is_asked_since() {
            return self.ask_anew(env);
        }
        match &self.state {
            State::Booting { pending, step: Step::Identifying { .. } } => {
                match pending.config.when_signed_out {
                    Fallback::Visitor => self.identified(Subject::NOBODY, env),
                    Fallback::Error => self.refuse_visitor(env),
                }
            }
            State::Active(_) => self.on_renewal_signed_out(env),
            _ => {}
        }
    }

    /// Rejects an answer. Its user nevertheless owns what was requested until now.
    fn take_for(&mut self, identity: Identity) {
        if let State::Booting { pending, .. } = &mut self.state {
            pending.owner.get_or_insert(identity);
        }
        self.forget_statements();
    }

    /// Drops the claim of boots that their attributes are for the next answer's user, who may be another one.
    pub(super) fn forget_statements(&mut self) {
        match &mut self.state {
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => {
                (pending.restated, pending.late_restated) = (false, false);
            }
            State::Active(active) => {
                active.refresh.iter_mut().for_each(|refresh| {
                    (refresh.restated, refresh.late_restated, refresh.asked) = (false, false, false);
                });
                let said = std::mem::take(&mut active.said_next).into_tickets();
                self.settle(said, &Err(Code::UserChanged.into()));
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Fails a boot without a user, where a visitor is not wanted. The browser is noted as no user's all the same.
    fn refuse_visitor(&mut self, env: &Env) {
        self.own(Identity::Visitor);
        let State::Booting { pending, .. } = &self.state else { return };
        let (config, tab_news) = (Rc::clone(&pending.config), pending.tab_news);
        self.record_owner(&config, &Subject::NOBODY, tab_news, env);
        self.fail(&Code::SignedOut.into());
    }

    fn on_retry(&mut self, error: Error, after: Option<Millis>, env: &Env) {
        let hidden = self.hidden;
        let (attempt, least) = match &mut self.state {
            State::Booting { step: Step::Identifying { attempt, .. }, .. } => (attempt, 0),
            State::Active(active) => match &mut active.refresh {
                Some(refresh) => {
                    (refresh.waiting, refresh.server_directed) = (true, after.is_some());
                    // A request that no call waits for keeps the minimum interval.
                    let least = if refresh.tickets.is_empty() { MIN_GAP } else { 0 };
                    (&mut refresh.attempt, least)
                }
                None => return,
            },
            _ => return,
        };
        if hidden {
            self.arm(Timer::TokenRetry, AFTER_HIDDEN.max(least));
        } else if *attempt < MAX_ATTEMPTS {
            let wait = schedule::backoff(*attempt, env.random, after).max(least);
            *attempt = attempt.saturating_add(1);
            self.arm(Timer::TokenRetry, wait);
        } else {
            self.on_no_token(&error, after, env);
        }
    }

    fn on_no_token(&mut self, error: &Error, after: Option<Millis>, env: &Env) {
        if self.is_asked_since() {
            return self.ask_as_first(env);
        }
        match &mut self.state {
            State::Booting { pending, step: Step::Identifying { before, .. } } => {
                match (before.take(), pending.config.when_token_fails) {
                    (Some(subject), _) => self.resume_deferred(subject, error, env),
                    (None, Fallback::Visitor) => self.guess_visitor(error, env),
                    (None, Fallback::Error) => self.fail(error),
                }
            }
            State::Active(_) => self.on_renewal_failed(error, after, env),
            _ => {}
        }
    }

    /// Boots a visitor where the user cannot be determined and the options allow it.
    fn guess_visitor(&mut self, error: &Error, env: &Env) {
        let visitor = Subject::Visitor { known: false };
        if is_barred(&visitor, self.noted) {
            return self.fail(error);
        }
        self.report(error);
        self.identified(visitor, env);
    }

    /// Whether calls have come that the answer to this question does not serve.
    fn is_asked_since(&self) -> bool {
        match &self.state {
            State::Booting { pending, step: Step::Identifying { .. } } => {
                !pending.joined.is_empty() || !pending.refreshes.is_empty()
            }
            State::Active(active) => active.refresh.as_ref().is_some_and(|refresh| !refresh.late.is_empty()),
            _ => false,
        }
    }

    /// Asks for the calls that came after the last question, and for the others as well. Of the attributes that boots
    /// have restated, only those after that question hold for the next answer.
    pub(super) fn ask_anew(&mut self, env: &Env) {
        self.forget_answered_statements();
        self.ask_as_first(env);
    }

    fn forget_answered_statements(&mut self) {
        match &mut self.state {
            State::Booting { step: Step::Identifying { .. }, pending } => pending.restated = false,
            State::Active(active) => active.refresh.iter_mut().for_each(|refresh| refresh.restated = false),
            _ => {}
        }
    }

    /// The same after no answer: all attributes that boots have restated still hold for the next one.
    fn ask_as_first(&mut self, env: &Env) {
        match &mut self.state {
            State::Booting { step: Step::Identifying { attempt, .. }, pending } => {
                *attempt = 1;
                pending.restated |= std::mem::take(&mut pending.late_restated);
            }
            State::Active(active) => active.refresh.iter_mut().for_each(|refresh| {
                refresh.attempt = 1;
                refresh.restated |= std::mem::take(&mut refresh.late_restated);
            }),
            _ => {}
        }
        self.ask_again(env);
    }

    /// Asks, but at most once in the minimum interval.
    pub(super) fn ask_soon(&mut self, env: &Env) {
        let wait = self.question.gap(env);
        if wait == 0 {
            return self.ask_again(env);
        }
        if let State::Active(active) = &mut self.state {
            active.refresh.iter_mut().for_each(|refresh| refresh.waiting = true);
        }
        self.arm(Timer::TokenRetry, wait);
    }

    /// Asks, if an answer is still needed. It serves all calls that wait for one.
    pub(super) fn ask_again(&mut self, env: &Env) {
        match &mut self.state {
            State::Booting { pending, step: Step::Identifying { .. } } => {
                pending.tickets.append(&mut pending.joined);
                pending.tickets.append(&mut pending.refreshes);
            }
            State::Active(active) => match &mut active.refresh {
                Some(refresh) => {
                    refresh.waiting = false;
                    refresh.tickets.append(&mut refresh.late);
                }
                None => return,
            },
            _ => return,
        }
        let question = self.question.ask(self.noted, env);
        self.push(Effect::RequestToken { question, fresh: self.question.is_fresh() });
    }
}
