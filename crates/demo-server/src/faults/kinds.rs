//! Faults and their JSON.

use serde::{Deserialize, Serialize};

/// Behaviour of the token endpoint. In JSON an object with `kind` in camelCase, and the variant's fields beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum TokenFault {
    /// Responds normally.
    #[default]
    Ok,
    /// Responds with this status (200 to 599) and a JSON error; 204 and 304 have no body.
    Status {
        /// The HTTP status.
        status: u16,
        /// Sent as `Retry-After`, in seconds, when given.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// 200 with the HTML of a login page.
    Html,
    /// 200 with truncated JSON.
    Garbage,
    /// 200 with an empty body.
    Empty,
    /// 200 with `{"token": null}`: signed out.
    NullToken,
    /// Responds normally, after this many milliseconds.
    Slow {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// Never responds.
    Hang,
    /// Closes the connection without a response, which a page cannot distinguish from a lost network.
    Closed,
    /// 200 with a JSON object of 256 KiB.
    Huge,
    /// 302 to an HTML login page.
    Redirect,
    /// 200 with exactly this token for every request.
    Raw {
        /// Value of `token`.
        token: String,
    },
    /// A valid token, except that another secret signs it.
    WrongSecret,
    /// A valid token for another demo user, whichever user is signed in.
    OtherUser {
        /// The other user's sign-in name, such as `grace`.
        user: String,
    },
    /// A token that is valid except for its `exp` in milliseconds.
    MillisecondExp,
    /// A token that declares `alg: none` and has no signature.
    AlgNone,
    /// A token that is valid except that it lacks `user_id`.
    NoUserId,
    /// A token that is valid except that it lacks `exp`.
    NoExp,
    /// A token that is valid except that its `user_id` is a number.
    NumericUserId,
    /// A token that expired a minute ago.
    Expired,
    /// A valid token with this lifetime, which overrides the general one.
    ShortLife {
        /// The lifetime in seconds.
        seconds: u32,
    },
}

/// Behaviour of the widget's address. In JSON as [`TokenFault`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum WidgetFault {
    /// Serves the widget.
    #[default]
    Ok,
    /// 503, which a script element reports as an error.
    Blocked,
    /// Closes the connection without a response.
    Closed,
    /// 200 with an HTML page, as a captive portal does; a script element reports that as loaded.
    Html,
    /// 200 with an empty body; a script element reports that as loaded, too.
    Empty,
    /// Serves the widget after this many milliseconds.
    Slow {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// Never responds.
    Hang,
}

/// Rate limits of the widget's calls. The default is the documented ones; tests shorten them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Maximum number of updates (and boots during a session) in a window.
    pub updates: u32,
    /// The window's length in seconds.
    pub window_seconds: u32,
    /// Time in seconds during which an identical boot or update is dropped.
    pub identical_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { updates: 20, window_seconds: 30 * 60, identical_seconds: 60 }
    }
}
