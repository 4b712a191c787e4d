//! One request for a token, from any source, that always ends.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::config::{Config, JwtProvider, JwtRequest, TokenSource};
use crate::core::error::{Code, Error};
use crate::core::response::Answer;
use crate::core::schedule::Millis;
use crate::web::caught::Caught as _;
use crate::web::early::{self, Taken};
use crate::web::fetch::{self, Reply, Who};
use crate::web::promise::when_settled;
use crate::web::timers::Timeout;
use crate::web::{cells, global, object};

/// Callback for the answer.
pub(super) type Then = Box<dyn FnOnce(Reply)>;

/// A request that is under way. Dropping it aborts it, and its answer is not reported.
pub(super) struct TokenRequest(Rc<Pending>);

impl Drop for TokenRequest {
    fn drop(&mut self) {
        drop(self.0.then.take());
        self.0.stop();
    }
}

/// Requests a token, and calls `then` exactly once, at once or later. With `offer` it uses an early request where it
/// would send the same.
pub(super) fn start(config: &Rc<Config>, who: Who, offer: &early::Offer, then: Then) -> TokenRequest {
    TokenRequest(Pending::begin(config, who, offer, then))
}

/// The same for a request that nothing cancels.
pub(super) fn ask(config: &Rc<Config>, who: Who, then: Then) {
    drop(Pending::begin(config, who, &early::Offer::default(), then));
}

#[derive(Default)]
struct Pending {
    /// `None` after the end.
    then: Cell<Option<Then>>,
    deadline: Cell<Option<Timeout>>,
    /// The request, or the controller, that [`early::abort`] aborts; undefined where there is none.
    sent: Cell<JsValue>,
}

impl Pending {
    #[inline(never)]
    fn begin(config: &Rc<Config>, who: Who, offer: &early::Offer, then: Then) -> Rc<Self> {
        let pending = Rc::new(Self { then: Cell::new(Some(then)), ..Self::default() });
        let late = Rc::clone(&pending);
        let time_is_up = move || late.end(Answer::retry(Code::EndpointTimeout).into());
        pending.deadline.set(Some(Timeout::new(time_limit(config), time_is_up)));
        match &config.token {
            TokenSource::Request(request) => pending.fetch(config, request, who, offer),
            TokenSource::Provider(provider) => pending.call(provider),
            TokenSource::Fixed(token) => pending.end(Answer::Token(token.clone()).into()),
            TokenSource::None => pending.end(Answer::Fail(Error::new(Code::NoTokenSource)).into()),
        }
        pending
    }

    fn fetch(self: &Rc<Self>, config: &Rc<Config>, request: &JwtRequest, who: Who, offer: &early::Offer) {
        let taken = offer.take_for(request);
        // An early answer may be there already. It is handled in a task of its own, so that the page can run between
        // the boot and the answer.
        let (start, early, sent) = match taken {
            Some(Taken { response, request }) => {
                (object::wrapper("later", &[]).unwrap_or_default(), Some(response), request)
            }
            None => {
                let controller = global::construct("AbortController", &[]).caught().unwrap_or_default();
                (JsValue::UNDEFINED, None, controller)
            }
        };
        self.sent.set(sent.clone());
        let (pending, config) = (Rc::clone(self), Rc::clone(config));
        let begin = move |_, _| {
            // It may have been dropped before its task; WebKit logs a failure where the body of an aborted answer is
            // read.
            if !pending.is_open() {
                return;
            }
            let response = match (early, &config.token) {
                (Some(response), _) => Ok(response),
                (None, TokenSource::Request(request)) => {
                    fetch::send(request, who, &object::get(&sent, "signal"))
                }
                _ => return,
            };
            fetch::receive(response, Box::new(move |reply| pending.finish(reply)));
        };
        when_settled(&start, Box::new(begin));
    }

    fn call(self: &Rc<Self>, provider: &JwtProvider) {
        let pending = Rc::clone(self);
        // At once: the application's function starts in the same task as the boot.
        provider.ask(Box::new(move |answer| {
            let answer = match answer {
                Ok(Some(token)) => Answer::Token(token),
                Ok(None) => Answer::SignedOut,
                Err(error) if error.retryable() => Answer::retry(error),
                Err(error) => Answer::Fail(error),
            };
            pending.finish(answer.into());
        }));
    }

    fn is_open(&self) -> bool {
        cells::with(&self.then, |then| then.is_some())
    }

    /// Ends with the answer, so that nothing is left to abort.
    fn finish(&self, reply: Reply) {
        drop(self.sent.take());
        self.end(reply);
    }

    /// Reports the first result; later ones are ignored.
    #[inline(never)]
    fn end(&self, reply: Reply) {
        if let Some(then) = self.then.take() {
            self.stop();
            then(reply);
        }
    }

    fn stop(&self) {
        drop(self.deadline.take());
        early::abort(&self.sent.take());
    }
}

fn time_limit(config: &Config) -> Millis {
    match &config.token {
        TokenSource::Request(request) => request.timeout.unwrap_or(config.timeout),
        _ => config.timeout,
    }
}
