//! Signing.

use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;

use crate::{Claims, Error, Secret};

/// The longest token that is signed, in bytes: as much as intercom-messenger-loader reads.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Signs claims with one workspace's secret. Clones share it, so that it can be a web framework's state.
#[derive(Clone, Debug)]
pub struct Signer(Arc<Secret>);

impl Signer {
    /// Signs with this secret; [`Secret::from_env`] reads it from the environment.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self(Arc::new(secret))
    }

    /// A token for these claims, from now on by this machine's clock.
    ///
    /// # Errors
    /// When a claim is not as Intercom wants it, the token is longer than [`MAX_TOKEN_BYTES`], or the secret
    /// is none of a workspace's.
    pub fn sign(&self, claims: &Claims) -> Result<Token, Error> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Error::Clock)?;
        self.sign_at(claims, since.as_secs())
    }

    /// The same as if it were `now`, in Unix seconds; for tests, and for clocks of your own.
    ///
    /// # Errors
    /// Those of [`Signer::sign`].
    pub fn sign_at(&self, claims: &Claims, now: u64) -> Result<Token, Error> {
        let payload = claims.payload(now)?;
        self.0.check()?;
        let token = sign_unchecked(&self.0, &payload)?;
        if token.len() > MAX_TOKEN_BYTES { Err(Error::TooLarge(token.len())) } else { Ok(Token(token)) }
    }
}

/// Signs whatever is given, as a compact HS256 token: for tests that want a wrong one. Applications use [`Signer`].
///
/// # Errors
/// [`Error::Json`], when the claims cannot be written as JSON.
pub fn sign_unchecked(secret: &Secret, claims: &impl Serialize) -> Result<String, Error> {
    let key = EncodingKey::from_secret(secret.key());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).map_err(|_| Error::Json)
}

/// A signed token. `Debug` shows a placeholder; [`Token::as_str`] and serde have the text.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// The token's text, which goes to the page of the user it is for, and nowhere else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The endpoint's answer to somebody who is signed in: in JSON `{"token": "…"}`. Send it with `Cache-Control: no-store`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The token.
    pub token: Token,
}

impl From<Token> for Answer {
    fn from(token: Token) -> Self {
        Self { token }
    }
}
