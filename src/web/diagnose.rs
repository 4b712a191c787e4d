//! Gathers what the session knows for a diagnosis. It asks for a token beside the session, which is not told of it; the
//! page's own facts and the checks are in JavaScript, `examine.js` and `diagnosis.js`.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::config::{Config, Region, TokenSource};
use crate::core::diagnosis::Diagnosis;
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::session::{Identity, Snapshot};
use crate::web::clock::as_js;
use crate::web::error::to_js;
use crate::web::fetch::{Reply, Who};
use crate::web::runtime::Runtime;
use crate::web::{read, sys, token_request};

/// Takes a diagnosis as JavaScript has it.
type Then = Box<dyn FnOnce(JsValue)>;

impl Runtime {
    /// Looks at everything, and calls `then` once.
    pub(crate) fn diagnose(&'static self, then: Box<dyn FnOnce(Diagnosis)>) {
        self.examine(Box::new(move |diagnosis| then(read::diagnosis(&diagnosis))));
    }

    /// The same for JavaScript.
    pub(crate) fn examine(&'static self, then: Then) {
        let Some(config) = self.config().filter(|config| config.token != TokenSource::None) else {
            return then(self.judge(None, None));
        };
        let asks_again = matches!(config.token, TokenSource::Request(_));
        let again = Rc::clone(&config);
        let judge = Box::new(move |user: Reply| {
            // What hangs once would hang again.
            let hangs =
                matches!(&user.answer, Answer::Retry { error, .. } if error.code() == Code::EndpointTimeout);
            if hangs || !asks_again {
                return then(self.judge(Some(user), None));
            }
            let judge = move |nobody: Reply| then(self.judge(Some(user), Some(nobody.answer)));
            token_request::ask(&again, Who::Nobody, Box::new(judge));
        });
        token_request::ask(&config, Who::Page { fresh: true }, judge);
    }

    fn judge(&self, user: Option<Reply>, nobody: Option<Answer>) -> JsValue {
        let Snapshot { phase, session, last_error, updates_left, .. } = self.snapshot();
        let config = self.config();
        let config = config.as_deref();
        let (user, server_time) = user.map_or((None, None), |reply| (Some(reply.answer), reply.server_time));
        let api = config.and_then(|config| config.api_base.as_ref()).map(|api_base| api_base.as_str());
        let (source, endpoint) = config.map_or((0, ""), source);
        sys::examine(
            config.map(|config| config.app_id.as_str()),
            &config.map(Config::widget_url).unwrap_or_default(),
            api.unwrap_or(Region::Us.api_base()),
            source,
            endpoint,
            config.is_some_and(|config| config.allow_unsigned_identity),
            config.is_some_and(|config| config.settings.identifies()),
            phase.as_str(),
            session.map_or(0, |identity| if identity == Identity::Visitor { 1 } else { 2 }),
            &last_error.map_or(JsValue::NULL, to_js),
            updates_left,
            &said(user),
            server_time.map(as_js),
            &said(nobody),
        )
    }
}

/// Where the token comes from, as `diagnosis.js` counts, and the endpoint's address.
fn source(config: &Config) -> (u32, &str) {
    match &config.token {
        TokenSource::None => (0, ""),
        TokenSource::Request(request) => {
            let plain = request.headers.is_empty() && request.body.is_none();
            (if plain { 1 } else { 2 }, &request.url)
        }
        TokenSource::Provider(_) => (3, ""),
        TokenSource::Fixed(_) => (4, ""),
    }
}

/// What was answered: a token's claims, null for nobody, or an error.
fn said(answer: Option<Answer>) -> JsValue {
    match answer {
        None => JsValue::UNDEFINED,
        Some(Answer::SignedOut) => JsValue::NULL,
        Some(Answer::Token(secret)) => match read::claims(&secret) {
            Ok(claims) => claims.into(),
            Err(error) => to_js(error),
        },
        Some(Answer::Retry { error, .. } | Answer::Fail(error)) => to_js(error),
    }
}
