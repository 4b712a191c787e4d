//! Tokens and endpoints' answers, read by the browser's `JSON` and `atob`.

use js_sys::JSON;
use wasm_bindgen::prelude::*;

use crate::core::error::Error;
use crate::core::json::{self, Field, Object};
use crate::core::response::read_body;
use crate::core::token::{Secret, Token};
use crate::web::object;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn atob(base64: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch)]
    fn btoa(bytes: &str) -> Result<String, JsValue>;
}

/// Reads a token's claims. The signature is not checked.
///
/// # Errors
/// [`Code::TokenTooLarge`](crate::Code::TokenTooLarge), [`Code::TokenMalformed`](crate::Code::TokenMalformed),
/// [`Code::TokenAlgorithm`](crate::Code::TokenAlgorithm), [`Code::TokenUserIdMissing`](crate::Code::TokenUserIdMissing),
/// [`Code::TokenTimes`](crate::Code::TokenTimes). None of them quotes the token.
pub fn token(secret: Secret) -> Result<Token, Error> {
    Token::read::<Parsed>(secret)
}

/// Reads the body of an answer with the status 200: a token, or `None` where nobody is signed in. A body is `None` where
/// it was longer than [`MAX_BODY_BYTES`](crate::core::response::MAX_BODY_BYTES).
///
/// # Errors
/// [`Code::EndpointTooLarge`](crate::Code::EndpointTooLarge), [`Code::EndpointEmpty`](crate::Code::EndpointEmpty),
/// [`Code::EndpointHtml`](crate::Code::EndpointHtml), [`Code::EndpointInvalid`](crate::Code::EndpointInvalid).
pub fn body(body: Option<&str>) -> Result<Option<Secret>, Error> {
    read_body::<Parsed>(body)
}

/// What `JSON.parse` made of a text, and that text.
struct Parsed {
    object: JsValue,
    json: String,
}

impl Object for Parsed {
    fn parse(json: String) -> Option<Self> {
        let object = JSON::parse(&json).ok()?;
        object::is_object(&object).then_some(Self { object, json })
    }

    fn field(&self, name: &str) -> Option<Field> {
        let value = object::own(&self.object, &name.into());
        if value.is_undefined() {
            return None;
        }
        Some(if value.is_null() {
            Field::Null
        } else if let Some(text) = value.as_string() {
            Field::Text(text)
        } else if let Some(number) = value.as_f64() {
            Field::Number(number, self.written(name))
        } else {
            Field::Other
        })
    }

    fn decode(base64url: &str) -> Option<Vec<u8>> {
        let base64 = String::from_utf8(base64url.bytes().map(standard).collect()).ok()?;
        let bytes = atob(&base64).ok()?;
        // `atob` passes over bits too many, which no second spelling of a token may have.
        let spelled = btoa(&bytes).ok()?.starts_with(&base64);
        let byte = |character| u8::try_from(character).unwrap_or_default();
        spelled.then(|| bytes.chars().map(byte).collect())
    }
}

impl Parsed {
    /// A number's digits as they were written: JavaScript has no more than 53 bits of them.
    fn written(&self, name: &str) -> String {
        let fields = json::fields(&self.json).filter(|(other, _)| json::text(other).as_deref() == Some(name));
        fields.last().map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

/// A character of base64url as base64 has it.
const fn standard(character: u8) -> u8 {
    match character {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}
