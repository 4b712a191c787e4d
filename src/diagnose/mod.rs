//! What is right and wrong with an installation: checks over facts that the browser layer gathered, so that each row
//! can be tested without a browser. Where `cargo xtask verify` checks the same, it has the same name.
//!
//! Texts are short, because every page that loads the Messenger carries them; a failure that has a
//! [`Code`](crate::Code) is told in that code's words. A token is in the facts and never in a text.

mod endpoint;
mod page;

use std::rc::Rc;

use crate::config::Config;
use crate::endpoint::Answer;
use crate::error::Error;
use crate::jwt;
use crate::refresh::Millis;
use crate::session::Snapshot;
use crate::text::part;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Pass,
    /// It works, and should be better.
    Warn,
    /// It does not work, or is not safe.
    Fail,
    /// It could not be checked, or there is nothing to check.
    Skip,
}

impl Status {
    /// The word as JavaScript sees it: `check.status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which stays the same between releases.
    pub name: &'static str,
    /// How it ended.
    pub status: Status,
    /// What was seen; never a token, nor anything out of one but its times.
    pub seen: String,
    /// What to type or change; empty where nothing is to be mended.
    pub mend: &'static str,
}

/// Everything that was looked at, in an order in which it can be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The checks; always the same ones, in the same order.
    pub checks: Vec<Check>,
}

impl Diagnosis {
    /// Whether no check failed.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.status != Status::Fail)
    }

    /// Ends the next check as `row` says, with `detail` after what it says was seen.
    fn add(&mut self, row: Row, detail: &str) {
        let status = match row.as_bytes() {
            [b'p', ..] => Status::Pass,
            [b'w', ..] => Status::Warn,
            [b's', ..] => Status::Skip,
            _ => Status::Fail,
        };
        let mut seen = String::from(part(row, b'|', 1));
        seen.push_str(detail);
        self.push(status, seen, part(row, b'|', 2));
    }

    /// Ends the next check with a failure of the loader's own.
    fn add_error(&mut self, status: Status, error: &Error) {
        self.push(status, error.message(), error.hint());
    }

    fn push(&mut self, status: Status, seen: String, mend: &'static str) {
        let name = NAMES.get(self.checks.len()).copied().unwrap_or_default();
        self.checks.push(Check { name, status, seen, mend });
    }
}

/// How a check ends, in one text, because that is the smallest thing to pass on: how, what was seen, and how to mend
/// it, with a bar in between.
type Row = &'static str;

/// For a check that needs a boot before it.
const NOT_BOOTED: Row = "skip|boot() was not called|Call boot() first, and again after shutdown().";

/// Every check, in the order in which they are made.
const NAMES: [&str; 19] = [
    "window_intercom",
    "script_tag",
    "widget",
    "session",
    "answer",
    "cors_origin",
    "no_session",
    "server_clock",
    "token_form",
    "token_algorithm",
    "token_user_id",
    "token_times",
    "token_life",
    "api_base",
    "csp",
    "wasm",
    "cookies",
    "updates",
    "unsigned_identity",
];

/// What stands at `window.Intercom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    /// A function, as it should be.
    Function,
    /// Nothing.
    Missing,
    /// An element of that id.
    Element,
    /// Anything else, or a property that throws.
    Other,
}

/// What the browser layer found.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What stands at `window.Intercom`.
    pub intercom: Global,
    /// `window.Intercom` is the widget itself and not a stub.
    pub live: bool,
    /// What the newest boot was asked for, also after it has failed or its session has ended.
    pub config: Option<Rc<Config>>,
    /// The session's state.
    pub state: Snapshot,
    /// How many script tags of the widget's are on the page, and which other workspace one of them is for.
    pub tags: (u32, Option<String>),
    /// The browser does not say that it is offline.
    pub online: bool,
    /// What the page's policy has forbidden since the loader listens, directives and hosts.
    pub violations: String,
    /// Another workspace that a cookie of the Messenger's is of.
    pub cookie: Option<String>,
    /// An identifying attribute in `window.intercomSettings`.
    pub identifying: Option<&'static str>,
    /// `window.intercomSettings.api_base`.
    pub api_base: Option<String>,
    /// The token comes from an endpoint on another origin.
    pub foreign: bool,
    /// Reads tokens.
    pub reader: jwt::Reader,
    /// What was answered to the page just now, and the server's clock, in milliseconds since 1970.
    pub user: Option<(Answer, Option<Millis>)>,
    /// What the endpoint answered to nobody just now.
    pub nobody: Option<Answer>,
    /// The device's clock, in milliseconds since 1970.
    pub now: Millis,
}

/// Judges what was found.
#[must_use]
pub fn diagnose(facts: &Facts) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    page::messenger(&mut diagnosis, facts);
    endpoint::check(&mut diagnosis, facts);
    page::surroundings(&mut diagnosis, facts);
    diagnosis
}

#[cfg(test)]
mod tests;
