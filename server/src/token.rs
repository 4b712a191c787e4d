//! Signing and checking Intercom's user tokens: HS256 over the Messenger API secret.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Secret, User};

/// What the demo's tokens say.
#[derive(Debug, Serialize)]
pub struct Claims<'a> {
    /// The user's id, always a string.
    pub user_id: &'a str,
    /// The e-mail address; the claim is left out for a user without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    /// The full name.
    pub name: &'a str,
    /// When it was signed, in Unix seconds.
    pub iat: i64,
    /// When it ends, in Unix seconds.
    pub exp: i64,
}

impl<'a> Claims<'a> {
    /// A token for `user`, signed at `now` (Unix seconds), for `life` seconds.
    #[must_use]
    pub fn new(user: &'a User, now: i64, life: u32) -> Self {
        Self {
            user_id: user.user_id,
            email: user.email,
            name: user.name,
            iat: now,
            exp: now.saturating_add(i64::from(life)),
        }
    }
}

/// Signs any claims as a compact HS256 token.
///
/// # Errors
/// When the claims cannot be written as JSON.
pub fn sign(secret: &Secret, claims: &impl Serialize) -> Result<String, jsonwebtoken::errors::Error> {
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(secret.key()))
}

/// Who a checked token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) user_id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
}

#[derive(Deserialize)]
struct Received {
    user_id: Option<Value>,
    name: Option<String>,
    email: Option<String>,
}

/// Checks signature, algorithm, `exp` (if there is one; no leeway) and `user_id`; says in a sentence what is wrong.
pub(crate) fn verify(secret: &Secret, token: &str) -> Result<Verified, &'static str> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.leeway = 0;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(secret.key());
    let received = jsonwebtoken::decode::<Received>(token, &key, &validation)
        .map_err(|error| reason(error.kind()))?
        .claims;
    let user_id = match received.user_id {
        Some(Value::String(id)) if !id.is_empty() => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err("the token has no user_id"),
    };
    Ok(Verified { user_id, name: received.name, email: received.email })
}

/// A sentence for each way in which a token is refused.
fn reason(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSignature => "the token's signature is wrong: it was signed with another secret",
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => "the token's algorithm is not HS256",
        ErrorKind::Json(error) if error.to_string().contains("variant") => {
            "the token's algorithm is not HS256"
        }
        _ => "the token is malformed",
    }
}

/// The time now, in Unix seconds.
pub(crate) fn unix_now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}
