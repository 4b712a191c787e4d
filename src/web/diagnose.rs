//! Diagnosis of the page: asks for a token beside the session, which does not learn of it, and gathers the facts. It shares
//! nothing with the session but what it observes of it, and so may be in a module of its own.

use std::rc::Rc;

use crate::core::config::{Config, TokenSource};
use crate::core::diagnosis::Diagnosis;
use crate::core::diagnosis::facts::{Facts, Probe, TokenReply};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::session::Snapshot;
use crate::web::fetch::{Reply, Who};
use crate::web::{clock, facts, read, token_request};

/// What is known of the session.
pub(crate) struct Observed {
    /// Options of the newest boot; `None` before any.
    pub(crate) config: Option<Rc<Config>>,
    /// State of the session.
    pub(crate) session: Snapshot,
    /// What the page's policy has forbidden.
    pub(crate) violations: String,
}

type Observe = Box<dyn Fn() -> Observed>;
type Then = Box<dyn FnOnce(Diagnosis)>;

/// Checks everything, and calls `then` once. `observe` is asked at the beginning, for whose endpoint to ask, and at the
/// end, for what to judge.
pub(crate) fn run(observe: impl Fn() -> Observed + 'static, then: impl FnOnce(Diagnosis) + 'static) {
    ask(Box::new(observe), Box::new(then));
}

fn ask(observe: Observe, then: Then) {
    let observed = observe();
    let Some(config) = observed.config.clone().filter(|config| !config.token.is_none()) else {
        return then(judge(observed, None));
    };
    let asked = Rc::clone(&config);
    let user = Box::new(move |user: Reply| {
        // What hangs once would hang again.
        let hangs =
            matches!(&user.answer, Answer::Retry { error, .. } if error.code() == Code::EndpointTimeout);
        if hangs || !matches!(config.token, TokenSource::Request(_)) {
            let probe = probe(&config, user, None);
            return then(judge(Observed { config: Some(config), ..observe() }, Some(probe)));
        }
        let asked = Rc::clone(&config);
        let nobody = Box::new(move |nobody: Reply| {
            let probe = probe(&config, user, Some(nobody));
            then(judge(Observed { config: Some(config), ..observe() }, Some(probe)));
        });
        token_request::ask(&asked, Who::Nobody, nobody);
    });
    token_request::ask(&asked, Who::Page { fresh: true }, user);
}

fn judge(observed: Observed, probe: Option<Probe>) -> Diagnosis {
    let Observed { config, session, violations } = observed;
    let widget = config.as_deref().map(Config::widget_url).unwrap_or_default();
    let page = facts::page(&widget, violations);
    Diagnosis::of(&Facts { config, session, page, probe, now: clock::unix() })
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
