//! Raw bindings: to the JavaScript beside this file, which does on the page what a page's own language says shortest,
//! and to what `web-sys` has for a window only. None of the functions throws.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/page.js")]
extern "C" {
    /// `hear` is told of everything that happens on the page, from now on.
    #[wasm_bindgen(js_name = hearWith)]
    pub(super) fn hear_with(hear: &Closure<dyn Fn(u32, u32, JsValue, JsValue)>);
    /// The readers throw a list where they refuse, see read.rs.
    #[cfg(feature = "js")]
    #[wasm_bindgen(catch, js_name = readOptions)]
    pub(super) fn read_options(options: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_name = readSettings)]
    pub(super) fn read_settings(settings: &JsValue) -> Result<Array, JsValue>;
    #[cfg(feature = "js")]
    #[wasm_bindgen(catch, js_name = readArguments)]
    pub(super) fn read_arguments(method: &str, given: &Array) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_name = readToken)]
    pub(super) fn read_token(token: &str) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_name = readBody)]
    pub(super) fn read_body(body: Option<&str>) -> Result<Option<String>, JsValue>;
    /// What happened, in words.
    pub(super) fn describe(code: u32, detail: Option<&str>) -> String;
    /// An `Error` named `MessengerError`.
    #[wasm_bindgen(js_name = makeError)]
    pub(super) fn make_error(code: u32, retryable: bool, detail: Option<&str>, cause: &JsValue) -> JsValue;
    /// As JSON; `None` for what JSON cannot say.
    #[wasm_bindgen(js_name = readValue)]
    pub(super) fn read_value(value: &JsValue) -> Option<String>;
    /// Tells once, later, with `id`, whether a promise was rejected, and what came of it.
    #[cfg(feature = "js")]
    #[wasm_bindgen(js_name = whenSettled)]
    pub(super) fn when_settled(id: u32, value: &JsValue);
}

/// Files that those above import, for Rust would import too many: see ARCHITECTURE.md. Being named here they come along.
macro_rules! comes_along {
    ($($file:literal has $name:ident,)*) => {$(
        #[wasm_bindgen(module = $file)]
        extern "C" {
            fn $name();
        }
    )*};
}

comes_along! {
    "/src/web/cookies.js" has read_note_here,
    "/src/web/dom.js" has own_here,
    "/src/web/guard.js" has guard_here,
    "/src/web/read.js" has read_value_here,
    "/src/web/options.js" has read_options_here,
    "/src/web/tokens.js" has read_token_here,
    "/src/web/examine.js" has examine_here,
    "/src/web/diagnosis.js" has judge_here,
    "/src/web/wrappers.js" has call_then_here,
    "/src/web/messenger.js" has messenger_here,
    "/src/web/tags.js" has serves_here,
    "/src/web/failures.js" has failure_here,
}

#[wasm_bindgen(module = "/src/web/load.js")]
extern "C" {
    /// A diagnosis of the page; examine.js describes what is given.
    pub(super) fn examine(
        app_id: Option<&str>,
        widget: &str,
        api: &str,
        source: u32,
        endpoint: &str,
        allowed: bool,
        identifies: bool,
        phase: &str,
        session: u32,
        error: &JsValue,
        left: usize,
        answer: &JsValue,
        server_time: Option<f64>,
        nobody: &JsValue,
    ) -> JsValue;
    /// A diagnosis's checks, four texts each.
    #[wasm_bindgen(js_name = textsOf)]
    pub(super) fn texts_of(diagnosis: &JsValue) -> Array;
    /// Tells with `id` when `limit` milliseconds are over, unless the request has ended before.
    #[wasm_bindgen(js_name = beginRequest)]
    pub(super) fn begin_request(id: u32, limit: f64);
    #[wasm_bindgen(js_name = endRequest)]
    pub(super) fn end_request(id: u32);
    /// Tells once, later, with `id`: a response and its text (undefined where it is longer than a token's answer may be), or
    /// undefined and what went wrong.
    pub(super) fn send(
        id: u32,
        url: &str,
        method: &str,
        headers: &str,
        body: Option<&str>,
        credentials: &str,
        fresh: bool,
    );
}
