//! Attributes and methods' arguments: values of JavaScript's as the core's, which are JSON.

#[cfg(feature = "js")]
use js_sys::Array;
use js_sys::{JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::core::error::{Code, Error, quote};
use crate::core::json;
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
    let mut text = String::new();
    write(value, MAX_DEPTH, &mut text)?;
    Some(Value::of_json(text))
}

/// Writes a value as JSON: dates in Unix seconds, as Intercom has them, and an object's names in order, so that the same
/// attributes have the same text. Numbers and texts are the browser's to write; it looks for no `toJSON` in those.
fn write(value: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    let deeper = depth.checked_sub(1)?;
    if value.is_null() {
        text.push_str(json::NULL);
    } else if let Some(flag) = value.as_bool() {
        text.push_str(json::flag(flag));
    } else if object::text(value).is_some() || value.as_f64().is_some_and(f64::is_finite) {
        text.push_str(&object::text(JSON::stringify(value).ok()?.as_ref())?);
    } else if object::is_array(value) {
        write_list(value, deeper, text)?;
    } else if let Some(date) = value.dyn_ref::<Date>() {
        let seconds = (date.get_time().ok()?.as_f64()? / 1000.0).floor();
        write(&seconds.into(), deeper, text)?;
    } else {
        write_object(value, deeper, text)?;
    }
    Some(())
}

fn write_list(list: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    let length = object::get(list, "length")?.as_f64()?;
    text.push('[');
    let mut at = 0_u32;
    while f64::from(at) < length {
        if at > 0 {
            text.push(',');
        }
        write(&Reflect::get(list, &at.into()).ok()?, depth, text)?;
        at = at.checked_add(1)?;
    }
    text.push(']');
    Some(())
}

fn write_object(object: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    text.push('{');
    let mut first = true;
    for name in object::keys(object)?.sort().iter() {
        let value = object::own(object, &name);
        if value.is_undefined() {
            continue;
        }
        if !first {
            text.push(',');
        }
        first = false;
        text.push_str(&json::quoted(&object::text(&name)?));
        text.push(':');
        write(&value, depth, text)?;
    }
    text.push('}');
    Some(())
}
