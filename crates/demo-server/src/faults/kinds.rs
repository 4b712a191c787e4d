//! What can be made to go wrong, and how it is written in JSON.

use serde::{Deserialize, Serialize};

/// What the token endpoint does. In JSON an object with `kind` in camelCase, and the variant's fields beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum TokenFault {
    /// Answers as it should.
    #[default]
    Ok,
    /// Answers with this status (200 to 599) and an error in JSON; 204 and 304 have no body.
    Status {
        /// The HTTP status.
        status: u16,
        /// Sent as `Retry-After`, in seconds, when given.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// 200 with the HTML of a login page.
    Html,
    /// 200 with JSON that breaks off.
    Garbage,
    /// 200 with nothing in it.
    Empty,
    /// 200 with `{"token": null}`: signed out.
    NullToken,
    /// Answers as it should, after this many milliseconds.
    Slow {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// Never answers.
    Hang,
    /// Closes the connection without an answer, which a page cannot tell from a network that is gone.
    Closed,
    /// 200 with a JSON object of 256 KiB.
    Huge,
    /// 302 to an HTML login page.
    Redirect,
    /// 200 with exactly this as the token, whoever asks.
    Raw {
        /// What stands under `token`.
        token: String,
    },
    /// A good token, signed with another secret.
    WrongSecret,
    /// A good token for another demo user, whoever is signed in.
    OtherUser {
        /// The other user's sign-in name, such as `grace`.
        user: String,
    },
    /// A good token whose `exp` is in milliseconds.
    MillisecondExp,
    /// A token that says `alg: none` and has no signature.
    AlgNone,
    /// A good token without `user_id`.
    NoUserId,
    /// A good token without `exp`.
    NoExp,
    /// A good token whose `user_id` is a number.
    NumericUserId,
    /// A token that ended a minute ago.
    Expired,
    /// A good token that lives this long, whatever the others' life is.
    ShortLife {
        /// The life in seconds.
        seconds: u32,
    },
}

/// What the widget's address does. In JSON as [`TokenFault`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum WidgetFault {
    /// Serves the widget.
    #[default]
    Ok,
    /// 503, which a script element reports as an error.
    Blocked,
    /// Closes the connection without an answer.
    Closed,
    /// 200 with an HTML page, as a captive portal does; a script element reports that as loaded.
    Html,
    /// 200 with nothing in it; a script element reports that as loaded, too.
    Empty,
    /// Serves the widget after this many milliseconds.
    Slow {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// Never answers.
    Hang,
}

/// The limits that the widget puts on calls. The documented ones are the default; tests shorten them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// How many updates (and boots over a live session) a window allows.
    pub updates: u32,
    /// The window's length in seconds.
    pub window_seconds: u32,
    /// For how many seconds an identical boot or update is dropped.
    pub identical_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { updates: 20, window_seconds: 30 * 60, identical_seconds: 60 }
    }
}
