//! Raw bindings to what makes objects, promises and listeners for callers in JavaScript. None of the functions throws.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Of what JavaScript wrote as JSON itself.
    #[wasm_bindgen(js_namespace = JSON)]
    pub(super) fn parse(json: &str) -> JsValue;
}

#[wasm_bindgen(module = "/src/web/page.js")]
extern "C" {
    /// A promise that [`settle`] ends.
    pub(super) fn deferred() -> Promise;
    pub(super) fn settle(promise: &Promise, failed: bool, value: &JsValue);
    /// Gives the function that ends it.
    #[wasm_bindgen(js_name = addListener)]
    pub(super) fn add_listener(event: &str, listener: &Function) -> JsValue;
    pub(super) fn emit(event: &str, detail: &JsValue);
    /// `{kind, userId}`; a visitor's where there is no user.
    #[wasm_bindgen(js_name = makeSession)]
    pub(super) fn make_session(user_id: Option<&str>) -> JsValue;
    #[wasm_bindgen(js_name = makeState)]
    pub(super) fn make_state(
        phase: &str,
        session: &JsValue,
        app_id: Option<&str>,
        region: Option<&str>,
        token_expires_at: Option<f64>,
        updates_left: usize,
        last_error: &JsValue,
    ) -> JsValue;
}

#[wasm_bindgen(module = "/src/web/load.js")]
extern "C" {
    pub(super) fn attach(turn: &Function);
    #[wasm_bindgen(js_name = takeEarly)]
    pub(super) fn take_early(early: &JsValue) -> Option<i32>;
    #[wasm_bindgen(js_name = endEarly)]
    pub(super) fn end_early(early: &JsValue);
}
