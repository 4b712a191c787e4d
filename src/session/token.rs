//! What an answer to the question "who is signed in?" leads to, while booting.

use std::rc::Rc;

use super::state::{State, Step, Subject};
use super::{Effect, Now, Session, Timer};
use crate::config::{Otherwise, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error};
use crate::jwt::{Secret, Token};
use crate::refresh::{self, MAX_ATTEMPTS, Millis};

/// How soon to ask again for what failed because the page was being left; it comes true if the page comes back.
const AFTER_HIDDEN: Millis = refresh::SECOND;

impl Session {
    pub(super) fn on_token(&mut self, answer: Answer, server_time: Option<Millis>, now: &Now) {
        let answer = match answer {
            Answer::Token(secret) => match self.read(secret, server_time, now) {
                Ok(token) => return self.on_user(token, now),
                Err(error) => Answer::Fail(error),
            },
            answer => answer,
        };
        match answer {
            Answer::Token(_) => {}
            Answer::SignedOut => self.on_signed_out(now),
            Answer::Retry { error, after } => self.on_retry(error, after, now),
            Answer::Fail(error) => self.on_no_token(&error, now),
        }
    }

    /// Reads a token and learns from it how wrong the device's clock is.
    fn read(&mut self, secret: Secret, server_time: Option<Millis>, now: &Now) -> Result<Token, Error> {
        let token = Token::read(secret)?;
        let fixed = self.state.config().is_some_and(|config| matches!(config.token, TokenSource::Fixed(_)));
        let ahead = server_time.or_else(|| token.issued_at());
        let ahead = ahead.map_or(self.skew, |time| time.saturating_sub(now.unix));
        // A fixed token may be old, and then its `iat` says nothing; one from the future says that we are behind.
        self.skew = if fixed { ahead.max(0) } else { ahead };
        token.check_expiry(now.unix.saturating_add(self.skew))?;
        Ok(token)
    }

    fn on_user(&mut self, token: Token, now: &Now) {
        match &self.state {
            State::Booting { step: Step::Identifying { .. }, .. } => {
                self.hand_over(Subject::User(Rc::new(token)), now)
            }
            State::Active(_) => self.on_renewed(token, now),
            _ => {}
        }
    }

    fn on_signed_out(&mut self, now: &Now) {
        match &self.state {
            State::Booting { wanted, step: Step::Identifying { .. } } => {
                match wanted.config.when_signed_out {
                    Otherwise::Visitor => self.hand_over(Subject::Visitor, now),
                    Otherwise::Error => self.fail(&Code::SignedOut.into()),
                }
            }
            State::Active(_) => self.on_renewal_signed_out(),
            _ => {}
        }
    }

    fn on_retry(&mut self, error: Error, after: Option<Millis>, now: &Now) {
        let hidden = self.hidden;
        let attempt = match &mut self.state {
            State::Booting { step: Step::Identifying { attempt }, .. } => attempt,
            State::Active(live) => match &mut live.renewal {
                Some(renewal) => &mut renewal.attempt,
                None => return,
            },
            _ => return,
        };
        if hidden {
            self.arm(Timer::TokenRetry, AFTER_HIDDEN);
        } else if *attempt < MAX_ATTEMPTS {
            let wait = refresh::backoff(*attempt, now.random, after);
            *attempt = attempt.saturating_add(1);
            self.arm(Timer::TokenRetry, wait);
        } else {
            self.on_no_token(&error, now);
        }
    }

    fn on_no_token(&mut self, error: &Error, now: &Now) {
        match &self.state {
            State::Booting { wanted, step: Step::Identifying { .. } } => match wanted.config.when_token_fails
            {
                Otherwise::Visitor => {
                    self.report(error);
                    self.hand_over(Subject::Visitor, now);
                }
                Otherwise::Error => self.fail(error),
            },
            State::Active(_) => self.on_renewal_failed(error),
            _ => {}
        }
    }

    /// The wait between two tries is over.
    pub(super) fn ask_again(&mut self) {
        let asking = match &self.state {
            State::Booting { step: Step::Identifying { .. }, .. } => true,
            State::Active(live) => live.renewal.is_some(),
            _ => false,
        };
        if asking {
            self.push(Effect::RequestToken { generation: self.generation });
        }
    }
}
