//! Members of the page's objects, read past markup that hides them (DOM clobbering), and called so that exceptions of the
//! page's are caught.
//!
//! An element with a name or an id is a property of `document` and of `window`: `<img name="cookie">` hides
//! `document.cookie`, and `<a id="Intercom">` is `window.Intercom` where there is none. So members of `document` are read
//! from its prototype, and globals are own properties of `window`. No other module names either.
//!
//! Members are found by their names, through six bindings: a binding for each member, as web-sys has them, takes a hundred
//! bytes of the compressed package each.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::core::error::decimal;
use crate::web::caught::Caught as _;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<JsValue>;
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(object: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(
        object: &JsValue,
        name: &str,
        value: &JsValue,
        receiver: &JsValue,
    ) -> Result<bool, JsValue>;
    /// Deletes a property; `false` where the object refuses it without throwing.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = deleteProperty)]
    pub(super) fn delete(object: &JsValue, name: &str) -> Result<bool, JsValue>;
    /// Whether a property is the object's own.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "hasOwnProperty"], js_name = call)]
    pub(super) fn has_own(object: &JsValue, name: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(function: &JsValue, this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = construct)]
    fn reflect_construct(class: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
}

/// What JSON of the loader's own says.
pub(super) fn parse_json(json: &str) -> Option<JsValue> {
    call(&of_window("JSON"), "parse", &[&json.into()]).caught()
}

/// The result of a member of the page's.
pub(super) type Page<T = JsValue> = Result<T, JsValue>;

/// Whether there is a page: on a server and in a worker there is none.
pub(super) fn has_page() -> bool {
    WINDOW.with(Option::is_some) && DOCUMENT.with(Option::is_some)
}

/// The page's document; undefined outside of a page.
pub(super) fn document() -> JsValue {
    DOCUMENT.with(Clone::clone).unwrap_or_default()
}

/// The page's window; undefined outside of a page.
pub(super) fn window() -> JsValue {
    WINDOW.with(Clone::clone).unwrap_or_default()
}

/// A property of an object, inherited ones included.
pub(super) fn try_get(object: &JsValue, name: &str) -> Page {
    reflect_get(object, name, object)
}

/// A property, or undefined where it cannot be read. Content blockers define such that throw.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    try_get(object, name).unwrap_or_default()
}

/// A property that is a text.
pub(super) fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// Sets a property; `false` where the object refuses it without throwing.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) -> Page<bool> {
    reflect_set(object, name, value, object)
}

/// Calls a function with a receiver.
pub(super) fn apply(function: &JsValue, this: &JsValue, arguments: &[&JsValue]) -> Page {
    reflect_apply(function, this, &list(arguments))
}

/// Calls a method of an object.
pub(super) fn call(object: &JsValue, method: &str, arguments: &[&JsValue]) -> Page {
    apply(&try_get(object, method)?, object, arguments)
}

/// Calls a function that is a global.
pub(super) fn call_global(name: &str, arguments: &[&JsValue]) -> Page {
    apply(&of_window(name), &JsValue::UNDEFINED, arguments)
}

/// Calls a method of a class for `this`, past what `this` has in its place.
pub(super) fn call_of(class: &str, method: &str, this: &JsValue, arguments: &[&JsValue]) -> Page {
    apply(&try_get(&prototype(class), method)?, this, arguments)
}

/// Makes an object of a class that is a global.
pub(super) fn construct(class: &str, arguments: &[&JsValue]) -> Page {
    reflect_construct(&of_window(class), &list(arguments))
}

fn prototype(class: &str) -> JsValue {
    get(&of_window(class), "prototype")
}

fn list(values: &[&JsValue]) -> Array {
    let list = Array::new();
    for value in values {
        list.push(value);
    }
    list
}

/// The entries of a list, of whichever class. Page code may have made it of anything.
pub(super) fn entries(list: &JsValue) -> Vec<JsValue> {
    let length = get(list, "length").as_f64().map_or(0, crate::web::clock::whole);
    (0..length).filter_map(|at| try_get(list, &decimal(at.into())).caught()).collect()
}

/// A property of the object's own: `Object.prototype` and the named elements of `window` may be the page's.
pub(super) fn own(object: &JsValue, name: &str) -> Page {
    if has_own(object, name)? { try_get(object, name) } else { Ok(JsValue::UNDEFINED) }
}

/// A global that a browser may lack, or that page code defines; undefined where it cannot be read.
pub(super) fn of_window(name: &str) -> JsValue {
    own(&window(), name).unwrap_or_default()
}

/// A member of the document's, past markup.
pub(super) fn of_document(name: &str) -> Page {
    reflect_get(&prototype("Document"), name, &document())
}

pub(super) fn write_cookie(cookie: &str) -> Page<bool> {
    reflect_set(&prototype("Document"), "cookie", &cookie.into(), &document())
}

/// A part of the page's address, such as `href`.
pub(super) fn address(part: &str) -> String {
    text(&get(&window(), "location"), part).unwrap_or_default()
}

/// Whether the page, its pictures and frames included, has loaded.
pub(super) fn is_complete() -> bool {
    of_document("readyState").caught().is_some_and(|state| state == "complete")
}

/// The page's script elements.
pub(super) fn scripts() -> Vec<JsValue> {
    of_document("scripts").caught().map(|scripts| entries(&scripts)).unwrap_or_default()
}

/// Calls a method of the document. A function that page code has put over it, such as a consent tool's, stays in use; an
/// element, which browsers have let be called, does not.
fn call_document(method: &str, arguments: &[&JsValue]) -> Page {
    let document = document();
    let found = try_get(&document, method)?;
    if found.is_function() && !found.has_type::<web_sys::Element>() {
        return apply(&found, &document, arguments);
    }
    call_of("Document", method, &document, arguments)
}

/// A new element that is not on the page.
pub(super) fn create(tag: &str) -> Page {
    call_document("createElement", &[&tag.into()])
}

/// A new SVG element that is not on the page.
pub(super) fn create_svg(tag: &str) -> Page {
    call_document("createElementNS", &[&"http://www.w3.org/2000/svg".into(), &tag.into()])
}

/// A new `<link>` that is not on the page.
pub(super) fn link(rel: &str, href: &str) -> Page {
    let link = create("link")?;
    set(&link, "rel", &rel.into())?;
    set(&link, "href", &href.into())?;
    Ok(link)
}

/// The elements that match a selector.
pub(super) fn query_all(selector: &str) -> Page<Vec<JsValue>> {
    call_document("querySelectorAll", &[&selector.into()]).map(|found| entries(&found))
}

/// Calls a method of an element's.
pub(super) fn call_element(method: &str, element: &JsValue, arguments: &[&JsValue]) -> Page {
    call_of("Element", method, element, arguments)
}

/// Sets an attribute of an element's.
pub(super) fn set_attribute(element: &JsValue, name: &str, value: &str) -> Page {
    call_element("setAttribute", element, &[&name.into(), &value.into()])
}

/// Takes an element off the page.
pub(super) fn remove(element: &JsValue) {
    call_element("remove", element, &[]).caught();
}

/// Puts an element where the page has room for it: an early page may have no head yet.
pub(super) fn append_to_head(element: &JsValue) -> Page {
    let head = of_document("head")?;
    append(&if head.is_null() { of_document("documentElement")? } else { head }, element)
}

/// Puts an element into another; nothing where there is no other.
pub(super) fn append(parent: &JsValue, child: &JsValue) -> Page {
    if parent.is_null() { Ok(JsValue::NULL) } else { call_element("append", parent, &[child]) }
}

/// A function for JavaScript. The collector frees it, so that a late call of it finds it there.
pub(crate) fn function(act: impl Fn(JsValue) + 'static) -> Function {
    boxed_function(Box::new(act))
}

/// The part of [`function`] that is the same for every closure.
fn boxed_function(act: Box<dyn Fn(JsValue)>) -> Function {
    Closure::wrap(act).into_js_value().unchecked_into()
}

/// Listens to an event until it is dropped.
pub(super) struct Listener {
    target: JsValue,
    kind: &'static str,
    function: Function,
}

impl Listener {
    /// Listens on `target`; `act` is given the event.
    ///
    /// # Errors
    /// What the page threw.
    pub(super) fn new(target: &JsValue, kind: &'static str, act: impl Fn(JsValue) + 'static) -> Page<Self> {
        let listener = Self { target: target.clone(), kind, function: function(act) };
        listener.call("addEventListener").map(|_| listener)
    }

    fn call(&self, method: &str) -> Page {
        call_of("EventTarget", method, &self.target, &[&self.kind.into(), &self.function])
    }

    /// Listens for as long as the page lives.
    pub(super) fn forever(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.call("removeEventListener").caught();
    }
}
