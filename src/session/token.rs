//! What an answer to the question "who is signed in?" leads to, while booting.

use std::rc::Rc;

use super::state::{State, Step, Subject};
use super::{Effect, Now, Session, Timer};
use crate::config::{Otherwise, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error};
use crate::jwt::Secret;
use crate::refresh::{self, Lease, MAX_ATTEMPTS, MIN_GAP, Millis};

/// How soon to ask again for what failed because the page was being left; it comes true if the page comes back.
const AFTER_HIDDEN: Millis = refresh::SECOND;

impl Session {
    pub(super) fn on_token(&mut self, answer: Answer, server_time: Option<Millis>, now: &Now) {
        let answer = match answer {
            Answer::Token(secret) => match self.read(secret, server_time, now) {
                Ok(subject) => return self.on_user(subject, now),
                Err(error) => Answer::Fail(error),
            },
            answer => answer,
        };
        match answer {
            Answer::Token(_) => {}
            Answer::SignedOut => self.on_signed_out(now),
            Answer::Retry { error, after } => self.on_retry(error, after, now),
            Answer::Fail(error) => self.on_no_token(&error, None, now),
        }
    }

    /// Reads a token, learns from it how wrong the device's clock is, and when another one is due.
    fn read(&mut self, secret: Secret, server_time: Option<Millis>, now: &Now) -> Result<Subject, Error> {
        let token = (self.reader)(secret)?;
        let fixed = self.state.config().is_some_and(|config| matches!(config.token, TokenSource::Fixed(_)));
        let ahead = server_time.or_else(|| token.issued_at());
        let ahead = ahead.map_or(self.skew, |time| time.saturating_sub(now.unix));
        // A fixed token may be old, and then its `iat` says nothing; one from the future says that we are behind.
        self.skew = if fixed { ahead.max(0) } else { ahead };
        let clock = self.server_clock(now);
        token.check_expiry(clock)?;
        let lease = token.expires_at().map(|end| {
            let remaining = end.saturating_sub(clock);
            let life = token.issued_at().map_or(remaining, |start| end.saturating_sub(start));
            Lease::new(now.moment(), life, remaining, now.random)
        });
        Ok(Subject::User { token: Rc::new(token), lease })
    }

    fn on_user(&mut self, subject: Subject, now: &Now) {
        match &self.state {
            State::Booting { step: Step::Identifying { .. }, .. } => self.identified(subject, now),
            State::Active(_) => self.on_renewed(subject, now),
            _ => {}
        }
    }

    fn on_signed_out(&mut self, now: &Now) {
        match &self.state {
            State::Booting { wanted, step: Step::Identifying { .. } } => {
                match wanted.config.when_signed_out {
                    Otherwise::Visitor => self.identified(Subject::Visitor, now),
                    Otherwise::Error => self.fail(&Code::SignedOut.into()),
                }
            }
            State::Active(_) => self.on_renewal_signed_out(now),
            _ => {}
        }
    }

    fn on_retry(&mut self, error: Error, after: Option<Millis>, now: &Now) {
        let hidden = self.hidden;
        let (attempt, least) = match &mut self.state {
            State::Booting { step: Step::Identifying { attempt, .. }, .. } => (attempt, 0),
            State::Active(live) => match &mut live.renewal {
                Some(renewal) => {
                    (renewal.waiting, renewal.patient) = (true, after.is_some());
                    // Nobody waits for what was not asked for.
                    let least = if renewal.tickets.is_empty() { MIN_GAP } else { 0 };
                    (&mut renewal.attempt, least)
                }
                None => return,
            },
            _ => return,
        };
        if hidden {
            self.arm(Timer::TokenRetry, AFTER_HIDDEN.max(least));
        } else if *attempt < MAX_ATTEMPTS {
            let wait = refresh::backoff(*attempt, now.random, after).max(least);
            *attempt = attempt.saturating_add(1);
            self.arm(Timer::TokenRetry, wait);
        } else {
            self.on_no_token(&error, after, now);
        }
    }

    fn on_no_token(&mut self, error: &Error, after: Option<Millis>, now: &Now) {
        match &mut self.state {
            State::Booting { wanted, step: Step::Identifying { before, .. } } => {
                match (before.take(), wanted.config.when_token_fails) {
                    (Some(subject), _) => self.go_back(subject, error, now),
                    (None, Otherwise::Visitor) => {
                        self.report(error);
                        self.identified(Subject::Visitor, now);
                    }
                    (None, Otherwise::Error) => self.fail(error),
                }
            }
            State::Active(_) => self.on_renewal_failed(error, after, now),
            _ => {}
        }
    }

    /// Asks, unless nobody wants to know any more.
    pub(super) fn ask_again(&mut self, now: &Now) {
        match &mut self.state {
            State::Booting { step: Step::Identifying { .. }, .. } => {}
            State::Active(live) => match &mut live.renewal {
                Some(renewal) => renewal.waiting = false,
                None => return,
            },
            _ => return,
        }
        self.asked_at = Some(now.uptime);
        self.push(Effect::RequestToken { generation: self.generation });
    }
}
