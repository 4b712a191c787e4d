//! Reading a token's claims. Nothing here is a security check: the loader has no secret and cannot verify a
//! signature. What is refused here would be refused by Intercom, later and with less to go by.
//!
//! On a page `web/tokens.js` reads tokens, by the browser's own JSON; [`Token::read`] is for programs outside a browser, and
//! `tests/readers` holds the two against one table.

use std::fmt;

use crate::core::error::{Code, Error};
use crate::core::json::{self, Field};
use crate::core::schedule::{Millis, SECOND};
use crate::core::text::cut;

/// The longest token that is read, in bytes; what a server accepts in a header is less.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// From here on a time cannot be meant in seconds: the year 5138, or in milliseconds 1973.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// A token's text. It is handed to the Messenger and goes nowhere else: it does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being printed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As JSON. It is for the object that goes to the Messenger, and for others the one way to the token's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::quoted(&self.0)
    }

    /// The text itself, for the reader of tokens on a page.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Reads a token: [`Token::read`], or the page's own reader.
pub type Reader = fn(Secret) -> Result<Token, Error>;

/// A token that has been read: whose it is, and from when until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    secret: Secret,
    user_id: String,
    issued_at: Option<Millis>,
    expires_at: Option<Millis>,
}

impl Token {
    /// What a reader of tokens has found; times in milliseconds since 1970.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn new(
        secret: Secret,
        user_id: String,
        issued_at: Option<Millis>,
        expires_at: Option<Millis>,
    ) -> Self {
        Self { secret, user_id, issued_at, expires_at }
    }

    /// Reads the claims of `secret`.
    ///
    /// # Errors
    /// [`Code::TokenTooLarge`], [`Code::TokenMalformed`], [`Code::TokenAlgorithm`] (anything but HS256),
    /// [`Code::TokenUserIdMissing`], [`Code::TokenTimes`]. None of them quotes the token.
    pub fn read(secret: Secret) -> Result<Self, Error> {
        if secret.0.len() > MAX_TOKEN_BYTES {
            return Err(Code::TokenTooLarge.into());
        }
        let (header, payload, signed) = parts(&secret.0).ok_or(Code::TokenMalformed)?;
        if !matches!(json::last(&header, "alg"), Some(Field::Text(alg)) if alg == "HS256") {
            return Err(Code::TokenAlgorithm.into());
        }
        if !signed {
            return Err(Code::TokenMalformed.into());
        }
        let user_id = match json::last(&payload, "user_id") {
            Some(Field::Text(id) | Field::Number(id)) if !id.is_empty() => id.clone(),
            _ => return Err(Code::TokenUserIdMissing.into()),
        };
        let issued_at = time(&payload, "iat")?;
        let expires_at = time(&payload, "exp")?;
        Ok(Self { secret, user_id, issued_at, expires_at })
    }

    /// Refuses a token whose end has come, by the corrected clock `now` (milliseconds since 1970).
    ///
    /// # Errors
    /// [`Code::TokenExpired`].
    pub fn check_expiry(&self, now: Millis) -> Result<(), Error> {
        match self.expires_at {
            Some(end) if end <= now => Err(Code::TokenExpired.into()),
            _ => Ok(()),
        }
    }

    /// What goes to the Messenger.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Whose token it is: the claim `user_id`, a number as it was written.
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

type Fields = Vec<(String, Field)>;

/// The header's and the payload's fields; `None` unless the text is three base64url parts, two objects and a
/// signature.
/// The last part of the result is whether there is a signature.
fn parts(token: &str) -> Option<(Fields, Fields, bool)> {
    let (header, rest) = cut(token, b'.')?;
    let (payload, signature) = cut(rest, b'.')?;
    // A dot in it is none of its characters.
    decode(signature)?;
    Some((object(header)?, object(payload)?, !signature.is_empty()))
}

fn object(part: &str) -> Option<Fields> {
    json::fields(&String::from_utf8(decode(part)?).ok()?)
}

/// The bytes of unpadded base64url (RFC 4648, section 5), whose last character may carry no bits beyond them.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut width) = (0_u32, 0_u32);
    for character in text.bytes() {
        bits = (bits << 6) | u32::from(sextet(character)?);
        width = width.saturating_add(6);
        if width >= 8 {
            width = width.saturating_sub(8);
            bytes.push(u8::try_from(bits >> width).ok()?);
            bits &= (1 << width) - 1;
        }
    }
    (width < 6 && bits == 0).then_some(bytes)
}

/// The six bits that a character of base64url stands for.
const fn sextet(character: u8) -> Option<u8> {
    Some(match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    })
}

/// A claim in Unix seconds, as milliseconds.
fn time(payload: &Fields, claim: &str) -> Result<Option<Millis>, Error> {
    let seconds = match json::last(payload, claim) {
        None => return Ok(None),
        Some(Field::Number(number)) => json::integer(number),
        Some(_) => None,
    };
    match seconds {
        Some(seconds) if (0..MILLISECONDS_FROM).contains(&seconds) => Ok(Some(seconds * SECOND)),
        _ => Err(Error::from(Code::TokenTimes).with_detail(claim)),
    }
}

#[cfg(test)]
pub(crate) mod tests;
