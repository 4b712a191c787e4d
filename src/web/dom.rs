//! Members of the page's objects, read past markup that hides them (DOM clobbering), and called so that exceptions of the
//! page's are caught.
//!
//! An element with a name or an id is a property of `document` and of `window`: `<img name="cookie">` hides
//! `document.cookie`, and `<a id="Intercom">` is `window.Intercom` where there is none. So members of `document` are read
//! from its prototype, and globals are own properties of `window`. No other module names either.
//!
//! Members are found by their names, through five bindings and js-sys: a binding for each member, as web-sys has them, takes a hundred
//! bytes of the compressed package each. For the same reason most functions report an exception themselves, and return
//! undefined or `false` then: a result at each call costs more than the call. Nothing is read from, and nothing is called
//! of, what is undefined.

use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::core::error::decimal;
use crate::web::caught::{self, Caught as _};
use crate::web::wrappers;

use self::Arg::{Js, Text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(object: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(
        object: &JsValue,
        name: &str,
        value: &JsValue,
        receiver: &JsValue,
    ) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = deleteProperty)]
    fn reflect_delete(object: &JsValue, name: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(function: &JsValue, this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = construct)]
    fn reflect_construct(class: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
}

/// An argument of a call.
#[derive(Clone, Copy)]
pub(super) enum Arg<'a> {
    Js(&'a JsValue),
    Text(&'a str),
}

/// The result of a member of the page's.
pub(super) type Page<T = JsValue> = Result<T, JsValue>;

/// Whether there is a page: on a server and in a worker there is none.
pub(super) fn has_page() -> bool {
    window().is_object()
}

/// The page's document; undefined outside of a page.
pub(super) fn document() -> JsValue {
    get(&window(), "document")
}

/// The page's window; undefined outside of a page.
#[inline(never)]
pub(super) fn window() -> JsValue {
    wrappers::page()
}

/// A property of an object, inherited ones included.
#[inline(never)]
pub(super) fn try_get(object: &JsValue, name: &str) -> Page {
    reflect_get(object, name, object)
}

/// A property, or undefined where it cannot be read. Content blockers define such that throw.
#[inline(never)]
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    try_get(object, name).unwrap_or_default()
}

/// The same, with an exception reported.
pub(super) fn read(object: &JsValue, name: &str) -> JsValue {
    value(try_get(object, name))
}

/// A value's text; `None` for what is none.
#[inline(never)]
pub(super) fn string(value: &JsValue) -> Option<String> {
    value.as_string()
}

/// A property that is a text.
#[inline(never)]
pub(super) fn text(object: &JsValue, name: &str) -> Option<String> {
    string(&get(object, name))
}

/// Whether a property counts as true.
#[inline(never)]
pub(super) fn is_set(object: &JsValue, name: &str) -> bool {
    get(object, name).is_truthy()
}

/// Whether a property is the object's own; `None` where an exception says nothing of it.
#[inline(never)]
pub(super) fn has_own(object: &JsValue, name: &str) -> Option<bool> {
    let found = Reflect::get_own_property_descriptor(object.unchecked_ref::<Object>(), &name.into());
    found.ok().map(|found| !found.is_undefined())
}

/// Sets a property; `false` where the object refuses it, by an exception too.
#[inline(never)]
pub(super) fn try_set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    reflect_set(object, name, value, object).unwrap_or_default()
}

/// Sets a property, with an exception reported; `false` for one.
#[inline(never)]
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) -> bool {
    object.is_undefined() || reflect_set(object, name, value, object).caught().is_some()
}

/// Sets a property to a text.
#[inline(never)]
pub(super) fn set_text(object: &JsValue, name: &str, text: &str) {
    set(object, name, &text.into());
}

/// Deletes a property; `false` where the object refuses it, by an exception too.
#[inline(never)]
pub(super) fn delete(object: &JsValue, name: &str) -> bool {
    reflect_delete(object, name).unwrap_or_default()
}

/// Calls a function with a receiver.
#[inline(never)]
pub(super) fn try_apply(function: &JsValue, this: &JsValue, arguments: &[Arg<'_>]) -> Page {
    reflect_apply(function, this, &list(arguments))
}

/// Calls a method of an object.
#[inline(never)]
pub(super) fn try_call(object: &JsValue, method: &str, arguments: &[Arg<'_>]) -> Page {
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

/// Calls a function that is a global.
#[inline(never)]
pub(super) fn call_global(name: &str, arguments: &[Arg<'_>]) -> Page {
    try_apply(&of_window(name), &JsValue::UNDEFINED, arguments)
}

/// Calls a method of a class for `this`, past what `this` has in its place.
#[inline(never)]
pub(super) fn try_call_of(class: &str, method: &str, this: &JsValue, arguments: &[Arg<'_>]) -> Page {
    try_apply(&try_get(&prototype(class), method)?, this, arguments)
}

/// The same. Undefined where it throws, which is reported.
#[inline(never)]
pub(super) fn call_of(class: &str, method: &str, this: &JsValue, arguments: &[Arg<'_>]) -> JsValue {
    if this.is_undefined() { JsValue::UNDEFINED } else { value(try_call_of(class, method, this, arguments)) }
}

/// Makes an object of a class that is a global.
#[inline(never)]
pub(super) fn construct(class: &str, arguments: &[Arg<'_>]) -> Page {
    reflect_construct(&of_window(class), &list(arguments))
}

/// Whether a value is of a class that is a global.
#[inline(never)]
pub(super) fn is_a(value: &JsValue, class: &str) -> bool {
    try_call(&prototype(class), "isPrototypeOf", &[Js(value)]).unwrap_or_default().is_truthy()
}

/// What was returned; undefined for what was thrown, which is reported.
#[inline(never)]
fn value(result: Page) -> JsValue {
    result.unwrap_or_else(|thrown| {
        caught::report(&thrown, true);
        JsValue::UNDEFINED
    })
}

#[inline(never)]
fn prototype(class: &str) -> JsValue {
    get(&of_window(class), "prototype")
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

/// The entries of a list, of whichever class. Page code may have made it of anything.
#[inline(never)]
pub(super) fn entries(list: &JsValue) -> Vec<JsValue> {
    let mut entries = Vec::new();
    for at in 0..number(&get(list, "length")) {
        entries.extend(try_get(list, &decimal(at.into())).caught());
    }
    entries
}

/// A whole number; 0 for any other value.
#[inline(never)]
pub(super) fn number(value: &JsValue) -> u32 {
    value.as_f64().map_or(0, crate::web::clock::whole)
}

/// What JSON of the loader's own says.
pub(super) fn parse_json(json: &str) -> JsValue {
    value(JSON::parse(json))
}

/// A property of the object's own, or undefined: `Object.prototype` and the named elements of `window` may be the page's.
#[inline(never)]
pub(super) fn own(object: &JsValue, name: &str) -> JsValue {
    if has_own(object, name) == Some(true) { get(object, name) } else { JsValue::UNDEFINED }
}

/// A global that a browser may lack, or that page code defines; undefined where it cannot be read.
#[inline(never)]
pub(super) fn of_window(name: &str) -> JsValue {
    own(&window(), name)
}

/// A member of the document's, past markup.
#[inline(never)]
pub(super) fn of_document(name: &str) -> Page {
    reflect_get(&prototype("Document"), name, &document())
}

pub(super) fn write_cookie(cookie: &str) {
    reflect_set(&prototype("Document"), "cookie", &cookie.into(), &document()).caught();
}

/// A part of the page's address, such as `href`.
#[inline(never)]
pub(super) fn address(part: &str) -> String {
    text(&get(&window(), "location"), part).unwrap_or_default()
}

/// Whether the page, its pictures and frames included, has loaded.
pub(super) fn is_complete() -> bool {
    value(of_document("readyState")) == "complete"
}

/// The page's script elements.
#[inline(never)]
pub(super) fn scripts() -> Vec<JsValue> {
    entries(&value(of_document("scripts")))
}

/// Calls a method of the document. A function that page code has put over it, such as a consent tool's, stays in use; an
/// element, which browsers have let be called, does not.
#[inline(never)]
fn call_document(method: &str, argument: &str) -> JsValue {
    let document = document();
    let found = read(&document, method);
    if found.is_function() && !is_a(&found, "Element") {
        return value(try_apply(&found, &document, &[Text(argument)]));
    }
    call_of("Document", method, &document, &[Text(argument)])
}

/// A new element that is not on the page; undefined where there is none to have.
#[inline(never)]
pub(super) fn create(tag: &str) -> JsValue {
    call_document("createElement", tag)
}

/// A new `<link>` that is not on the page.
#[inline(never)]
pub(super) fn link(rel: &str, href: &str) -> JsValue {
    let link = create("link");
    set_text(&link, "rel", rel);
    set_text(&link, "href", href);
    link
}

/// The elements that match a selector.
#[inline(never)]
pub(super) fn query_all(selector: &str) -> Vec<JsValue> {
    entries(&call_document("querySelectorAll", selector))
}

/// Sets an attribute of an element's.
#[inline(never)]
pub(super) fn set_attribute(element: &JsValue, name: &str, value: &str) {
    call_of("Element", "setAttribute", element, &[Text(name), Text(value)]);
}

/// Takes an element off the page.
#[inline(never)]
pub(super) fn remove(element: &JsValue) {
    call_of("Element", "remove", element, &[]);
}

/// Puts an element where the page has room for it: an early page may have no head yet. `false` for an exception.
#[inline(never)]
pub(super) fn append_to_head(element: &JsValue) -> bool {
    let head = value(of_document("head"));
    append(&if head.is_null() { value(of_document("documentElement")) } else { head }, element)
}

/// Puts an element into another; nothing where that is null. `false` for an exception.
#[inline(never)]
pub(super) fn append(parent: &JsValue, child: &JsValue) -> bool {
    if parent.is_undefined() || child.is_undefined() {
        return false;
    }
    parent.is_null() || try_call_of("Element", "append", parent, &[Js(child)]).caught().is_some()
}

/// A function for JavaScript. The collector frees it, so that a late call of it finds it there.
pub(crate) fn function(act: impl Fn(JsValue) + 'static) -> Function {
    boxed_function(Box::new(act))
}

/// The part of [`function`] that is the same for every closure.
#[inline(never)]
fn boxed_function(act: Box<dyn Fn(JsValue)>) -> Function {
    Closure::wrap(act).into_js_value().unchecked_into()
}

/// Listens to an event for as long as the page lives.
#[inline(never)]
pub(super) fn listen(target: &JsValue, kind: &str, function: &Function) {
    call_of("EventTarget", "addEventListener", target, &[Text(kind), Js(function)]);
}

/// Listens to an event until it is dropped.
pub(super) struct Listener {
    target: JsValue,
    kind: &'static str,
    function: Function,
}

impl Listener {
    /// Listens on `target`; `function` is given the event. `None` where the page threw, which is reported.
    #[inline(never)]
    pub(super) fn new(target: &JsValue, kind: &'static str, function: &Function) -> Option<Self> {
        let listener = Self { target: target.clone(), kind, function: function.clone() };
        if listener.call("addEventListener") { Some(listener) } else { None }
    }

    fn call(&self, method: &str) -> bool {
        let arguments = [Text(self.kind), Js(&self.function)];
        try_call_of("EventTarget", method, &self.target, &arguments).caught().is_some()
    }
}

impl Drop for Listener {
    #[inline(never)]
    fn drop(&mut self) {
        self.call("removeEventListener");
    }
}
