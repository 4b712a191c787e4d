//! What a token endpoint's answer means: a user, nobody, try again, or a failure with its own code.

use crate::core::error::{Code, Error, decimal};
use crate::core::json::{Field, Object};
use crate::core::schedule::Millis;
use crate::core::token::RawToken;

/// The longest answer that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// What came back, as the browser layer saw it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Response<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, as milliseconds from now.
    pub retry_after: Option<Millis>,
    /// The body; `None` when it was longer than [`MAX_BODY_BYTES`], or not UTF-8.
    pub body: Option<&'a str>,
}

/// What the loader makes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Somebody is signed in; the token has not been read yet.
    Token(RawToken),
    /// Nobody is signed in.
    SignedOut,
    /// It failed in a way that may pass: ask again, not before `after` milliseconds where the server said so.
    Retry {
        /// What to report when it does not pass.
        error: Error,
        /// How long the server asked to be left alone.
        after: Option<Millis>,
    },
    /// It failed, and asking again would give the same.
    Fail(Error),
}

impl Answer {
    /// A failure that may pass, with nothing said about when.
    #[must_use]
    pub fn retry(error: impl Into<Error>) -> Self {
        Self::Retry { error: error.into(), after: None }
    }
}

/// Reads the body of an answer with the status 200 on this platform: [`read::body`](crate::read::body).
pub type Reader = fn(Option<&str>) -> Result<Option<RawToken>, Error>;

/// Reads an answer.
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

/// Reads a body by the platform's JSON: a token, or `None` where nobody is signed in.
///
/// # Errors
/// [`Code::EndpointTooLarge`], [`Code::EndpointEmpty`], [`Code::EndpointHtml`], [`Code::EndpointInvalid`].
pub(crate) fn read_body<O: Object>(body: Option<&str>) -> Result<Option<RawToken>, Error> {
    let body = body.ok_or(Code::EndpointTooLarge)?;
    // The header says nothing: PHP calls JSON text/html unless it is told.
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

/// White space before an answer, of which JSON allows little: what `trim` in JavaScript takes away.
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

/// Whether a cache may keep an answer with these headers and give it again later without asking: RFC 9111, section 5.2.2.
/// `dated` says that it has `Expires` or `Last-Modified`, by which a cache decides alone.
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
