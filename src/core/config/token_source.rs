//! Sources of the user's token.

use std::fmt;
use std::rc::Rc;

use super::{check_url, invalid};
use crate::core::error::Error;
use crate::core::schedule::Millis;
use crate::core::token::RawToken;

/// Whether cookies are sent with the token request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// To every origin, as a token endpoint on another subdomain needs.
    #[default]
    Include,
    /// To the page's own origin.
    SameOrigin,
    /// Never.
    Omit,
}

/// A request for the token.
#[derive(Clone, PartialEq, Eq)]
pub struct JwtRequest {
    /// The endpoint, relative to the page or absolute, http or https.
    pub url: String,
    /// The HTTP method, `GET` by default.
    pub method: String,
    /// Headers; any of them makes a request to another origin a preflighted one.
    pub headers: Vec<(String, String)>,
    /// A body, for methods that have one.
    pub body: Option<String>,
    /// Whether cookies are sent.
    pub credentials: Credentials,
    /// Time limit of one attempt, in milliseconds; [`Config::timeout`](super::Config::timeout) by default.
    pub timeout: Option<Millis>,
}

impl JwtRequest {
    /// A plain `GET` with cookies.
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            method: "GET".to_owned(),
            headers: Vec::new(),
            body: None,
            credentials: Credentials::Include,
            timeout: None,
        }
    }
}

/// Headers and body may hold credentials and are not printed.
impl fmt::Debug for JwtRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Callback for the answer of an application's function: the signed-in user's token, or `None`.
pub type JwtDone = Box<dyn FnOnce(Result<Option<RawToken>, Error>)>;

/// Function of the application that provides tokens. Two are the same source when one is a clone of the other.
#[derive(Clone)]
pub struct JwtProvider(Rc<dyn Fn(JwtDone)>);

impl JwtProvider {
    /// Wraps a function that calls back with each token.
    pub fn with_callback(call: impl Fn(JwtDone) + 'static) -> Self {
        Self(Rc::new(call))
    }

    /// Requests a token.
    pub fn ask(&self, done: JwtDone) {
        (self.0)(done);
    }
}

impl PartialEq for JwtProvider {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for JwtProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JwtProvider(…)")
    }
}

/// Source of the user's token.
#[derive(Clone, Debug, Default)]
pub enum TokenSource {
    /// None: the Messenger is a visitor's.
    #[default]
    None,
    /// The customer's backend: `jwtUrl`, or in full `jwtRequest`.
    Request(JwtRequest),
    /// A function of the application: `getJwt`.
    Provider(JwtProvider),
    /// The page itself: `jwt`. The application may pass newer tokens, each with another boot.
    Fixed(RawToken),
}

/// Any two tokens of the page's own are the same source: a newer one of the same user is not a change of options.
impl PartialEq for TokenSource {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Request(one), Self::Request(other)) => one == other,
            (Self::Provider(one), Self::Provider(other)) => one == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl TokenSource {
    /// The page's own token.
    #[must_use]
    pub(crate) const fn jwt(&self) -> Option<&RawToken> {
        match self {
            Self::Fixed(token) => Some(token),
            _ => None,
        }
    }

    /// Whether there is no source.
    #[must_use]
    #[inline(never)]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// Refuses options on which a browser would throw.
pub(crate) fn check_request(request: &JwtRequest) -> Result<(), Error> {
    check_url("jwtUrl", &request.url)?;
    let token = |text: &str| !text.is_empty() && text.bytes().all(is_token_byte);
    let printable = |text: &str| text.bytes().all(|byte| byte == b'\t' || (0x20..0x7f).contains(&byte));
    let is = |method: &&str| request.method.eq_ignore_ascii_case(method);
    if !token(&request.method) || ["CONNECT", "TRACE", "TRACK"].iter().any(is) {
        return Err(invalid("jwtRequest.method", "must be an HTTP method, such as GET or POST"));
    }
    if request.headers.iter().any(|(name, value)| !token(name) || !printable(value)) {
        return Err(invalid("jwtRequest.headers", "must be names and values of HTTP headers"));
    }
    if request.body.is_some() && ["GET", "HEAD"].iter().any(is) {
        return Err(invalid("jwtRequest.body", "needs a method that has a body, such as POST"));
    }
    Ok(())
}

/// RFC 9110's `tchar`, of which methods and header names consist.
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

#[cfg(test)]
mod tests;
