//! What is wrong with claims, and what to change.

use crate::{MAX_LIFE, MAX_TOKEN_BYTES, SecretError};

/// Why there is no token. No message holds a value, which may be somebody's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The key is no workspace's.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// `user_id` is empty or white space: all such users would be one to Intercom.
    #[error("user_id is empty: give the id that your application knows the user by, as text")]
    UserIdEmpty,
    /// `user_id` is what a language makes of a value that is not there, such as `undefined`: all such users would be one to
    /// Intercom.
    #[error(
        "user_id is an empty value as text (undefined, null, None, nil, NaN): give the id of the user who is signed in"
    )]
    UserIdNothing,
    /// The time to sign at is in milliseconds.
    #[error("the time to sign at is in milliseconds: give Unix seconds")]
    NowMilliseconds,
    /// The life is less than a second, or longer than [`MAX_LIFE`].
    #[error("a token lives for 1 to {} s: two hours are usual", MAX_LIFE.as_secs())]
    Life,
    /// `exp` would not be a time that can be written.
    #[error("the token would end after the end of time: look at the server's clock")]
    Clock,
    /// A claim without a name.
    #[error("a claim has no name")]
    NameEmpty,
    /// A claim that this crate sets itself, or that has a method of its own.
    #[error("the claim `{name}` is set with {with}")]
    Reserved {
        /// The claim.
        name: String,
        /// What sets it.
        with: &'static str,
    },
    /// A claim that only looks like one of Intercom's, which would ignore it or take it for an attribute.
    #[error("the claim `{name}` means nothing to Intercom: {instead}")]
    Unknown {
        /// The claim.
        name: String,
        /// What was meant, or where it belongs.
        instead: &'static str,
    },
    /// The same claim twice.
    #[error("the claim `{0}` stands twice")]
    Twice(String),
    /// A list, an object, `null` or a number that is none: Intercom's attributes are flat.
    #[error("the claim `{0}` must be a text, a number, true or false")]
    Value(String),
    /// A time (`…_at`) that cannot be meant in seconds.
    #[error("the claim `{0}` is in milliseconds: Intercom wants Unix seconds")]
    Milliseconds(String),
    /// The token is longer than the loader, or a header, takes.
    #[error("the token has {0} bytes, more than {MAX_TOKEN_BYTES}: leave claims out")]
    TooLarge(usize),
    /// The claims given to [`sign_unchecked`](crate::sign_unchecked) cannot be written as JSON.
    #[error("the claims cannot be written as JSON")]
    Json,
}
