//! What callers in JavaScript give, as `read.js` has read it.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::config::invalid;
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
    sys::read_settings(object).map(|list| settings_of(&list)).map_err(refused)
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
pub(crate) fn settings_of(list: &Array) -> Settings {
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

/// What a reader threw, as its constants say.
fn refused(thrown: JsValue) -> Error {
    // Anything else was thrown by the page's own code, such as a proxy's.
    let Ok(thrown) = thrown.dyn_into::<Array>() else { return Code::InvalidOptions.into() };
    let name = thrown.get(1).as_string().unwrap_or_default();
    let more = thrown.get(2).as_string();
    let (code, detail) = match thrown.get(0).as_f64().map(whole) {
        Some(1) => (Code::UnknownOption, meant(&name, more.as_deref())),
        Some(2) => return invalid(&name, &more.unwrap_or_default()),
        Some(3) => (Code::SeveralTokenSources, both(name, &more.unwrap_or_default())),
        Some(4) => (Code::InvalidSettings, quote(&name)),
        _ => return Code::InvalidOptions.into(),
    };
    Error::new(code).with_detail(detail)
}

fn meant(name: &str, nearest: Option<&str>) -> String {
    let mut detail = quote(name);
    if let Some(nearest) = nearest {
        detail.push_str(", did you mean ");
        detail.push_str(nearest);
        detail.push('?');
    }
    detail
}

fn both(mut name: String, other: &str) -> String {
    name.push_str(" and ");
    name.push_str(other);
    name
}
