//! The page's window and its globals: functions, classes and values of page code.
//!
//! An element with a name or an id is a property of `window`: `<a id="Intercom">` is `window.Intercom` where there is
//! none. So a global is an own property of `window`. Globals are read at each use: tests and tools of a page replace
//! them.

use wasm_bindgen::JsValue;

use crate::web::object::{self, Arg, Arg::Js, Page};
use crate::web::reflect;

/// The page's window; undefined outside of a page.
#[inline(never)]
pub(super) fn window() -> JsValue {
    reflect::page().unwrap_or_default()
}

/// Whether there is a page: on a server and in a worker there is none.
pub(super) fn has_page() -> bool {
    window().is_object()
}

/// A global that a browser may lack, or that page code defines; undefined where it cannot be read.
#[inline(never)]
pub(crate) fn get(name: &str) -> JsValue {
    object::own(&window(), name)
}

/// A part of the page's address, such as `href`.
#[inline(never)]
pub(super) fn address(part: &str) -> String {
    object::text_of(&object::get(&window(), "location"), part).unwrap_or_default()
}

/// An address resolved against the page's; `None` for an invalid one.
pub(super) fn absolute(url: &str) -> Option<String> {
    object::text_of(&construct("URL", &[Arg::Text(url), Arg::Text(&address("href"))]).ok()?, "href")
}

/// Calls a function.
#[inline(never)]
pub(super) fn call(name: &str, arguments: &[Arg<'_>]) -> Page {
    object::try_apply(&get(name), &JsValue::UNDEFINED, arguments)
}

/// Creates an instance of a class.
#[inline(never)]
pub(super) fn construct(class: &str, arguments: &[Arg<'_>]) -> Page {
    object::construct(&get(class), arguments)
}

/// Whether a value is an instance of a class.
#[inline(never)]
pub(super) fn is_a(value: &JsValue, class: &str) -> bool {
    object::try_call(&prototype(class), "isPrototypeOf", &[Js(value)]).unwrap_or_default().is_truthy()
}

/// The prototype of a class.
#[inline(never)]
pub(super) fn prototype(class: &str) -> JsValue {
    object::get(&get(class), "prototype")
}

/// Calls a class's method on `this`, whatever `this` defines in its place.
#[inline(never)]
pub(super) fn try_call_of(class: &str, method: &str, this: &JsValue, arguments: &[Arg<'_>]) -> Page {
    object::try_apply(&object::try_get(&prototype(class), method)?, this, arguments)
}

/// The same. Undefined for an exception, which is reported.
#[inline(never)]
pub(super) fn call_of(class: &str, method: &str, this: &JsValue, arguments: &[Arg<'_>]) -> JsValue {
    if this.is_undefined() {
        JsValue::UNDEFINED
    } else {
        object::value(try_call_of(class, method, this, arguments))
    }
}
