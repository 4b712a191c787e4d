//! The signing key.

use std::{
    env::{self, VarError},
    fmt,
};

/// The environment variable that [`Secret::from_env`] reads.
pub const SECRET_VARIABLE: &str = "INTERCOM_IDENTITY_SECRET";

/// Minimum length of a secret, in bytes: that of an HS256 signature.
pub const MIN_SECRET_BYTES: usize = 32;

/// The workspace's Messenger API secret (Intercom: Settings > Security). It can sign a token for any user.
///
/// It is never printed: `Debug` shows a placeholder and there is no `Display`, so that no log line can contain it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the secret as Intercom shows it; its UTF-8 bytes are the HMAC key and are not decoded. Leading and
    /// trailing white space is removed: a line break at the end of a file is the most common reason why Intercom
    /// rejects signatures.
    #[must_use]
    pub fn new(secret: impl AsRef<str>) -> Self {
        Self(secret.as_ref().trim().to_owned())
    }

    /// Reads [`SECRET_VARIABLE`]. Call it when the server starts, so that a server without the secret does not start.
    ///
    /// # Errors
    /// [`SecretError`], if it is not set, or cannot be a workspace's.
    pub fn from_env() -> Result<Self, SecretError> {
        let secret = match env::var(SECRET_VARIABLE) {
            Ok(secret) => Self::new(secret),
            Err(VarError::NotPresent) => return Err(SecretError::NotSet),
            Err(VarError::NotUnicode(_)) => return Err(SecretError::NotAscii),
        };
        secret.check()?;
        Ok(secret)
    }

    /// Checks that it can be a workspace's secret: a short one can be guessed from one token, and one with other
    /// characters was not copied. [`Signer::sign`](crate::Signer::sign) checks it too.
    ///
    /// # Errors
    /// [`SecretError`].
    pub fn check(&self) -> Result<(), SecretError> {
        let secret = self.0.as_str();
        if secret.is_empty() {
            Err(SecretError::NotSet)
        } else if secret.contains('…') || secret.chars().all(|letter| letter == '.') {
            Err(SecretError::Placeholder)
        } else if !secret.is_ascii() {
            Err(SecretError::NotAscii)
        } else if secret.len() < MIN_SECRET_BYTES {
            Err(SecretError::Short)
        } else {
            Ok(())
        }
    }

    /// The HMAC key, for code that checks tokens; signing needs only the `Secret`.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Reason why a secret cannot be a workspace's. The message says what to set and never contains the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// It is missing, or only white space.
    #[error("INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret")]
    NotSet,
    /// It is the placeholder of the documentation.
    #[error(
        "INTERCOM_IDENTITY_SECRET is a placeholder: set it to the workspace's Messenger API secret in the place of …"
    )]
    Placeholder,
    /// It has characters outside ASCII, which Intercom's secrets never have.
    #[error("INTERCOM_IDENTITY_SECRET is not ASCII: copy the workspace's Messenger API secret anew")]
    NotAscii,
    /// It is shorter than [`MIN_SECRET_BYTES`].
    #[error(
        "INTERCOM_IDENTITY_SECRET is shorter than {MIN_SECRET_BYTES} bytes: copy the whole of the workspace's Messenger API \
         secret"
    )]
    Short,
}
