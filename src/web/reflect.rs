//! Properties and calls of objects, by the browser's `Reflect`. An exception of page code is a result here.
//!
//! Members are found by name, through two bindings: one binding for each member, as in js-sys and web-sys, takes a
//! hundred bytes of the compressed package.

use wasm_bindgen::prelude::*;

use crate::core::error::decimal;
use crate::web::wrappers;

use self::Arg::{Js, Text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(object: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
}

/// Result of page code.
pub(crate) type Page<T = JsValue> = Result<T, JsValue>;

/// An argument of a call.
#[derive(Clone, Copy)]
pub(crate) enum Arg<'a> {
    /// A value.
    Js(&'a JsValue),
    /// A string.
    Text(&'a str),
}

impl Arg<'_> {
    fn to_js(self) -> JsValue {
        match self {
            Js(value) => value.clone(),
            Text(text) => text.into(),
        }
    }
}

/// A property of an object, inherited ones included.
#[inline(never)]
pub(crate) fn try_get(object: &JsValue, name: &str) -> Page {
    get_for(object, name, object)
}

/// A property whose getter is called on another object than its owner.
pub(super) fn get_for(object: &JsValue, name: &str, receiver: &JsValue) -> Page {
    reflect_get(object, name, receiver)
}

/// The page's window; undefined where there is no page.
#[inline(never)]
pub(super) fn page() -> Page {
    try_get(&wrappers::wrappers()?, "page")
}

/// Calls a function of `wrappers.js`.
#[inline(never)]
pub(super) fn wrapper(name: &str, arguments: &[Arg<'_>]) -> Page {
    try_call(&wrappers::wrappers()?, name, arguments)
}

/// Calls a function of a global that every page has, such as `Reflect`.
#[inline(never)]
pub(super) fn call_global(global: &str, function: &str, arguments: &[Arg<'_>]) -> Page {
    try_call(&try_get(&page()?, global)?, function, arguments)
}

/// An entry of a list.
pub(crate) fn entry(list: &JsValue, at: u32) -> Page {
    try_get(list, &decimal(at.into()))
}

/// Whether a property is the object's own; `None` for an exception.
#[inline(never)]
pub(super) fn has_own(object: &JsValue, name: &str) -> Option<bool> {
    let found = call_global("Reflect", "getOwnPropertyDescriptor", &[Js(object), Text(name)]);
    found.ok().map(|found| !found.is_undefined())
}

/// An own property, undefined where there is none; `None` for one that throws.
#[inline(never)]
pub(crate) fn try_own(object: &JsValue, name: &str) -> Option<JsValue> {
    if has_own(object, name)? { try_get(object, name).ok() } else { Some(JsValue::UNDEFINED) }
}

/// Sets a property; `false` where the object refuses it, including by an exception.
#[inline(never)]
pub(super) fn try_set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    set_for(object, name, value, object).unwrap_or_default()
}

/// Sets a property whose setter is called on another object than its owner.
pub(super) fn set_for(object: &JsValue, name: &str, value: &JsValue, receiver: &JsValue) -> Page<bool> {
    let arguments = [Js(object), Text(name), Js(value), Js(receiver)];
    call_global("Reflect", "set", &arguments).map(|is_set| is_set.is_truthy())
}

/// Deletes a property; `false` where the object refuses it, including by an exception.
#[inline(never)]
pub(super) fn delete(object: &JsValue, name: &str) -> bool {
    call_global("Reflect", "deleteProperty", &[Js(object), Text(name)]).unwrap_or_default().is_truthy()
}

/// Calls a function with a receiver and at most four arguments.
#[inline(never)]
pub(crate) fn try_apply(function: &JsValue, this: &JsValue, arguments: &[Arg<'_>]) -> Page {
    let argument = |at| arguments.get(at).copied().map(Arg::to_js).unwrap_or_default();
    wrappers::apply(function, this, arguments.len(), &argument(0), &argument(1), &argument(2), &argument(3))
}

/// Calls a method of an object.
#[inline(never)]
pub(crate) fn try_call(object: &JsValue, method: &str, arguments: &[Arg<'_>]) -> Page {
    try_apply(&try_get(object, method)?, object, arguments)
}

/// Creates an instance of a class.
#[inline(never)]
pub(super) fn construct(class: &JsValue, arguments: &[Arg<'_>]) -> Page {
    let list = call_global("Array", "of", arguments)?;
    call_global("Reflect", "construct", &[Js(class), Js(&list)])
}
