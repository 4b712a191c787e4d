//! Attributes and methods' arguments: values of JavaScript's as the core's, which are JSON.

#[cfg(feature = "js")]
use js_sys::Array;
use js_sys::{JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::core::error::{Code, Error, quote};
use crate::core::json::{self, Writer};
#[cfg(feature = "js")]
use crate::core::session::Method;
use crate::core::settings::{Settings, Value};
use crate::web::object;

/// How deep data may nest. Deeper ones are a cycle, or nothing that Intercom would take.
const MAX_DEPTH: u8 = 8;

#[wasm_bindgen]
extern "C" {
    /// js-sys has no `catch` for what only inherits from it, whose methods throw.
    type Date;
    #[wasm_bindgen(method, catch, structural, js_name = getTime)]
    fn get_time(this: &Date) -> Result<JsValue, JsValue>;
}

/// Reads attributes.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the attribute.
pub(crate) fn settings(object: &JsValue) -> Result<Settings, Error> {
    let names = object::keys(object).ok_or_else(|| unsendable("settings"))?;
    let mut settings = Settings::new();
    for name in names.iter() {
        let value = object::own(object, &name);
        let name = object::text(&name).unwrap_or_default();
        if !value.is_undefined() {
            let value = self::value(&value).ok_or_else(|| unsendable(&name))?;
            settings = settings.with(name, value);
        }
    }
    Ok(settings)
}

/// Reads attributes that an application has in a type of its own.
///
/// # Errors
/// As [`settings`].
pub(crate) fn serialized<T: Serialize + ?Sized>(attributes: &T) -> Result<Settings, Error> {
    let object = attributes.serialize(&Serializer::json_compatible());
    object.map_err(|_| Code::InvalidSettings.into()).and_then(|object| settings(&object))
}

/// Reads what a method is given: no more than it takes, and nothing that is undefined at the end, so that `onClick={show}`
/// passes on no event.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the method.
#[cfg(feature = "js")]
pub(crate) fn arguments(method: &Method, given: &Array) -> Result<Vec<Value>, Error> {
    let (mut values, mut left_out) = (Vec::new(), 0);
    for at in 0..given.length().min(method.arity()) {
        let given = given.get_unchecked(at);
        if given.is_undefined() {
            left_out += 1;
        } else if left_out > 0 {
            return Err(unsendable(method.name));
        } else {
            values.push(value(&given).ok_or_else(|| unsendable(method.name))?);
        }
    }
    Ok(values)
}

fn unsendable(name: &str) -> Error {
    Error::new(Code::InvalidSettings).with_detail(quote(name))
}

/// Reads any value; `None` for one that JSON cannot say, or that throws while it is read.
pub(crate) fn value(value: &JsValue) -> Option<Value> {
    write(value, MAX_DEPTH).map(Value::of_json)
}

/// A value as JSON: dates in Unix seconds, as Intercom has them, and an object's names in order, so that the same
/// attributes have the same text. Numbers and texts are the browser's to write; it looks for no `toJSON` in those.
fn write(value: &JsValue, depth: u8) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    if value.is_null() {
        Some(json::NULL.to_owned())
    } else if let Some(flag) = value.as_bool() {
        Some(json::flag(flag).to_owned())
    } else if object::text(value).is_some() || value.as_f64().is_some_and(f64::is_finite) {
        object::text(JSON::stringify(value).ok()?.as_ref())
    } else if object::is_array(value) {
        write_list(value, deeper)
    } else if let Some(date) = value.dyn_ref::<Date>() {
        let seconds = (date.get_time().ok()?.as_f64()? / 1000.0).floor();
        write(&seconds.into(), deeper)
    } else {
        write_object(value, deeper)
    }
}

fn write_list(list: &JsValue, depth: u8) -> Option<String> {
    let length = object::get(list, "length")?.as_f64()?;
    let (mut json, mut at) = (Writer::list(), 0_u32);
    while f64::from(at) < length {
        json.item(&write(&Reflect::get(list, &at.into()).ok()?, depth)?);
        at = at.checked_add(1)?;
    }
    Some(json.end())
}

fn write_object(object: &JsValue, depth: u8) -> Option<String> {
    let mut json = Writer::object();
    for name in object::keys(object)?.sort().iter() {
        let value = object::own(object, &name);
        if !value.is_undefined() {
            json.field(&object::text(&name)?, &write(&value, depth)?);
        }
    }
    Some(json.end())
}
