//! What an answer to the question "who is signed in?" leads to.

use std::rc::Rc;

use super::boot::is_barred;
use super::state::{State, Step, Subject};
use super::{Effect, Env, Generation, Identity, Session, Timer};
use crate::core::config::{Fallback, TokenSource};
use crate::core::error::{Code, Error};
use crate::core::response::Answer;
use crate::core::schedule::{self, Lease, MAX_ATTEMPTS, MIN_GAP, MINUTE, Millis, minus};
use crate::core::token::RawToken;

/// How soon to ask again for what failed because the page was being left; it comes true if the page comes back.
const AFTER_HIDDEN: Millis = schedule::SECOND;

/// How old an answer may be that a cache could have given, by its date.
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
            // An answer out of a cache may bring back somebody who has signed out, and its date an ended token. Asking
            // past caches tells it from a device whose clock is ahead.
            self.note_outdated(answer, server_time, env);
            return self.ask_again(env);
        }
        self.on_answer(answer, server_time, env);
    }

    /// Where an answer is not believed in any case, and is from before somebody signed in or out, says for whom it was.
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

    /// An answer that was given to the newest question, or by the page itself.
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

    /// Reads a token, learns from it how wrong the device's clock is, and when another one is due.
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
        // A fixed token may be old, and then its `iat` says nothing; one from the future says that we are behind.
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

    /// An answer is not believed any more. What was said until now was said for whom it names all the same.
    fn take_for(&mut self, identity: Identity) {
        if let State::Booting { pending, .. } = &mut self.state {
            pending.owner.get_or_insert(identity);
        }
        self.forget_statements();
    }

    /// What boots have said for the next answer was said for somebody who may not be the one that it names.
    pub(super) fn forget_statements(&mut self) {
        match &mut self.state {
            State::Booting { pending, .. } | State::ShuttingDown { next: Some(pending), .. } => {
                (pending.restated, pending.late_restated) = (false, false);
            }
            State::Active(active) => {
                active.refresh.iter_mut().for_each(|refresh| {
                    (refresh.restated, refresh.late_restated) = (false, false);
                });
                let said = std::mem::take(&mut active.said_next).into_tickets();
                self.settle(said, &Err(Code::UserChanged.into()));
            }
            State::Idle | State::ShuttingDown { .. } => {}
        }
    }

    /// Nobody is signed in, and a visitor is not wanted. The browser is nobody's from now on all the same.
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
                    // Nobody waits for what was not asked for.
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

    /// There is no telling who it is, and then a visitor is wanted.
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

    /// Asks for whoever called after the last question, and for the others along with them. Of what boots have said only what
    /// came after that question holds for the next answer.
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

    /// The same where there was no answer: what boots have said holds for the next one still.
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

    /// Asks, but not more often than every few seconds.
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

    /// Asks, unless nobody wants to know any more. Whoever waits for an answer is served by this one.
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
