//! Where the user's token comes from.

use std::fmt;
use std::rc::Rc;

use super::{check_url, invalid};
use crate::core::error::Error;
use crate::core::schedule::Millis;
use crate::core::token::RawToken;

/// Whether cookies go with the request for the token.
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
    /// Whether cookies go with it.
    pub credentials: Credentials,
    /// How long one try may take, in milliseconds; [`Config::timeout`](super::Config::timeout) by default.
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

/// Takes what a function of the application's answers: the token of whoever is signed in, or `None`.
pub type JwtDone = Box<dyn FnOnce(Result<Option<RawToken>, Error>)>;

/// A function of the application's for a token. Two are the same source when one is a clone of the other.
#[derive(Clone)]
pub struct JwtProvider(Rc<dyn Fn(JwtDone)>);

impl JwtProvider {
    /// Wraps a function that calls back with each token.
    pub fn with_callback(call: impl Fn(JwtDone) + 'static) -> Self {
        Self(Rc::new(call))
    }

    /// Asks for a token.
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

/// Where the user's token comes from.
#[derive(Clone, Debug, Default)]
pub enum TokenSource {
    /// Nowhere: the Messenger is a visitor's.
    #[default]
    None,
    /// From the customer's backend: `jwtUrl`, or in full `jwtRequest`.
    Request(JwtRequest),
    /// From a function of the application's: `getJwt`.
    Provider(JwtProvider),
    /// From the page itself: `jwt`. The application may bring newer ones, each with another boot.
    Fixed(RawToken),
}

/// Two tokens of the page's own are the same source: a newer one of the same user is no other option.
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
    /// The token of the page's own.
    #[must_use]
    pub(crate) const fn jwt(&self) -> Option<&RawToken> {
        match self {
            Self::Fixed(token) => Some(token),
            _ => None,
        }
    }

    /// Whether there is none.
    #[must_use]
    #[inline(never)]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// Refuses what a browser would refuse by throwing.
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

/// RFC 9110's `tchar`, of which methods and header names are made.
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

#[cfg(test)]
mod tests;
