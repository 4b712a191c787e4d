//! Conversion of attributes and methods' arguments from JavaScript values to the core's, which are JSON.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::core::attributes::{Attributes, Value};
use crate::core::error::{Code, Error, quote};
use crate::core::json;
#[cfg(feature = "js-session")]
use crate::core::session::Method;
use crate::web::{
    global,
    object::{self, Arg::Js},
};

/// Maximum depth of nested data. Deeper data is a cycle, or nothing that Intercom accepts.
const MAX_DEPTH: u8 = 8;

/// Reads attributes.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the attribute.
pub(crate) fn settings(object: &JsValue) -> Result<Attributes, Error> {
    let names = object::names(object).ok_or_else(|| unsendable("settings"))?;
    let mut settings = Attributes::new();
    for name in names {
        let value = object::field(object, &name);
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
pub(crate) fn serialized<T: Serialize + ?Sized>(attributes: &T) -> Result<Attributes, Error> {
    let object = attributes.serialize(&Serializer::json_compatible());
    object.map_err(|_| Code::InvalidSettings.into()).and_then(|object| settings(&object))
}

/// Reads the arguments of a method: no more than it takes, and none that is undefined at the end, so that
/// `onClick={show}` passes on no event.
///
/// # Errors
/// [`Code::InvalidSettings`], naming the method.
#[cfg(feature = "js-session")]
pub(crate) fn arguments(method: &Method, given: &JsValue) -> Result<Vec<Value>, Error> {
    let (mut values, mut left_out) = (Vec::new(), 0);
    for given in object::entries(given).iter().take(method.arity()) {
        if given.is_undefined() {
            left_out += 1;
        } else if left_out > 0 {
            return Err(unsendable(method.name));
        } else {
            values.push(value(given).ok_or_else(|| unsendable(method.name))?);
        }
    }
    Ok(values)
}

fn unsendable(name: &str) -> Error {
    Error::new(Code::InvalidSettings).with_detail(quote(name))
}

/// Reads any value; `None` for one that JSON cannot represent, or that throws while it is read.
pub(crate) fn value(value: &JsValue) -> Option<Value> {
    let mut text = String::new();
    write(value, MAX_DEPTH, &mut text)?;
    Some(Value::of_json(text))
}

/// Writes a value as JSON: dates in Unix seconds, as Intercom has them, and an object's names in order, so that the
/// same attributes have the same text. The browser writes numbers and texts, without a `toJSON` of theirs.
fn write(value: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    let deeper = depth.checked_sub(1)?;
    if object::is_null(value) {
        text.push_str(json::NULL);
    } else if let Some(flag) = object::flag(value) {
        text.push_str(json::flag(flag));
    } else if object::text(value).is_some() || value.as_f64().is_some_and(f64::is_finite) {
        text.push_str(&object::text(
            &object::try_call(&global::get("JSON"), "stringify", &[Js(value)]).ok()?,
        )?);
    } else if object::is_array(value) {
        write_list(value, deeper, text)?;
    } else if global::is_a(value, "Date") {
        let time = object::try_call(value, "getTime", &[]).ok()?.as_f64()?;
        write(&(time / 1000.0).floor().into(), deeper, text)?;
    } else {
        write_object(value, deeper, text)?;
    }
    Some(())
}

fn write_list(list: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    let length = object::get(list, "length").as_f64()?;
    text.push('[');
    let mut at = 0_u32;
    while f64::from(at) < length {
        if at > 0 {
            text.push(',');
        }
        write(&object::entry(list, at).ok()?, depth, text)?;
        at = at.checked_add(1)?;
    }
    text.push(']');
    Some(())
}

fn write_object(object: &JsValue, depth: u8, text: &mut String) -> Option<()> {
    text.push('{');
    let mut first = true;
    for name in object::names(object)? {
        let value = object::field(object, &name);
        if value.is_undefined() {
            continue;
        }
        if !first {
            text.push(',');
        }
        first = false;
        text.push_str(&json::quoted(&name));
        text.push(':');
        write(&value, depth, text)?;
    }
    text.push('}');
    Some(())
}
