//! Diagnosis of the page: requests a token independently of the session, and gathers the facts. It only observes the
//! session, and so may be in a module of its own.

use std::cell::Cell;
use std::rc::Rc;

use crate::core::config::{Config, DEFAULT_TIMEOUT, Region, TokenSource};
use crate::core::diagnosis::Diagnosis;
use crate::core::diagnosis::facts::{Facts, Page, Probe, TokenReply};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::session::Snapshot;
use crate::web::fetch::{Reply, Who};
use crate::web::object::{self, Arg::Js, Arg::Text};
use crate::web::promise::when_settled;
use crate::web::texts::join;
use crate::web::timers::Timeout;
use crate::web::{clock, facts, global, read, token_request};

/// Observed state of the session.
pub(crate) struct Observed {
    /// Options of the newest boot; `None` before the first.
    pub(crate) config: Option<Rc<Config>>,
    /// State of the session.
    pub(crate) session: Snapshot,
    /// Violations of the page's policy.
    pub(crate) violations: String,
}

type Observe = Box<dyn Fn() -> Observed>;
type Then = Box<dyn FnOnce(Diagnosis)>;

/// Runs every check, and calls `then` once. `observe` is called at the beginning, for the endpoint to ask, and at the
/// end, for the state to check.
pub(crate) fn run(observe: impl Fn() -> Observed + 'static, then: impl FnOnce(Diagnosis) + 'static) {
    ask(Box::new(observe), Box::new(then));
}

fn ask(observe: Observe, then: Then) {
    let observed = observe();
    let Some(config) = observed.config.clone().filter(|config| !config.token.is_none()) else {
        return judge(observed, None, then);
    };
    let asked = Rc::clone(&config);
    let user = Box::new(move |user: Reply| {
        // A request that timed out once would do so again.
        let hangs =
            matches!(&user.answer, Answer::Retry { error, .. } if error.code() == Code::EndpointTimeout);
        if hangs || !matches!(config.token, TokenSource::Request(_)) {
            let probe = probe(&config, user, None);
            return judge(Observed { config: Some(config), ..observe() }, Some(probe), then);
        }
        let asked = Rc::clone(&config);
        let nobody = Box::new(move |nobody: Reply| {
            let probe = probe(&config, user, Some(nobody));
            judge(Observed { config: Some(config), ..observe() }, Some(probe), then);
        });
        token_request::ask(&asked, Who::Nobody, nobody);
    });
    token_request::ask(&asked, Who::Page { fresh: true }, user);
}

/// Checks the page. If the Messenger has not reported that its session runs, its API is tried first.
fn judge(observed: Observed, probe: Option<Probe>, then: Then) {
    let Observed { config, session, violations } = observed;
    let widget = config.as_deref().map(Config::widget_url).unwrap_or_default();
    let page = facts::page(&widget, violations);
    let asks = session.live == Some(false);
    let api_base = config.as_ref().and_then(|config| config.api_base.clone()).unwrap_or(Region::Us.into());
    let facts = Facts { config, session, page, probe, now: clock::unix() };
    let judge = move |api_reached| {
        then(Diagnosis::of(&Facts { page: Page { api_reached, ..facts.page }, ..facts }));
    };
    if asks { reach(api_base.as_str(), Box::new(judge)) } else { judge(None) }
}

/// Tries to reach the API's host, at an address that blockers know. No cookie is sent, and the answer cannot be read.
fn reach(api_base: &str, then: Box<dyn FnOnce(Option<bool>)>) {
    let url = join(&[api_base, "/messenger/web/ping"]);
    let options = object::of_json(r#"{"mode":"no-cors","credentials":"omit"}"#);
    let then = Rc::new(Cell::new(Some(then)));
    let late = Rc::clone(&then);
    let limit = Timeout::new(DEFAULT_TIMEOUT, move || {
        if let Some(then) = late.take() {
            then(Some(false));
        }
    });
    let answer = global::call("fetch", &[Text(&url), Js(&options)]).unwrap_or_default();
    when_settled(
        &answer,
        Box::new(move |failed, _| {
            drop(limit);
            if let Some(then) = then.take() {
                then(Some(!failed));
            }
        }),
    );
}

/// Answers to the page's request, and to one without a session where it was made.
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
