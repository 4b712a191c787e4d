//! Verifies Intercom's user tokens as Intercom does: HS256 with the Messenger API secret.

use std::time::{SystemTime, UNIX_EPOCH};

use intercom_jwt::Secret;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde::Deserialize;
use serde_json::Value;

/// User of a verified token.
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

/// Verifies signature, algorithm, `exp` (if there is one; no leeway) and `user_id`; the error is a sentence.
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

/// A sentence for each reason to reject a token.
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

/// The current time, in Unix seconds.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
