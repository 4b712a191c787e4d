//! Return values of the loader.

use std::fmt;

use serde::Deserialize;

/// Identity that `boot` returns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Session {
    /// A signed-in user.
    User {
        /// The token's `user_id`.
        user_id: String,
    },
    /// An anonymous visitor.
    Visitor,
}

impl Session {
    /// The session of the demo user who signs in under this name.
    #[must_use]
    pub fn of(user: &str) -> Option<Self> {
        server::find(user).map(|user| Self::User { user_id: user.user_id.to_owned() })
    }
}

/// Rejection of a call of the loader.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessengerError {
    /// The stable code.
    pub code: String,
    /// Description of the error, followed by the hint.
    pub message: String,
    /// Suggested fix.
    pub hint: String,
    /// Whether the same call can succeed later.
    pub retryable: bool,
    /// The cause as text, when there is one.
    pub cause: Option<String>,
}

impl fmt::Display for MessengerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for MessengerError {}

/// Value of `state()`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
    /// `idle`, `booting`, `active` or `shutting_down`.
    pub phase: String,
    /// Identity of the session.
    pub session: Option<Session>,
    /// Whether the Messenger reports a running session.
    pub live: Option<bool>,
    /// The workspace.
    pub app_id: Option<String>,
    /// The workspace's region.
    pub region: Option<String>,
    /// Expiry of the token, in Unix milliseconds.
    pub token_expires_at: Option<i64>,
    /// Number of updates left in the quota.
    pub updates_left: u32,
    /// The last error.
    pub last_error: Option<MessengerError>,
    /// Kind of the core: `wasm` or `javascript`.
    pub core: Option<String>,
}
