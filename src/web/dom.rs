//! The document, its elements and events, protected from markup that hides members of `document` (DOM clobbering).
//!
//! An element with a name is a property of `document`: `<img name="cookie">` hides `document.cookie`. So members of
//! `document` are read from its prototype. Only this module accesses it.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::web::caught::Caught as _;
use crate::web::global::{self, call_of, is_a, try_call_of, window};
use crate::web::object::{
    self,
    Arg::{Js, Text},
    Page, entries, read, set_text, value,
};

/// The page's document; undefined outside of a page.
pub(super) fn document() -> JsValue {
    object::get(&window(), "document")
}

/// A member of the document, whatever markup hides it.
#[inline(never)]
pub(super) fn of_document(name: &str) -> Page {
    object::get_for(&global::prototype("Document"), name, &document())
}

pub(super) fn write_cookie(cookie: &str) {
    object::set_for(&global::prototype("Document"), "cookie", &cookie.into(), &document()).caught();
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

/// Calls a method of the document. A function that page code has put in its place, such as a consent tool's, stays in
/// use; an element, which browsers have allowed to be called, does not.
#[inline(never)]
fn call_document(method: &str, argument: &str) -> JsValue {
    let document = document();
    let found = read(&document, method);
    if found.is_function() && !is_a(&found, "Element") {
        return value(object::try_apply(&found, &document, &[Text(argument)]));
    }
    call_of("Document", method, &document, &[Text(argument)])
}

/// A new element that is not on the page; undefined where it cannot be created.
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

/// Removes an element from the page.
#[inline(never)]
pub(super) fn remove(element: &JsValue) {
    call_of("Element", "remove", element, &[]);
}

/// Appends an element to the head, or to its substitute: an early page may have no head yet. `false` for an exception.
#[inline(never)]
pub(super) fn append_to_head(element: &JsValue) -> bool {
    let head = value(of_document("head"));
    append(&if object::is_null(&head) { value(of_document("documentElement")) } else { head }, element)
}

/// Appends an element to another; nothing where that is null. `false` for an exception.
#[inline(never)]
pub(super) fn append(parent: &JsValue, child: &JsValue) -> bool {
    if parent.is_undefined() || child.is_undefined() {
        return false;
    }
    object::is_null(parent) || try_call_of("Element", "append", parent, &[Js(child)]).caught().is_some()
}

/// A JavaScript function. The garbage collector frees it, so that a late call is safe.
pub(crate) fn function(act: impl Fn(JsValue) + 'static) -> Function {
    boxed_function(Box::new(act))
}

/// The non-generic part of [`function`].
#[inline(never)]
fn boxed_function(act: Box<dyn Fn(JsValue)>) -> Function {
    Closure::wrap(act).into_js_value().unchecked_into()
}

/// Adds a listener for as long as the page lives.
#[inline(never)]
pub(super) fn listen(target: &JsValue, kind: &str, function: &Function) {
    call_of("EventTarget", "addEventListener", target, &[Text(kind), Js(function)]);
}

/// A listener that is removed when dropped. It runs before the page's own listeners on inner elements, which may stop
/// the event.
pub(super) struct Listener {
    target: JsValue,
    kind: &'static str,
    function: Function,
}

impl Listener {
    /// Listens on `target`; `function` receives the event. `None` where the page threw, which is reported.
    #[inline(never)]
    pub(super) fn new(target: &JsValue, kind: &'static str, function: &Function) -> Option<Self> {
        let listener = Self { target: target.clone(), kind, function: function.clone() };
        if listener.call("addEventListener") { Some(listener) } else { None }
    }

    fn call(&self, method: &str) -> bool {
        let arguments = [Text(self.kind), Js(&self.function), Js(&JsValue::TRUE)];
        try_call_of("EventTarget", method, &self.target, &arguments).caught().is_some()
    }
}

impl Drop for Listener {
    #[inline(never)]
    fn drop(&mut self) {
        self.call("removeEventListener");
    }
}
