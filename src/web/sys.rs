//! Raw bindings: to the JavaScript beside this file, which does on the page what a page's own language says shortest,
//! and to what `web-sys` has for a window only. None of the functions throws.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/page.js")]
extern "C" {
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
    "/src/web/diagnosis.js" has judge_here,
    "/src/web/messenger.js" has messenger_here,
    "/src/web/tags.js" has serves_here,
    "/src/web/failures.js" has failure_here,
}

#[wasm_bindgen(module = "/src/web/examine.js")]
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
}
