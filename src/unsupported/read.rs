//! Reader of tokens and endpoints' answers, with `serde_json` and `base64ct`.

use std::collections::HashMap;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde_json::value::RawValue;

use crate::core::error::Error;
use crate::core::json::{Field, Object};
use crate::core::response::read_body;
use crate::core::token::{RawToken, Token};

/// Reads a token's claims. The signature is not checked.
///
/// # Errors
/// [`Code::TokenTooLarge`](crate::Code::TokenTooLarge), [`Code::TokenMalformed`](crate::Code::TokenMalformed),
/// [`Code::TokenAlgorithm`](crate::Code::TokenAlgorithm),
/// [`Code::TokenUserIdMissing`](crate::Code::TokenUserIdMissing), [`Code::TokenTimes`](crate::Code::TokenTimes). None
/// of them quotes the token.
pub fn token(secret: RawToken) -> Result<Token, Error> {
    Token::read::<Fields>(secret)
}

/// Reads the body of an answer with the status 200: a token, or `None` where no user is signed in. A body is `None`
/// where it was longer than [`MAX_BODY_BYTES`](crate::core::response::MAX_BODY_BYTES).
///
/// # Errors
/// [`Code::EndpointTooLarge`](crate::Code::EndpointTooLarge), [`Code::EndpointEmpty`](crate::Code::EndpointEmpty),
/// [`Code::EndpointHtml`](crate::Code::EndpointHtml), [`Code::EndpointInvalid`](crate::Code::EndpointInvalid).
pub fn body(body: Option<&str>) -> Result<Option<RawToken>, Error> {
    read_body::<Fields>(body)
}

/// Each field's value as written.
struct Fields(HashMap<String, Box<RawValue>>);

impl Object for Fields {
    fn parse(json: String) -> Option<Self> {
        serde_json::from_str(&json).ok().map(Self)
    }

    fn field(&self, name: &str) -> Option<Field> {
        let written = self.0.get(name)?.get();
        let number = || match serde_json::from_str(written) {
            Ok(number) => Field::Number(number, written.to_owned()),
            // Larger than the largest float, but still a number.
            Err(_) => Field::Number(f64::INFINITY, written.to_owned()),
        };
        Some(match written.bytes().next()? {
            b'"' => serde_json::from_str(written).map_or(Field::Other, Field::Text),
            b'-' | b'0'..=b'9' => number(),
            b'n' => Field::Null,
            _ => Field::Other,
        })
    }

    fn decode(base64url: &str) -> Option<Self> {
        Self::parse(String::from_utf8(Base64UrlUnpadded::decode_vec(base64url).ok()?).ok()?)
    }

    fn is_base64url(text: &str) -> bool {
        Base64UrlUnpadded::decode_vec(text).is_ok()
    }
}
