//! Raw bindings for what `web-sys` does not know: the Messenger's globals, and a few untyped corners.

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, ReadableStreamDefaultReader, Request, Window};

#[wasm_bindgen]
extern "C" {
    /// The global object of a page, with the Messenger's two names on it.
    #[wasm_bindgen(extends = Window, extends = EventTarget, extends = Object)]
    #[derive(Clone)]
    pub(super) type Page;

    /// A function, an element with `id="Intercom"`, or nothing. Page code may have made it, like each of the names
    /// below, a property that throws.
    #[wasm_bindgen(method, catch, getter, js_name = Intercom)]
    pub(super) fn intercom(this: &Page) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, setter, js_name = Intercom)]
    pub(super) fn set_intercom(this: &Page, intercom: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, getter, js_name = intercomSettings)]
    pub(super) fn intercom_settings(this: &Page) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, setter, js_name = intercomSettings)]
    pub(super) fn set_intercom_settings(this: &Page, settings: &JsValue) -> Result<(), JsValue>;

    /// Page code may have wrapped it, and may reject with anything.
    #[wasm_bindgen(method, catch, js_name = fetch)]
    pub(super) fn fetch_request(this: &Page, request: &Request) -> Result<JsValue, JsValue>;

    /// The Navigation API, where there is one.
    #[wasm_bindgen(method, getter)]
    pub(super) fn navigation(this: &Page) -> JsValue;

    /// Safari has none.
    #[wasm_bindgen(method, getter, js_name = requestIdleCallback)]
    pub(super) fn request_idle_callback(this: &Page) -> Option<Function>;

    /// `pageshow`'s event.
    pub(super) type Transition;

    #[wasm_bindgen(method, getter)]
    pub(super) fn persisted(this: &Transition) -> JsValue;

    /// What the browser says of the connection, where it says anything.
    pub(super) type Connection;

    /// False for a browser that knows itself to be offline.
    #[wasm_bindgen(method, getter, js_name = onLine)]
    pub(super) fn on_line(this: &Navigator) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = connection)]
    pub(super) fn connection(this: &Navigator) -> Option<Connection>;
    #[wasm_bindgen(method, getter, js_name = saveData)]
    pub(super) fn save_data(this: &Connection) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = effectiveType)]
    pub(super) fn effective_type(this: &Connection) -> Option<String>;

    /// The browser.
    pub(super) type Navigator;

    #[wasm_bindgen(method, getter, js_name = navigator)]
    pub(super) fn browser(this: &Page) -> Navigator;

    #[wasm_bindgen(method, getter, js_name = trustedTypes)]
    pub(super) fn trusted_types(this: &Page) -> Option<TrustedTypes>;

    /// `window.Intercom` while it is a function: the widget, or a stub that queues for it.
    #[wasm_bindgen(extends = Function, typescript_type = "Function")]
    pub(super) type Intercom;

    /// A stub's queue; whatever else for the widget.
    #[wasm_bindgen(method, getter)]
    pub(super) fn q(this: &Intercom) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_q(this: &Intercom, queue: &JsValue);

    /// The widget's script has run.
    #[wasm_bindgen(method, getter)]
    pub(super) fn booted(this: &Intercom) -> JsValue;

    /// JavaScript's `String`.
    #[wasm_bindgen(thread_local_v2, js_name = String)]
    pub(super) static STRING: JsValue;

    /// Every browser that runs the module has it.
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Page;

    pub(super) type TrustedTypes;

    /// Throws when the page's policy does not allow the name, or the name is taken.
    #[wasm_bindgen(method, catch, js_name = createPolicy)]
    pub(super) fn create_policy(
        this: &TrustedTypes,
        name: &str,
        rules: &Object,
    ) -> Result<TrustedTypePolicy, JsValue>;

    pub(super) type TrustedTypePolicy;

    #[wasm_bindgen(method, catch, js_name = createScriptURL)]
    pub(super) fn create_script_url(this: &TrustedTypePolicy, url: &str) -> Result<JsValue, JsValue>;

    /// A script element whose `src` takes a `TrustedScriptURL`, and throws for a text where those are required.
    pub(super) type TrustedScript;

    #[wasm_bindgen(method, catch, setter, js_name = src)]
    pub(super) fn set_trusted_src(this: &TrustedScript, url: &JsValue) -> Result<(), JsValue>;

    /// The document's cookies, as one text.
    pub(super) type CookieJar;

    #[wasm_bindgen(method, catch, getter)]
    pub(super) fn cookie(this: &CookieJar) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch, setter)]
    pub(super) fn set_cookie(this: &CookieJar, cookie: &str) -> Result<(), JsValue>;

    /// A policy's violation, with its disposition as a text: `enforce`, or `report`.
    pub(super) type Violation;

    #[wasm_bindgen(method, getter)]
    pub(super) fn disposition(this: &Violation) -> String;

    /// A response's body.
    pub(super) type Body;

    /// Throws for a body that somebody else is reading.
    #[wasm_bindgen(method, catch, js_name = getReader)]
    pub(super) fn get_reader(this: &Body) -> Result<ReadableStreamDefaultReader, JsValue>;

    /// What a stream's reader gives.
    pub(super) type Chunk;

    #[wasm_bindgen(method, getter)]
    pub(super) fn value(this: &Chunk) -> Option<Uint8Array>;
}

/// The page, if there is one: on a server and in a worker there is none.
pub(super) fn page() -> Option<Page> {
    GLOBAL.with(|page| page.document().map(|_| page.clone()))
}

/// Tells the console, where nobody else can be told.
pub(super) fn log_error(error: &JsValue) {
    web_sys::console::error_2(&"intercom-messenger-loader:".into(), error);
}
