//! Diagnosis of the page: asks for a token beside the session, which does not learn of it, and gathers the facts.

use std::rc::Rc;

use crate::core::config::{Config, TokenSource};
use crate::core::diagnosis::Diagnosis;
use crate::core::diagnosis::facts::{Facts, Probe, TokenReply};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::web::fetch::{Reply, Who};
use crate::web::runtime::Runtime;
use crate::web::{clock, facts, read, token_request};

/// Receives the diagnosis.
type Then = Box<dyn FnOnce(Diagnosis)>;

impl Runtime {
    /// Checks everything, and calls `then` once.
    pub(crate) fn diagnose(&'static self, then: Then) {
        let Some(config) = self.config().filter(|config| !config.token.is_none()) else {
            return then(self.judge(self.config(), None));
        };
        let asked = Rc::clone(&config);
        let user = Box::new(move |user: Reply| {
            // What hangs once would hang again.
            let hangs =
                matches!(&user.answer, Answer::Retry { error, .. } if error.code() == Code::EndpointTimeout);
            if hangs || !matches!(config.token, TokenSource::Request(_)) {
                let probe = probe(&config, user, None);
                return then(self.judge(Some(config), Some(probe)));
            }
            let asked = Rc::clone(&config);
            let nobody = Box::new(move |nobody: Reply| {
                let probe = probe(&config, user, Some(nobody));
                then(self.judge(Some(config), Some(probe)));
            });
            token_request::ask(&asked, Who::Nobody, nobody);
        });
        token_request::ask(&asked, Who::Page { fresh: true }, user);
    }

    fn judge(&self, config: Option<Rc<Config>>, probe: Option<Probe>) -> Diagnosis {
        let widget = config.as_deref().map(Config::widget_url).unwrap_or_default();
        let page = facts::page(&widget);
        Diagnosis::of(&Facts { config, session: self.snapshot(), page, probe, now: clock::unix() })
    }
}

/// What was answered to the page, and to nobody where that was asked.
fn probe(config: &Config, user: Reply, nobody: Option<Reply>) -> Probe {
    let is_cross_origin = match &config.token {
        TokenSource::Request(request) => facts::is_cross_origin(&request.url),
        _ => false,
    };
    Probe {
        is_cross_origin,
        server_time: user.server_time,
        user: TokenReply::new(user.answer, read::token),
        nobody: nobody.map(|nobody| TokenReply::new(nobody.answer, read::token)),
    }
}
