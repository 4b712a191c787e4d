//! One request for a token, from wherever it comes, with an end in any case.

use crate::core::config::{Config, TokenSource};
use crate::core::error::{Code, Error};
use crate::core::response::Answer;
use crate::core::session::{Event, Generation};
use crate::web::driver::{Driver, tell};
use crate::web::fetch::{self, Reply, Who};
use crate::web::{clock, sys};

/// Goes on with what came back.
pub(super) type Then = Box<dyn FnOnce(Reply)>;

/// A request that is under way. Dropping it aborts it, and nothing more is heard of it.
pub(super) struct TokenRequest {
    id: u32,
}

impl TokenRequest {
    /// Asks, and tells the driver exactly once: what came back, or that time is up.
    pub(super) fn start(driver: &Driver, question: Generation, fresh: bool, config: &Config) -> Self {
        let then = move |reply: Reply| {
            let Reply { answer, server_time, storable } = reply;
            tell(Event::Token { question, answer, server_time, storable });
        };
        Self { id: ask(driver, config, Who::Page { fresh }, Box::new(then)) }
    }
}

impl Drop for TokenRequest {
    fn drop(&mut self) {
        // What waits for it is let go of, too.
        if let Some(driver) = Driver::get() {
            drop(driver.replies().take(self.id));
        }
        sys::end_request(self.id);
    }
}

/// Asks, and calls `then` exactly once, at once or later; gives the request's number.
pub(super) fn ask(driver: &Driver, config: &Config, who: Who, then: Then) -> u32 {
    let id = driver.replies().add(then);
    sys::begin_request(id, clock::as_js(time_limit(config)));
    match &config.token {
        TokenSource::Request(request) => fetch::send(id, request, who),
        TokenSource::Provider(provider) => provider.ask(Box::new(move |answer| {
            let answer = match answer {
                Ok(Some(token)) => Answer::Token(token),
                Ok(None) => Answer::SignedOut,
                Err(error) if error.retryable() => Answer::retry(error),
                Err(error) => Answer::Fail(error),
            };
            end(id, answer.into());
        })),
        TokenSource::Fixed(token) => end(id, Answer::Token(token.clone()).into()),
        TokenSource::None => end(id, Answer::Fail(Error::new(Code::NoTokenSource)).into()),
    }
    id
}

/// Brings what came back to who waits for it. Of what comes after that, or after the request was dropped, nobody hears.
pub(super) fn end(id: u32, reply: Reply) {
    let Some(driver) = Driver::get() else { return };
    if let Some(then) = driver.replies().take(id) {
        sys::end_request(id);
        then(reply);
    }
}

fn time_limit(config: &Config) -> crate::core::schedule::Millis {
    match &config.token {
        TokenSource::Request(request) => request.timeout.unwrap_or(config.timeout),
        _ => config.timeout,
    }
}
