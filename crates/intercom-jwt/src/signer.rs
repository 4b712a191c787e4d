//! Signing.

use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;

use crate::{Claims, Error, Secret};

/// Maximum length of a signed token, in bytes: the same as intercom-messenger-loader accepts.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Signs claims with one workspace's secret. Clones share it, so it can be the state of a web framework.
#[derive(Clone, Debug)]
pub struct Signer(Arc<Secret>);

impl Signer {
    /// Creates a signer with this secret; [`Secret::from_env`] reads it from the environment.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self(Arc::new(secret))
    }

    /// Signs a token for these claims, valid from now on by this machine's clock.
    ///
    /// # Errors
    /// If a claim is invalid, the token is longer than [`MAX_TOKEN_BYTES`], or the secret cannot be a workspace's.
    pub fn sign(&self, claims: &Claims) -> Result<Token, Error> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Error::Clock)?;
        self.sign_at(claims, since.as_secs())
    }

    /// The same at the time `now`, in Unix seconds; for tests, and for clocks of your own.
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

/// Signs any claims, unchecked, as a compact HS256 token: for tests that need an invalid one. Applications use
/// [`Signer`].
///
/// # Errors
/// [`Error::Json`], if the claims cannot be serialized to JSON.
pub fn sign_unchecked(secret: &Secret, claims: &impl Serialize) -> Result<String, Error> {
    let key = EncodingKey::from_secret(secret.key());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).map_err(|_| Error::Json)
}

/// A signed token. `Debug` shows a placeholder; [`Token::as_str`] and serde have the text.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// The token's text. Send it only to the page of the user that it is for.
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

/// The endpoint's response to a signed-in user: in JSON `{"token": "…"}`. Send it with `Cache-Control: no-store`.
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
