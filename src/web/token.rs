//! One request for a token, from wherever it comes, with an end in any case.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::AbortController;

use crate::config::{Config, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error};
use crate::session::{Event, Generation};
use crate::web::driver::tell;
use crate::web::fetch::{self, Reply, Who};
use crate::web::timer::Timeout;

/// A request that is under way. Dropping it aborts it, and nothing more is heard of it.
pub(super) struct TokenRequest {
    controller: AbortController,
    open: Rc<Cell<bool>>,
    _deadline: Timeout,
}

impl TokenRequest {
    /// Asks, and tells the driver exactly once: what came back, or that time is up.
    pub(super) fn start(generation: Generation, config: Rc<Config>) -> Option<Self> {
        let end = move |(answer, server_time)| tell(Event::Token { generation, answer, server_time });
        Self::ask(config, Who::Page, Rc::new(end))
    }

    /// Asks, and calls `then` exactly once, unless it is dropped before.
    pub(super) fn ask(config: Rc<Config>, who: Who, then: Rc<dyn Fn(Reply)>) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let open = Rc::new(Cell::new(true));
        let end = {
            let open = Rc::clone(&open);
            move |reply: Reply| {
                if open.replace(false) {
                    then(reply);
                }
            }
        };
        let deadline = {
            let (end, controller) = (end.clone(), controller.clone());
            let give_up = move || {
                end((Answer::retry(Code::EndpointTimeout), None));
                controller.abort();
            };
            Timeout::new(time_limit(&config), Box::new(give_up))
        };
        let request = Self { controller, open, _deadline: deadline };
        request.send(&config.token, who, end);
        Some(request)
    }

    /// Whether its end is still to come.
    pub(super) fn is_open(&self) -> bool {
        self.open.get()
    }

    fn send(&self, source: &TokenSource, who: Who, end: impl FnOnce(Reply) + 'static) {
        match source {
            TokenSource::Request(request) => fetch::ask(request, who, &self.controller.signal(), end),
            TokenSource::Provider(provider) => provider.ask(Box::new(move |answer| {
                end((
                    match answer {
                        Ok(Some(token)) => Answer::Token(token),
                        Ok(None) => Answer::SignedOut,
                        Err(error) if error.retryable() => Answer::retry(error),
                        Err(error) => Answer::Fail(error),
                    },
                    None,
                ));
            })),
            TokenSource::Fixed(token) => end((Answer::Token(token.clone()), None)),
            TokenSource::None => end((Answer::Fail(Error::new(Code::NoTokenSource)), None)),
        }
    }
}

impl Drop for TokenRequest {
    fn drop(&mut self) {
        if self.open.replace(false) {
            self.controller.abort();
        }
    }
}

fn time_limit(config: &Config) -> crate::refresh::Millis {
    match &config.token {
        TokenSource::Request(request) => request.timeout.unwrap_or(config.timeout),
        _ => config.timeout,
    }
}
