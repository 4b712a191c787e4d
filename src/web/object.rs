//! Properties and calls of objects, with a fallback for an exception. Reading an object of page code may run page code,
//! a getter or a proxy, which may throw; and properties of a prototype belong to no object.
//!
//! Most functions report an exception themselves, and then return undefined or `false`: a result at each call costs
//! more than the call. Undefined values are never read from or called.

use wasm_bindgen::JsValue;

use crate::web::caught::{self, Caught as _};
use crate::web::reflect::call_global;

pub(crate) use crate::web::reflect::{Arg, Page, entry, try_apply, try_call, try_get, try_own};
pub(super) use crate::web::reflect::{construct, delete, get_for, has_own, set_for, try_set, wrapper};

use self::Arg::{Js, Text};

/// A property, or undefined where it cannot be read. Content blockers define properties that throw.
#[inline(never)]
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    try_get(object, name).unwrap_or_default()
}

/// The same, with an exception reported.
pub(super) fn read(object: &JsValue, name: &str) -> JsValue {
    value(try_get(object, name))
}

/// Whether a property is truthy.
#[inline(never)]
pub(super) fn is_set(object: &JsValue, name: &str) -> bool {
    get(object, name).is_truthy()
}

/// A property that is a string.
#[inline(never)]
pub(crate) fn text_of(object: &JsValue, name: &str) -> Option<String> {
    text(&get(object, name))
}

/// A value's text; `None` for one that is not a string.
#[inline(never)]
pub(crate) fn text(value: &JsValue) -> Option<String> {
    value.as_string()
}

/// `true` or `false`; `None` for any other value.
#[inline(never)]
pub(crate) fn flag(value: &JsValue) -> Option<bool> {
    if *value == JsValue::TRUE {
        Some(true)
    } else if *value == JsValue::FALSE {
        Some(false)
    } else {
        None
    }
}

/// Whether a value is null.
#[inline(never)]
pub(crate) fn is_null(value: &JsValue) -> bool {
    *value == JsValue::NULL
}

/// The whole part of a number, saturated to a `u32`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
pub(super) const fn whole(number: f64) -> u32 {
    number as u32
}

/// A whole number; 0 for any other value.
#[inline(never)]
pub(crate) fn number(value: &JsValue) -> u32 {
    value.as_f64().map_or(0, whole)
}

/// Whether a value is a list.
pub(crate) fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// Fails for a proxy that was revoked.
fn try_is_array(value: &JsValue) -> Page<bool> {
    call_global("Array", "isArray", &[Js(value)]).map(|is_array| is_array.is_truthy())
}

/// Whether a value is an object, but no list, no function and not null.
pub(crate) fn is_object(value: &JsValue) -> bool {
    value.is_object() && try_is_array(value).is_ok_and(|is_array| !is_array)
}

/// The names of an object's own fields, in order; `None` where there is no object, or its names cannot be read.
#[inline(never)]
pub(crate) fn names(object: &JsValue) -> Option<Vec<String>> {
    let names =
        if is_object(object) { call_global("Object", "keys", &[Js(object)]).ok()? } else { return None };
    try_call(&names, "sort", &[]).ok()?;
    entries(&names).iter().map(text).collect()
}

/// The entries of a list, of any class. Page code may have made it of anything.
#[inline(never)]
pub(crate) fn entries(list: &JsValue) -> Vec<JsValue> {
    let mut entries = Vec::new();
    for at in 0..number(&get(list, "length")) {
        entries.extend(entry(list, at).caught());
    }
    entries
}

/// An own property, undefined where there is none. One that throws is NaN, which no option, attribute or argument may
/// be.
#[inline(never)]
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    try_own(object, name).unwrap_or_else(|| f64::NAN.into())
}

/// An own property, or undefined: `Object.prototype` and the named elements of `window` may be the page's.
#[inline(never)]
pub(super) fn own(object: &JsValue, name: &str) -> JsValue {
    try_own(object, name).unwrap_or_default()
}

/// Sets a property; `false` for an exception, which is reported.
#[inline(never)]
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    object.is_undefined() || set_for(object, name, value, object).caught().is_some()
}

/// Sets a property to a text.
#[inline(never)]
pub(super) fn set_text(object: &JsValue, name: &str, text: &str) {
    set(object, name, &text.into());
}

/// Calls a method of an object. Undefined for an exception, which is reported.
#[inline(never)]
pub(super) fn call(object: &JsValue, method: &str, arguments: &[Arg<'_>]) -> JsValue {
    if object.is_undefined() { JsValue::UNDEFINED } else { value(try_call(object, method, arguments)) }
}

/// Calls a method of an object, and ignores its result.
#[inline(never)]
pub(super) fn run(object: &JsValue, method: &str, arguments: &[Arg<'_>]) {
    call(object, method, arguments);
}

/// The returned value; undefined for an exception, which is reported.
#[inline(never)]
pub(super) fn value(result: Page) -> JsValue {
    result.unwrap_or_else(|thrown| {
        caught::report(&thrown, true);
        JsValue::UNDEFINED
    })
}

/// The value of a JSON text; `None` for invalid JSON.
#[inline(never)]
pub(crate) fn parse(json: &str) -> Option<JsValue> {
    call_global("JSON", "parse", &[Text(json)]).ok()
}

/// The value of the loader's own JSON text. An object has its own fields whatever the page has on `Object.prototype`.
#[inline(never)]
pub(crate) fn of_json(json: &str) -> JsValue {
    parse(json).unwrap_or_default()
}
