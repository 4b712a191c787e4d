//! Facts that a diagnosis checks, taken from the page and the session.

use std::rc::Rc;

use crate::core::config::{AppId, Config, TokenSource, WIDGET};
use crate::core::error::Error;
use crate::core::response::Answer;
use crate::core::schedule::{Millis, minus};
use crate::core::session::Snapshot;
use crate::core::token::{self, Token};

/// All known facts about an installation.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Options of the newest boot, which may have failed or ended; `None` before the first.
    pub config: Option<Rc<Config>>,
    /// State of the session.
    pub session: Snapshot,
    /// State of the page.
    pub page: Page,
    /// Answers to token requests; `None` where there is no token source.
    pub probe: Option<Probe>,
    /// The device's clock, in milliseconds since 1970.
    pub now: Millis,
}

/// State of the page around the session.
#[derive(Clone, Debug)]
pub struct Page {
    /// The value of `window.Intercom`.
    pub intercom: IntercomGlobal,
    /// Whether that value is the widget's own function and not a stub.
    pub is_widget: bool,
    /// Whether the Messenger's API can be reached; `None` where it was not tried.
    pub api_reached: Option<bool>,
    /// Whether the browser does not report itself offline.
    pub online: bool,
    /// Addresses of the widget's script tags on the page.
    pub widget_tags: Vec<String>,
    /// Directives and hosts that the page's policy has blocked; empty where there are none.
    pub violations: String,
    /// Workspaces of the Messenger's cookies.
    pub cookie_workspaces: Vec<String>,
    /// The text `window.intercomSettings.api_base`, which the Messenger merges under every call.
    pub merged_api_base: Option<String>,
    /// Name of an identifying attribute in `window.intercomSettings`.
    pub merged_identity: Option<&'static str>,
    /// Whether the page blocks WebAssembly, so that the core runs as JavaScript.
    pub without_wasm: bool,
}

impl Page {
    /// Workspace of a script tag, other than `app_id`.
    pub(super) fn other_tag(&self, app_id: &AppId) -> Option<&str> {
        self.widget_tags
            .iter()
            .filter_map(|address| workspace(address))
            .find(|workspace| *workspace != app_id.as_str())
    }
}

/// The workspace in the widget's address at Intercom: the letters and digits after the folder.
fn workspace(address: &str) -> Option<&str> {
    let rest = address.strip_prefix(WIDGET)?;
    let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rest.get(..end).filter(|workspace| !workspace.is_empty())
}

/// Kind of value that `window.Intercom` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntercomGlobal {
    /// No value.
    Nothing,
    /// A function: the widget's, or a stub's that queues for it.
    Function,
    /// A function that does not reach the widget: an ad blocker's, or a test double's.
    Double,
    /// An element with `id="Intercom"`.
    Element,
    /// Any other value, or one that throws when read.
    Other,
}

/// Answers to token requests that were made for the diagnosis alone.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Whether the endpoint is on another origin than the page.
    pub is_cross_origin: bool,
    /// The answer to the page, with its credentials.
    pub user: TokenReply,
    /// The answer to a request without credentials; `None` where none was sent.
    pub nobody: Option<TokenReply>,
    /// The server's clock at the answer to the page, in milliseconds since 1970.
    pub server_time: Option<Millis>,
}

impl Probe {
    /// Time by which the server's clock is ahead of the device's, `now`. A fixed token may be old, so that its `iat`
    /// does not show the current time.
    pub(super) fn ahead(&self, source: &TokenSource, now: Millis) -> Option<Millis> {
        let issued = match (&self.user, source) {
            (_, TokenSource::Fixed(_)) => None,
            (TokenReply::Token(Ok(token)), _) => token.issued_at(),
            _ => None,
        };
        Some(minus(self.server_time.or(issued)?, now))
    }
}

/// Answer to a token request, with the token read.
#[derive(Clone, Debug)]
pub enum TokenReply {
    /// A user is signed in; the token, or the reason why it cannot be used.
    Token(Result<Token, Error>),
    /// No user is signed in.
    SignedOut,
    /// There was no usable answer.
    Failed(Error),
}

impl TokenReply {
    /// Reads the token in an answer.
    #[must_use]
    pub fn new(answer: Answer, read: token::Reader) -> Self {
        match answer {
            Answer::Token(token) => Self::Token(read(token)),
            Answer::SignedOut => Self::SignedOut,
            Answer::Retry { error, .. } | Answer::Fail(error) => Self::Failed(error),
        }
    }
}
