//! The key that signs.

use std::{env, fmt};

/// The environment variable that [`Secret::from_env`] reads.
pub const SECRET_VARIABLE: &str = "INTERCOM_IDENTITY_SECRET";

/// The workspace's Messenger API secret (Intercom: Settings > Security). Whoever has it can be anybody.
///
/// It never prints: `Debug` shows a placeholder and there is no `Display`, so that no log line can hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the secret as Intercom shows it; its UTF-8 bytes are the HMAC key, nothing is decoded. White space around
    /// it is cut off: a line break at the end of a file is the commonest reason for signatures that Intercom refuses.
    #[must_use]
    pub fn new(secret: impl AsRef<str>) -> Self {
        Self(secret.as_ref().trim().to_owned())
    }

    /// Reads [`SECRET_VARIABLE`]. Call it when the server starts, so that one without the secret does not start.
    ///
    /// # Errors
    /// [`SecretError`], when it is not set, empty or no text.
    pub fn from_env() -> Result<Self, SecretError> {
        let secret = Self::new(env::var(SECRET_VARIABLE).map_err(|_| SecretError(()))?);
        if secret.is_empty() { Err(SecretError(())) } else { Ok(secret) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
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

/// The environment has no secret. The message says what to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret")]
pub struct SecretError(());
