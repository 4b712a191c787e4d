//! Functions of `wrappers.js`: code that Rust cannot express, or only in many times the bytes.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/wrappers.js")]
extern "C" {
    /// Calls a function with the first `count` of four arguments.
    #[wasm_bindgen(catch)]
    pub(super) fn apply(
        function: &JsValue,
        this: &JsValue,
        count: usize,
        first: &JsValue,
        second: &JsValue,
        third: &JsValue,
        fourth: &JsValue,
    ) -> Result<JsValue, JsValue>;

    /// A launcher that looks like the Messenger's; it is not on the page yet.
    #[cfg(any(feature = "js-launcher", not(feature = "js-session")))]
    #[wasm_bindgen(catch, js_name = makeLauncher)]
    pub(super) fn make_launcher(settings: &JsValue) -> Result<JsValue, JsValue>;

    /// The other functions by their names, and the page's window as `page`.
    #[wasm_bindgen(catch)]
    pub(super) fn wrappers() -> Result<JsValue, JsValue>;
}
