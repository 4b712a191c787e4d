//! Interpretation of a token endpoint's answer: a user, no user, retry, or a failure with its own code.

use crate::core::error::{Code, Error, decimal};
use crate::core::json::{Field, Object};
use crate::core::schedule::Millis;
use crate::core::token::RawToken;

/// Maximum length of an answer, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// HTTP response, as the browser layer received it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Response<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, as milliseconds from now.
    pub retry_after: Option<Millis>,
    /// The body; `None` when it was longer than [`MAX_BODY_BYTES`], or not UTF-8.
    pub body: Option<&'a str>,
}

/// Meaning of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A user is signed in; the token has not been read yet.
    Token(RawToken),
    /// No user is signed in.
    SignedOut,
    /// Transient failure: retry, not before `after` milliseconds where the server said so.
    Retry {
        /// Error to report when the retries fail.
        error: Error,
        /// Wait that the server asked for.
        after: Option<Millis>,
    },
    /// Permanent failure: a retry would give the same.
    Fail(Error),
}

impl Answer {
    /// A transient failure, without a wait.
    #[must_use]
    pub fn retry(error: impl Into<Error>) -> Self {
        Self::Retry { error: error.into(), after: None }
    }
}

/// Reads the body of an answer with the status 200 on this platform: [`read::body`](crate::read::body).
pub type Reader = fn(Option<&str>) -> Result<Option<RawToken>, Error>;

/// Interprets a response.
#[must_use]
pub fn interpret(response: Response<'_>, read: Reader) -> Answer {
    match response.status {
        200 => match read(response.body) {
            Ok(Some(token)) => Answer::Token(token),
            Ok(None) => Answer::SignedOut,
            Err(error) => Answer::Fail(error),
        },
        204 | 401 | 403 => Answer::SignedOut,
        429 => Answer::Retry { error: Code::EndpointRateLimited.into(), after: response.retry_after },
        status @ 500..=599 => Answer::Retry {
            error: with_status(Code::EndpointServerError, status),
            after: response.retry_after,
        },
        status => Answer::Fail(with_status(Code::EndpointStatus, status)),
    }
}

/// Reads a body with the platform's JSON parser: a token, or `None` where no user is signed in.
///
/// # Errors
/// [`Code::EndpointTooLarge`], [`Code::EndpointEmpty`], [`Code::EndpointHtml`], [`Code::EndpointInvalid`].
pub(crate) fn read_body<O: Object>(body: Option<&str>) -> Result<Option<RawToken>, Error> {
    let body = body.ok_or(Code::EndpointTooLarge)?;
    // The `Content-Type` is not used: PHP labels JSON as text/html by default.
    match body.chars().find(|character| !is_space(*character)) {
        None => return Err(Code::EndpointEmpty.into()),
        Some('<') => return Err(Code::EndpointHtml.into()),
        Some(_) => {}
    }
    match O::parse(body.to_owned()).and_then(|answer| answer.field("token")) {
        Some(Field::Text(token)) => Ok(Some(RawToken::new(token))),
        Some(Field::Null) => Ok(None),
        _ => Err(Code::EndpointInvalid.into()),
    }
}

/// White space that JavaScript's `trim` removes, more than JSON allows.
const fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r'
            | ' '
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// Whether a cache may store an answer with these headers and reuse it without revalidation: RFC 9111, section 5.2.2.
/// `dated`: it has `Expires` or `Last-Modified`, from which a cache decides by itself.
#[must_use]
pub fn is_storable(cache_control: Option<&str>, dated: bool) -> bool {
    let Some(directives) = cache_control else { return dated };
    let has = |word: &str| {
        directives.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    if has("no-store") || has("no-cache") || has("max-age=0") {
        return false;
    }
    dated || has("max-age") || has("immutable")
}

fn with_status(code: Code, status: u16) -> Error {
    Error::new(code).with_detail(decimal(status.into()))
}

#[cfg(test)]
mod tests;
