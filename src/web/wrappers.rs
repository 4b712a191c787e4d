//! Functions of `wrappers.js`: what Rust cannot say, or says in many times the bytes. Each catches; one that did not would
//! also make the bundler build an object of all of them, which fails on a page that has added to `Object.prototype`.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/wrappers.js")]
extern "C" {
    /// The page's window; undefined where there is no page.
    #[wasm_bindgen(catch)]
    pub(super) fn page() -> Result<JsValue, JsValue>;

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

    /// A function that calls `original` as it is called itself, and `after` once that has returned.
    #[wasm_bindgen(catch, js_name = callThen)]
    pub(super) fn call_then(original: &JsValue, after: &Function) -> Result<JsValue, JsValue>;

    /// A stub of the Messenger. It queues calls as the classic snippet's does.
    #[wasm_bindgen(catch, js_name = makeStub)]
    pub(super) fn make_stub() -> Result<JsValue, JsValue>;

    /// `{promise, resolve, reject}`.
    #[cfg(feature = "js-calls")]
    #[wasm_bindgen(catch)]
    pub(crate) fn deferred() -> Result<JsValue, JsValue>;

    /// Calls `act` with `[false, value]` or `[true, reason]` when `value`, or what it promises, is settled.
    #[wasm_bindgen(catch)]
    pub(super) fn settle(value: &JsValue, act: &Function) -> Result<(), JsValue>;

    /// A promise that is settled in a later task.
    #[wasm_bindgen(catch)]
    pub(super) fn later() -> Result<JsValue, JsValue>;

    /// Calls `read` when the name of a queued call is read.
    #[wasm_bindgen(catch, js_name = onRead)]
    pub(super) fn on_read(call: &JsValue, name: &str, read: &Function) -> Result<(), JsValue>;

    /// An exception and its stack, without any token; undefined where it cannot be described.
    #[wasm_bindgen(catch)]
    pub(super) fn describe(thrown: &JsValue) -> Result<JsValue, JsValue>;

    /// A launcher that looks like the Messenger's; it is not on the page yet.
    #[wasm_bindgen(catch, js_name = makeLauncher)]
    pub(super) fn make_launcher(settings: &JsValue) -> Result<JsValue, JsValue>;
}
