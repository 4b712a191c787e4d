//! Reader of tokens and endpoints' answers, with the browser's `JSON` and `atob`.

use wasm_bindgen::JsValue;

use crate::core::error::Error;
use crate::core::json::{self, Field, Object};
use crate::core::response::read_body;
use crate::core::token::{RawToken, Token};
use crate::web::{
    global,
    object::{self, Arg::Text},
};

/// Reads a token's claims. The signature is not checked.
///
/// # Errors
/// [`Code::TokenTooLarge`](crate::Code::TokenTooLarge), [`Code::TokenMalformed`](crate::Code::TokenMalformed),
/// [`Code::TokenAlgorithm`](crate::Code::TokenAlgorithm),
/// [`Code::TokenUserIdMissing`](crate::Code::TokenUserIdMissing), [`Code::TokenTimes`](crate::Code::TokenTimes). None
/// of them quotes the token.
pub fn token(secret: RawToken) -> Result<Token, Error> {
    Token::read::<Parsed>(secret)
}

/// Reads the body of an answer with the status 200: a token, or `None` where no user is signed in. A body is `None`
/// where it was longer than [`MAX_BODY_BYTES`](crate::core::response::MAX_BODY_BYTES).
///
/// # Errors
/// [`Code::EndpointTooLarge`](crate::Code::EndpointTooLarge), [`Code::EndpointEmpty`](crate::Code::EndpointEmpty),
/// [`Code::EndpointHtml`](crate::Code::EndpointHtml), [`Code::EndpointInvalid`](crate::Code::EndpointInvalid).
pub fn body(body: Option<&str>) -> Result<Option<RawToken>, Error> {
    read_body::<Parsed>(body)
}

/// Value of `JSON.parse` for a text, and that text.
struct Parsed {
    object: JsValue,
    json: String,
}

impl Object for Parsed {
    fn parse(json: String) -> Option<Self> {
        let object = object::parse(&json)?;
        object::is_object(&object).then_some(Self { object, json })
    }

    fn field(&self, name: &str) -> Option<Field> {
        let value = object::field(&self.object, name);
        if value.is_undefined() {
            return None;
        }
        Some(if object::is_null(&value) {
            Field::Null
        } else if let Some(text) = object::text(&value) {
            Field::Text(text)
        } else if let Some(number) = value.as_f64() {
            Field::Number(number, self.written(name))
        } else {
            Field::Other
        })
    }

    fn decode(base64url: &str) -> Option<Self> {
        // Refuses invalid UTF-8, as `String::from_utf8` does, which is half a kilobyte of the wasm.
        let mut escaped = String::new();
        for byte in bytes(base64url)?.chars() {
            escaped.push('%');
            json::push_hex(&mut escaped, byte);
        }
        Self::parse(call("decodeURIComponent", &escaped)?)
    }

    fn is_base64url(text: &str) -> bool {
        bytes(text).is_some()
    }
}

impl Parsed {
    /// A number's digits as written: JavaScript holds no more than 53 bits of them.
    fn written(&self, name: &str) -> String {
        let fields = json::fields(&self.json).filter(|(other, _)| json::text(other).as_deref() == Some(name));
        fields.last().map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

/// The bytes of base64url, each as a character.
fn bytes(base64url: &str) -> Option<String> {
    // `atob` ignores excess bits, with which a token could be spelled in a second way.
    let last = match base64url.len() % 4 {
        2 => "AQgw",
        3 => "AEIMQUYcgkosw048",
        _ => base64url,
    };
    if !base64url.bytes().next_back().is_none_or(|end| last.bytes().any(|byte| byte == end)) {
        return None;
    }
    let mut base64 = String::new();
    for character in base64url.chars() {
        base64.push(match character {
            '-' => '+',
            '_' => '/',
            other => other,
        });
    }
    call("atob", &base64)
}

/// Calls a function of the browser that converts text to text; `None` where it throws.
fn call(function: &str, argument: &str) -> Option<String> {
    object::text(&global::call(function, &[Text(argument)]).ok()?)
}
