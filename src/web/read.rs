//! What callers in JavaScript give, as `read.js` has read it.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::{Code, Error, quote};
use crate::settings::{Settings, Value};
use crate::web::clock::whole;
use crate::web::sys;

/// Reads the options of `boot`: a list of what `read.js` has at each place.
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

/// Gives `take` two texts of a list at a time.
pub(crate) fn pairs(list: &Array, mut take: impl FnMut(String, String)) {
    let mut first = None;
    texts(list, |text| match first.take() {
        None => first = Some(text),
        Some(name) => take(name, text),
    });
}

fn texts(list: &Array, mut take: impl FnMut(String)) {
    for at in 0..list.length() {
        if let Some(text) = list.get(at).as_string() {
            take(text);
        }
    }
}

/// What a reader threw: one of its constants, a name, and what is said of it.
fn refused(thrown: JsValue) -> Error {
    // Anything else was thrown by the page's own code, such as a proxy's.
    let Ok(thrown) = thrown.dyn_into::<Array>() else { return Code::InvalidOptions.into() };
    let text = |at| thrown.get(at).as_string().unwrap_or_default();
    let (code, quotes) = match thrown.get(0).as_f64().map(whole) {
        Some(1) => (Code::UnknownOption, true),
        Some(2) => (Code::InvalidOption, false),
        Some(3) => (Code::SeveralTokenSources, false),
        Some(4) => (Code::InvalidSettings, true),
        _ => return Code::InvalidOptions.into(),
    };
    let mut detail = if quotes { quote(&text(1)) } else { text(1) };
    detail.push_str(&text(2));
    Error::new(code).with_detail(detail)
}
