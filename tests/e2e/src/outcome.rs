//! What the loader gives back.

use std::fmt;

use serde::Deserialize;

/// Who `boot` says the Messenger belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Session {
    /// A signed-in user.
    User {
        /// The token's `user_id`.
        user_id: String,
    },
    /// Anybody.
    Visitor,
}

impl Session {
    /// The session of the demo user who signs in under this name.
    #[must_use]
    pub fn of(user: &str) -> Option<Self> {
        server::find(user).map(|user| Self::User { user_id: user.user_id.to_owned() })
    }
}

/// What a call of the loader's rejected with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MessengerError {
    /// The stable code.
    pub code: String,
    /// What happened, with the hint after it.
    pub message: String,
    /// What to do about it.
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

/// What `state()` answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
    /// `idle`, `booting`, `active` or `shutting_down`.
    pub phase: String,
    /// Whose it is.
    pub session: Option<Session>,
    /// Whether the Messenger says that its session runs.
    pub live: Option<bool>,
    /// The workspace.
    pub app_id: Option<String>,
    /// The workspace's region.
    pub region: Option<String>,
    /// When the token ends, in Unix milliseconds.
    pub token_expires_at: Option<i64>,
    /// How many updates the quota has room for.
    pub updates_left: u32,
    /// What failed last.
    pub last_error: Option<MessengerError>,
    /// What the core runs as: `wasm` or `javascript`.
    pub core: Option<String>,
}
