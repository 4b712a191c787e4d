//! Properties and calls of objects. Reading one that page code made may run page code, a getter or a proxy, which may
//! throw; and what stands on a prototype belongs to no object.
//!
//! Members are found by their names, through a few bindings: a binding for each member, as js-sys and web-sys have them,
//! takes a hundred bytes of the compressed package each. For the same reason most functions report an exception
//! themselves, and return undefined or `false` then: a result at each call costs more than the call. Nothing is read from,
//! and nothing is called of, what is undefined.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::core::error::decimal;
use crate::web::caught::{self, Caught as _};
use crate::web::clock::whole;
use crate::web::wrappers;

use self::Arg::{Js, Text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(object: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(function: &JsValue, this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
}

/// The result of page code.
pub(crate) type Page<T = JsValue> = Result<T, JsValue>;

/// An argument of a call.
#[derive(Clone, Copy)]
pub(crate) enum Arg<'a> {
    /// A value.
    Js(&'a JsValue),
    /// A string.
    Text(&'a str),
}

/// A property of an object, inherited ones included.
#[inline(never)]
pub(crate) fn try_get(object: &JsValue, name: &str) -> Page {
    get_for(object, name, object)
}

/// A property whose getter is called for another object than the one that has it.
pub(super) fn get_for(object: &JsValue, name: &str, receiver: &JsValue) -> Page {
    reflect_get(object, name, receiver)
}

/// A property, or undefined where it cannot be read. Content blockers define such that throw.
#[inline(never)]
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    try_get(object, name).unwrap_or_default()
}

/// The same, with an exception reported.
pub(super) fn read(object: &JsValue, name: &str) -> JsValue {
    value(try_get(object, name))
}

/// Whether a property counts as true.
#[inline(never)]
pub(super) fn is_set(object: &JsValue, name: &str) -> bool {
    get(object, name).is_truthy()
}

/// A property that is a text.
#[inline(never)]
pub(super) fn text_of(object: &JsValue, name: &str) -> Option<String> {
    text(&get(object, name))
}

/// A value's text; `None` for what is none.
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

/// A whole number; 0 for any other value.
#[inline(never)]
pub(crate) fn number(value: &JsValue) -> u32 {
    value.as_f64().map_or(0, whole)
}

/// Calls a function of a global that every page has, such as `Reflect`.
#[inline(never)]
fn call_global(global: &str, function: &str, arguments: &[Arg<'_>]) -> Page {
    try_call(&try_get(&wrappers::page(), global)?, function, arguments)
}

/// Whether a value is a list.
pub(crate) fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// Throws at a proxy that was revoked.
fn try_is_array(value: &JsValue) -> Page<bool> {
    call_global("Array", "isArray", &[Js(value)]).map(|is_array| is_array.is_truthy())
}

/// Whether a value is an object, and no list, no function and not null.
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

/// The entries of a list, of whichever class. Page code may have made it of anything.
#[inline(never)]
pub(crate) fn entries(list: &JsValue) -> Vec<JsValue> {
    let mut entries = Vec::new();
    for at in 0..number(&get(list, "length")) {
        entries.extend(entry(list, at).caught());
    }
    entries
}

/// An entry of a list.
pub(crate) fn entry(list: &JsValue, at: u32) -> Page {
    try_get(list, &decimal(at.into()))
}

/// Whether a property is the object's own; `None` where an exception says nothing of it.
#[inline(never)]
pub(super) fn has_own(object: &JsValue, name: &str) -> Option<bool> {
    let found = call_global("Reflect", "getOwnPropertyDescriptor", &[Js(object), Text(name)]);
    found.ok().map(|found| !found.is_undefined())
}

/// A property of the object's own, undefined where there is none; `None` for one that throws.
#[inline(never)]
pub(crate) fn try_own(object: &JsValue, name: &str) -> Option<JsValue> {
    if has_own(object, name)? { try_get(object, name).ok() } else { Some(JsValue::UNDEFINED) }
}

/// A property of the object's own, undefined where there is none. One that throws is NaN, which no option, attribute or
/// argument may be.
#[inline(never)]
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    try_own(object, name).unwrap_or_else(|| f64::NAN.into())
}

/// A property of the object's own, or undefined: `Object.prototype` and the named elements of `window` may be the page's.
#[inline(never)]
pub(super) fn own(object: &JsValue, name: &str) -> JsValue {
    try_own(object, name).unwrap_or_default()
}

/// Sets a property; `false` where the object refuses it, by an exception too.
#[inline(never)]
pub(super) fn try_set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    set_for(object, name, value, object).unwrap_or_default()
}

/// Sets a property whose setter is called for another object than the one that has it.
pub(super) fn set_for(object: &JsValue, name: &str, value: &JsValue, receiver: &JsValue) -> Page<bool> {
    let arguments = [Js(object), Text(name), Js(value), Js(receiver)];
    call_global("Reflect", "set", &arguments).map(|is_set| is_set.is_truthy())
}

/// Sets a property, with an exception reported; `false` for one.
#[inline(never)]
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    object.is_undefined() || set_for(object, name, value, object).caught().is_some()
}

/// Sets a property to a text.
#[inline(never)]
pub(super) fn set_text(object: &JsValue, name: &str, text: &str) {
    set(object, name, &text.into());
}

/// Deletes a property; `false` where the object refuses it, by an exception too.
#[inline(never)]
pub(super) fn delete(object: &JsValue, name: &str) -> bool {
    call_global("Reflect", "deleteProperty", &[Js(object), Text(name)]).unwrap_or_default().is_truthy()
}

/// Calls a function with a receiver.
#[inline(never)]
pub(crate) fn try_apply(function: &JsValue, this: &JsValue, arguments: &[Arg<'_>]) -> Page {
    reflect_apply(function, this, &list(arguments))
}

/// Calls a method of an object.
#[inline(never)]
pub(crate) fn try_call(object: &JsValue, method: &str, arguments: &[Arg<'_>]) -> Page {
    try_apply(&try_get(object, method)?, object, arguments)
}

/// Calls a method of an object. Undefined where it throws, which is reported.
#[inline(never)]
pub(super) fn call(object: &JsValue, method: &str, arguments: &[Arg<'_>]) -> JsValue {
    if object.is_undefined() { JsValue::UNDEFINED } else { value(try_call(object, method, arguments)) }
}

/// Calls a method of an object for what it does.
#[inline(never)]
pub(super) fn run(object: &JsValue, method: &str, arguments: &[Arg<'_>]) {
    call(object, method, arguments);
}

/// Makes an object of a class.
#[inline(never)]
pub(super) fn construct(class: &JsValue, arguments: &[Arg<'_>]) -> Page {
    call_global("Reflect", "construct", &[Js(class), Js(&list(arguments))])
}

#[inline(never)]
fn list(values: &[Arg<'_>]) -> Array {
    let list = Array::new();
    for value in values {
        match value {
            Js(value) => list.push(value),
            Text(text) => list.push(&(*text).into()),
        };
    }
    list
}

/// What was returned; undefined for what was thrown, which is reported.
#[inline(never)]
pub(super) fn value(result: Page) -> JsValue {
    result.unwrap_or_else(|thrown| {
        caught::report(&thrown, true);
        JsValue::UNDEFINED
    })
}

/// The value of a JSON text; `None` for what is no JSON.
#[inline(never)]
pub(crate) fn parse(json: &str) -> Option<JsValue> {
    call_global("JSON", "parse", &[Text(json)]).ok()
}

/// The value of a JSON text of the loader's own. An object has its fields whatever the page has on `Object.prototype`.
#[inline(never)]
pub(crate) fn of_json(json: &str) -> JsValue {
    parse(json).unwrap_or_default()
}
