//! Gathers what a diagnosis is made of. It asks for a token beside the session, which is not told of it.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Url;

use crate::config::{Config, TokenSource};
use crate::diagnose::{Diagnosis, Facts, diagnose};
use crate::endpoint::Answer;
use crate::error::Code;
use crate::settings::IDENTIFYING;
use crate::web::driver::Driver;
use crate::web::fetch::{Reply, Who};
use crate::web::script::WidgetScript;
use crate::web::token::TokenRequest;
use crate::web::{clock, cookies, intercom};

/// Goes on with what came back.
type Then = Box<dyn FnOnce(Reply)>;

impl Driver {
    /// Looks at everything, and calls `then` once.
    pub(crate) fn diagnose(&'static self, then: Box<dyn FnOnce(Diagnosis)>) {
        let Some(config) = self.config().filter(|config| config.token != TokenSource::None) else {
            return then(diagnose(&self.facts(None, None)));
        };
        let asks_again = matches!(config.token, TokenSource::Request(_));
        let again = Rc::clone(&config);
        let judge = Box::new(move |user: Reply| {
            // What hangs once would hang again.
            let hangs =
                matches!(&user.0, Answer::Retry { error, .. } if error.code() == Code::EndpointTimeout);
            if hangs || !asks_again {
                return then(diagnose(&self.facts(Some(user), None)));
            }
            let judge = move |nobody: Reply| then(diagnose(&self.facts(Some(user), Some(nobody.0))));
            ask(again, Who::Nobody, Box::new(judge));
        });
        ask(config, Who::Page, judge);
    }

    fn facts(&self, user: Option<Reply>, nobody: Option<Answer>) -> Facts {
        let (page, config) = (self.page(), self.config());
        let (intercom, live) = intercom::global(page);
        let merged = |name| intercom::merged_setting(page, name);
        Facts {
            intercom,
            live,
            state: self.snapshot(),
            tags: WidgetScript::count(page, config.as_deref()),
            online: page.browser().on_line().as_bool() != Some(false),
            violations: self.script().violations(),
            cookie: cookies::other_workspace(config.as_deref()),
            identifying: IDENTIFYING.into_iter().find(|name| merged(name).is_some()),
            api_base: merged("api_base").and_then(|value| value.as_string()),
            foreign: config.as_deref().is_some_and(|config| is_foreign(config, &self.url())),
            user,
            nobody,
            now: clock::unix(),
            config,
        }
    }
}

/// Asks for a token, and holds the request until it ends; it always does.
fn ask(config: Rc<Config>, who: Who, then: Then) {
    let then = Cell::new(Some(then));
    let request = Rc::new(Cell::new(None));
    let held = Rc::clone(&request);
    let end = move |reply| {
        drop(held.take());
        if let Some(then) = then.take() {
            then(reply);
        }
    };
    request.set(TokenRequest::ask(config, who, Rc::new(end)));
}

/// Whether the token comes from an endpoint on another origin than that of the page at `here`.
fn is_foreign(config: &Config, here: &str) -> bool {
    let TokenSource::Request(request) = &config.token else { return false };
    let absolute = |url| Url::new_with_base(url, here).map(|url| url.href()).unwrap_or_default();
    !absolute(&request.url).starts_with(&absolute("/"))
}
