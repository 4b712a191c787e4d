//! What callers in JavaScript and token endpoints give, as `read.js`, `options.js` and `tokens.js` have read it.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::core::error::{Code, Error};
use crate::core::schedule::Millis;
use crate::core::settings::{Settings, Value};
use crate::core::token::{Secret, Token};
use crate::web::clock::{millis, whole};
use crate::web::sys;

/// Reads the options of `boot`: a list of what `options.js` has at each place.
///
/// # Errors
/// For options of a wrong kind, for unknown ones, and for more than one that gives the token.
#[cfg(feature = "js")]
pub(crate) fn options(options: &JsValue) -> Result<Array, Error> {
    sys::read_options(options).map_err(refused)
}

/// Reads attributes.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the attribute.
pub(crate) fn settings(object: &JsValue) -> Result<Settings, Error> {
    sys::read_settings(object).map(|list| settings_in(&list)).map_err(refused)
}

/// Reads attributes that an application has in a type of its own.
///
/// # Errors
/// As [`settings`].
pub(crate) fn serialized<T: Serialize + ?Sized>(attributes: &T) -> Result<Settings, Error> {
    let object = attributes.serialize(&Serializer::json_compatible());
    object.map_err(|_| Code::InvalidSettings.into()).and_then(|object| settings(&object))
}

/// Attributes that were read: names and values in turns.
pub(crate) fn settings_in(list: &Array) -> Settings {
    let mut settings = Settings::new();
    pairs(list, |name, json| settings.set(name, Value::of_json(json)));
    settings
}

/// Reads what a method is given.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the method.
#[cfg(feature = "js")]
pub(crate) fn arguments(method: &str, given: &Array) -> Result<Vec<Value>, Error> {
    let mut values = Vec::new();
    let list = sys::read_arguments(method, given).map_err(refused)?;
    texts(&list, |json| values.push(Value::of_json(json)));
    Ok(values)
}

/// Reads a token.
///
/// # Errors
/// As [`Token::read`].
pub(super) fn token(secret: Secret) -> Result<Token, Error> {
    let claims = sys::read_token(secret.expose()).map_err(refused)?;
    let time = |at| -> Option<Millis> { claims.get(at).as_f64().map(millis) };
    let user_id = claims.get(0).as_string().ok_or(Code::TokenUserIdMissing)?;
    Ok(Token::new(secret, user_id, time(1), time(2)))
}

/// Reads the body of an endpoint's answer.
///
/// # Errors
/// As [`read_body`](crate::core::response::read_body).
pub(super) fn body(body: Option<&str>) -> Result<Option<Secret>, Error> {
    Ok(sys::read_body(body).map_err(refused)?.map(Secret::new))
}

/// Gives `take` two texts of a list at a time.
pub(crate) fn pairs(list: &Array, mut take: impl FnMut(String, String)) {
    let mut first = None;
    texts(list, |text| match first.take() {
        None => first = Some(text),
        Some(name) => take(name, text),
    });
}

pub(super) fn texts(list: &Array, mut take: impl FnMut(String)) {
    for at in 0..list.length() {
        if let Some(text) = list.get(at).as_string() {
            take(text);
        }
    }
}

/// What a reader threw: the code's place in `failures.js`, and what is said of it.
fn refused(thrown: JsValue) -> Error {
    // Anything else was thrown by the page's own code, such as a proxy's.
    let Ok(thrown) = thrown.dyn_into::<Array>() else { return Code::InvalidOptions.into() };
    let place = thrown.get(0).as_f64().map(whole).and_then(|place| usize::try_from(place).ok());
    let code = place.and_then(|place| Code::ALL.get(place)).copied();
    let error = Error::new(code.unwrap_or(Code::InvalidOptions));
    match thrown.get(1).as_string() {
        Some(detail) => error.with_detail(detail),
        None => error,
    }
}
