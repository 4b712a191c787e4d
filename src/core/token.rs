//! Reader of a token's claims. It is not a security check: the loader has no secret and cannot verify a signature.
//! Intercom would refuse the same tokens, later and with less information.
//!
//! The rules are here; the claims are read by the platform's own JSON parser, in `web/read.rs` in a browser and in
//! `unsupported/read.rs` elsewhere. `tests/tables/tokens.json` tests both against one table.

use std::fmt;

use crate::core::error::{Code, Error};
use crate::core::json::{self, Field, Object};
use crate::core::schedule::{Millis, SECOND};
use crate::core::text::cut;

/// Maximum length of a token, in bytes; servers accept less in a header.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Smallest number that cannot be a time in seconds: the year 5138, or in milliseconds 1973.
const MILLISECONDS_FROM: f64 = 100_000_000_000.0;

/// A token's text. It is passed to the Messenger alone, and does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct RawToken(String);

impl RawToken {
    /// Keeps `text` from being printed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As JSON, for the Messenger's argument. This is the only access to the token's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::quoted(&self.0)
    }
}

impl fmt::Debug for RawToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawToken(…)")
    }
}

/// Reads a token on this platform: [`read::token`](crate::read::token).
pub type Reader = fn(RawToken) -> Result<Token, Error>;

/// A token that has been read: its user, and its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    secret: RawToken,
    user_id: String,
    issued_at: Option<Millis>,
    expires_at: Option<Millis>,
}

impl Token {
    /// Reads the claims of `secret` with the platform's JSON parser.
    ///
    /// # Errors
    /// [`Code::TokenTooLarge`], [`Code::TokenMalformed`], [`Code::TokenAlgorithm`] (anything but HS256),
    /// [`Code::TokenUserIdMissing`], [`Code::TokenTimes`]. None of them quotes the token.
    pub(crate) fn read<O: Object>(secret: RawToken) -> Result<Self, Error> {
        if secret.0.len() > MAX_TOKEN_BYTES {
            return Err(Code::TokenTooLarge.into());
        }
        let (header, claims, signed) = parts::<O>(&secret.0).ok_or(Code::TokenMalformed)?;
        if !matches!(header.field("alg"), Some(Field::Text(alg)) if alg == "HS256") {
            return Err(Code::TokenAlgorithm.into());
        }
        if !signed {
            return Err(Code::TokenMalformed.into());
        }
        let user_id = match claims.field("user_id") {
            Some(Field::Text(id) | Field::Number(_, id)) if !id.is_empty() => id,
            _ => return Err(Code::TokenUserIdMissing.into()),
        };
        let issued_at = time(&claims, "iat")?;
        let expires_at = time(&claims, "exp")?;
        Ok(Self { secret, user_id, issued_at, expires_at })
    }

    /// Refuses an expired token, by the corrected clock `now` (milliseconds since 1970).
    ///
    /// # Errors
    /// [`Code::TokenExpired`].
    pub fn check_expiry(&self, now: Millis) -> Result<(), Error> {
        match self.expires_at {
            Some(end) if end <= now => Err(Code::TokenExpired.into()),
            _ => Ok(()),
        }
    }

    /// Whether it differs from `older` and expires no sooner; of two with the same expiry, whether it was issued no
    /// sooner.
    #[must_use]
    pub fn is_newer_than(&self, older: &Self) -> bool {
        let age = |token: &Self| (token.expires_at.unwrap_or(Millis::MAX), token.issued_at);
        self.secret != older.secret && age(self) >= age(older)
    }

    /// The text for the Messenger.
    #[must_use]
    pub const fn secret(&self) -> &RawToken {
        &self.secret
    }

    /// The user: the claim `user_id`, a number as it was written.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The claim `iat`, in milliseconds since 1970 by the server's clock.
    #[must_use]
    pub const fn issued_at(&self) -> Option<Millis> {
        self.issued_at
    }

    /// The claim `exp`, in milliseconds since 1970 by the server's clock.
    #[must_use]
    pub const fn expires_at(&self) -> Option<Millis> {
        self.expires_at
    }
}

/// The header, the claims, and whether there is a signature; `None` unless the text is three parts in base64url, the
/// first two of them objects.
fn parts<O: Object>(token: &str) -> Option<(O, O, bool)> {
    let (header, rest) = cut(token, b'.')?;
    let (claims, signature) = cut(rest, b'.')?;
    // Platforms may ignore characters that are not base64url's.
    let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !plain || !O::is_base64url(signature) {
        return None;
    }
    Some((O::decode(header)?, O::decode(claims)?, !signature.is_empty()))
}

/// A claim in Unix seconds, as milliseconds.
fn time(claims: &impl Object, name: &str) -> Result<Option<Millis>, Error> {
    match claims.field(name) {
        None => Ok(None),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "parts of a second do not count, and the range is checked"
        )]
        Some(Field::Number(seconds, _)) if seconds > -1.0 && seconds < MILLISECONDS_FROM => {
            Ok(Some(seconds as Millis * SECOND))
        }
        Some(_) => Err(Error::from(Code::TokenTimes).with_detail(name)),
    }
}

#[cfg(test)]
pub(crate) mod tests;
