//! Members of `document` and `window`, read past markup that hides them (DOM clobbering).
//!
//! An element with a name or an id is a property of both: `<img name="cookie">` hides `document.cookie`, and
//! `<a id="Intercom">` is `window.Intercom` where there is none. Bindings that are `final` go to the prototype's member,
//! which no markup hides, and globals that a browser may lack are read by [`of_window`]. No other module names `document`.

use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use crate::web::caught::Caught as _;

#[wasm_bindgen]
extern "C" {
    /// The page's document.
    #[wasm_bindgen(extends = EventTarget, extends = Object)]
    #[derive(Clone)]
    pub(super) type Document;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<Document>;
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<EventTarget>;
    #[wasm_bindgen(method, getter, final, catch)]
    fn cookie(this: &Document) -> Result<String, JsValue>;
    #[wasm_bindgen(method, setter, final, catch)]
    fn set_cookie(this: &Document, cookie: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, final, catch)]
    pub(super) fn head(this: &Document) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, final, catch)]
    pub(super) fn body(this: &Document) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, final, catch, js_name = documentElement)]
    fn document_element(this: &Document) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, final, catch)]
    fn scripts(this: &Document) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, final, catch, js_name = readyState)]
    fn ready_state(this: &Document) -> Result<String, JsValue>;

    #[wasm_bindgen(extends = Object)]
    type Location;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: Option<Location>;
    #[wasm_bindgen(method, getter, catch)]
    fn href(this: &Location) -> Result<String, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn hostname(this: &Location) -> Result<String, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn protocol(this: &Location) -> Result<String, JsValue>;

    /// A property of an object, inherited ones included.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub(super) fn try_get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;
    /// Sets a property; `false` where the object refuses it without throwing.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;
    /// Deletes a property; `false` where the object refuses it without throwing.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = deleteProperty)]
    pub(super) fn delete(object: &JsValue, name: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect)]
    pub(super) fn apply(function: &JsValue, this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "hasOwnProperty"], js_name = call)]
    pub(super) fn has_own(object: &JsValue, name: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array)]
    fn from(list: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["EventTarget", "prototype", "addEventListener"], js_name = call)]
    fn add_listener(target: &EventTarget, kind: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["EventTarget", "prototype", "removeEventListener"], js_name = call)]
    fn remove_listener(target: &EventTarget, kind: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Element", "prototype", "append"], js_name = call)]
    fn append_to(parent: &JsValue, child: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Element", "prototype", "remove"], js_name = call)]
    pub(super) fn remove(element: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Element", "prototype", "setAttribute"], js_name = call)]
    pub(super) fn set_attribute(element: &JsValue, name: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Element", "prototype", "getAttribute"], js_name = call)]
    pub(super) fn attribute(element: &JsValue, name: &str) -> Result<Option<String>, JsValue>;
    /// An element around this one, or it itself.
    #[wasm_bindgen(catch, js_namespace = ["Element", "prototype", "closest"], js_name = call)]
    pub(super) fn closest(element: &JsValue, selector: &str) -> Result<JsValue, JsValue>;
}

/// Whether there is a page: on a server and in a worker there is none.
pub(super) fn has_page() -> bool {
    WINDOW.with(Option::is_some) && DOCUMENT.with(Option::is_some)
}

/// The page's document; an error outside of a page.
pub(super) fn document() -> Result<Document, JsValue> {
    DOCUMENT.with(Clone::clone).ok_or(JsValue::UNDEFINED)
}

/// The page's window; an error outside of a page.
pub(super) fn window() -> Result<EventTarget, JsValue> {
    WINDOW.with(Clone::clone).ok_or(JsValue::UNDEFINED)
}

/// A property, or undefined where it cannot be read. Content blockers define such that throw.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    try_get(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// A property of the object's own: `Object.prototype` and the named elements of `window` may be the page's.
pub(super) fn own(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if has_own(object, name)? { try_get(object, name) } else { Ok(JsValue::UNDEFINED) }
}

/// A global that a browser may lack, or that page code defines; undefined where it cannot be read.
pub(super) fn of_window(name: &str) -> JsValue {
    window().and_then(|window| own(&window, name)).unwrap_or(JsValue::UNDEFINED)
}

/// The page's cookies, as `name=value; name=value`.
///
/// # Errors
/// A sandboxed frame has no cookies, and throws.
pub(super) fn cookies() -> Result<String, JsValue> {
    document()?.cookie()
}

pub(super) fn write_cookie(cookie: &str) -> Result<(), JsValue> {
    document()?.set_cookie(cookie)
}

/// The page's address.
pub(super) fn href() -> String {
    location(Location::href)
}

pub(super) fn hostname() -> String {
    location(Location::hostname)
}

pub(super) fn is_secure() -> bool {
    location(Location::protocol) == "https:"
}

fn location(part: fn(&Location) -> Result<String, JsValue>) -> String {
    LOCATION
        .with(|location| location.as_ref().and_then(|location| part(location).caught()))
        .unwrap_or_default()
}

/// Whether the page, its pictures and frames included, has loaded.
pub(super) fn is_complete() -> bool {
    document().and_then(|document| document.ready_state()).caught().is_some_and(|state| state == "complete")
}

/// The page's script elements.
pub(super) fn scripts() -> Array {
    document().and_then(|document| from(&document.scripts()?)).caught().unwrap_or_default()
}

/// Calls a method of the document. A function that page code has put over it, such as a consent tool's, stays in use; an
/// element, which browsers have let be called, does not.
fn call_document(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let document = document()?;
    let found = try_get(&document, name)?;
    if found.is_function() && !found.has_type::<web_sys::Element>() {
        return apply(&found, &document, arguments);
    }
    let prototype = get(&of_window("Document"), "prototype");
    apply(&try_get(&prototype, name)?, &document, arguments)
}

/// A new element that is not on the page.
pub(super) fn create(tag: &str) -> Result<JsValue, JsValue> {
    call_document("createElement", &Array::of1(&tag.into()))
}

/// A new SVG element that is not on the page.
pub(super) fn create_svg(tag: &str) -> Result<JsValue, JsValue> {
    call_document("createElementNS", &Array::of2(&"http://www.w3.org/2000/svg".into(), &tag.into()))
}

/// A new `<link>` that is not on the page.
pub(super) fn link(rel: &str, href: &str) -> Result<JsValue, JsValue> {
    let link = create("link")?;
    set(&link, "rel", &rel.into())?;
    set(&link, "href", &href.into())?;
    Ok(link)
}

/// The elements that match a selector.
pub(super) fn query_all(selector: &str) -> Result<Array, JsValue> {
    from(&call_document("querySelectorAll", &Array::of1(&selector.into()))?)
}

/// Puts an element where the page has room for it: an early page may have no head yet.
pub(super) fn append_to_head(element: &JsValue) -> Result<(), JsValue> {
    let document = document()?;
    let head = document.head()?;
    append(&if head.is_null() { document.document_element()? } else { head }, element)
}

/// Puts an element into another; nothing where there is no other.
pub(super) fn append(parent: &JsValue, child: &JsValue) -> Result<(), JsValue> {
    if parent.is_null() { Ok(()) } else { append_to(parent, child) }
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
    target: EventTarget,
    kind: &'static str,
    function: Function,
}

impl Listener {
    /// Listens on `target`; `act` is given the event.
    ///
    /// # Errors
    /// What the page threw.
    pub(super) fn new(
        target: &EventTarget,
        kind: &'static str,
        act: impl Fn(JsValue) + 'static,
    ) -> Result<Self, JsValue> {
        Self::with_function(target, kind, function(act))
    }

    fn with_function(target: &EventTarget, kind: &'static str, function: Function) -> Result<Self, JsValue> {
        add_listener(target, kind, &function)?;
        Ok(Self { target: target.clone(), kind, function })
    }

    /// Listens for as long as the page lives.
    pub(super) fn forever(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        remove_listener(&self.target, self.kind, &self.function).caught();
    }
}
