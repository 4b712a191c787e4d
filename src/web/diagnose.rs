//! Gathers what a diagnosis is made of. It asks for a token beside the session, which is not told of it.

use std::rc::Rc;

use crate::config::{Config, TokenSource};
use crate::diagnose::{Diagnosis, Facts, diagnose};
use crate::endpoint::Answer;
use crate::error::Code;
use crate::json;
use crate::settings::IDENTIFYING;
use crate::text::cut;
use crate::web::driver::Driver;
use crate::web::fetch::{Reply, Who};
use crate::web::{clock, intercom, read, sys, token};

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
            token::ask(self, &again, Who::Nobody, Box::new(judge));
        });
        token::ask(self, &config, Who::Page, judge);
    }

    fn facts(&self, user: Option<Reply>, nobody: Option<Answer>) -> Facts {
        let config = self.config();
        let merged = intercom::merged_setting;
        let app_id = config.as_ref().map_or("", |config| config.app_id.as_str());
        let url = config.as_ref().map(|config| config.widget_url()).unwrap_or_default();
        Facts {
            intercom: intercom::global(),
            live: sys::is_live(),
            state: self.snapshot(),
            tags: tags(&sys::count_tags(&url, app_id)),
            online: sys::is_online(),
            violations: sys::seen_violations(),
            cookie: some(&sys::other_workspace(app_id)),
            identifying: IDENTIFYING.into_iter().find(|name| merged(name).is_some()),
            api_base: merged("api_base").and_then(|value| value.as_string()),
            foreign: config.as_deref().is_some_and(is_foreign),
            reader: read::token,
            user,
            nobody,
            now: clock::unix(),
            config,
        }
    }
}

/// How many tags, and another workspace if there is one: `1 abc12345`.
fn tags(text: &str) -> (u32, Option<String>) {
    let (count, other) = cut(text, b' ').unwrap_or_default();
    (json::natural(count).unwrap_or_default(), some(other))
}

fn some(text: &str) -> Option<String> {
    if text.is_empty() { None } else { Some(text.to_owned()) }
}

/// Whether the token comes from an endpoint on another origin than the page's.
fn is_foreign(config: &Config) -> bool {
    matches!(&config.token, TokenSource::Request(request) if sys::is_foreign(&request.url))
}
