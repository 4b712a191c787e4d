//! Errors in claims, each with a suggested fix.

use crate::{MAX_LIFE, MAX_TOKEN_BYTES, SecretError};

/// Reason why no token was signed. No message contains a value, which may be personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The secret cannot be a workspace's.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// `user_id` is empty or white space: Intercom would treat all such users as one.
    #[error("user_id is empty: give the id that your application knows the user by, as text")]
    UserIdEmpty,
    /// `user_id` is a language's text for a missing value, such as `undefined`: Intercom would treat all such users
    /// as one.
    #[error(
        "user_id is an empty value as text (undefined, null, None, nil, NaN): give the id of the user who is signed in"
    )]
    UserIdNothing,
    /// The signing time is in milliseconds.
    #[error("the time to sign at is in milliseconds: give Unix seconds")]
    NowMilliseconds,
    /// The lifetime is less than a second, or longer than [`MAX_LIFE`].
    #[error("a token lives for 1 to {} s: two hours are usual", MAX_LIFE.as_secs())]
    Life,
    /// `exp` would be out of range.
    #[error("the token would end after the end of time: look at the server's clock")]
    Clock,
    /// A claim has no name.
    #[error("a claim has no name")]
    NameEmpty,
    /// The claim is set by this crate, or has a method of its own.
    #[error("the claim `{name}` is set with {with}")]
    Reserved {
        /// The claim.
        name: String,
        /// The method that sets it.
        with: &'static str,
    },
    /// The claim only resembles one of Intercom's, which would ignore it or treat it as a custom attribute.
    #[error("the claim `{name}` means nothing to Intercom: {instead}")]
    Unknown {
        /// The claim.
        name: String,
        /// The name that was probably meant, or the place where it belongs.
        instead: &'static str,
    },
    /// The same claim is set twice.
    #[error("the claim `{0}` stands twice")]
    Twice(String),
    /// The value is a list, an object, `null` or a number that is not finite: Intercom's attributes are flat.
    #[error("the claim `{0}` must be a text, a number, true or false")]
    Value(String),
    /// A time (`…_at`) is too large to be in seconds.
    #[error("the claim `{0}` is in milliseconds: Intercom wants Unix seconds")]
    Milliseconds(String),
    /// The token is longer than the loader, or a header, accepts.
    #[error("the token has {0} bytes, more than {MAX_TOKEN_BYTES}: leave claims out")]
    TooLarge(usize),
    /// The claims given to [`sign_unchecked`](crate::sign_unchecked) cannot be serialized to JSON.
    #[error("the claims cannot be written as JSON")]
    Json,
}
