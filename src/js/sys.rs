//! Raw bindings to what makes promises and listeners for callers in JavaScript. None of the functions throws.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/bindings.js")]
extern "C" {
    /// A promise that [`settle`] ends.
    pub(super) fn deferred() -> Promise;
    pub(super) fn settle(promise: &Promise, failed: bool, value: &JsValue);
    /// Gives the function that ends it.
    #[wasm_bindgen(js_name = addListener)]
    pub(super) fn add_listener(event: &str, listener: &Function) -> JsValue;
    pub(super) fn emit(event: &str, detail: &JsValue);
}

#[wasm_bindgen(module = "/src/web/bindings.js")]
extern "C" {
    pub(super) fn attach(turn: &Function);
    #[wasm_bindgen(js_name = takeEarly)]
    pub(super) fn take_early(early: &JsValue) -> Option<i32>;
    #[wasm_bindgen(js_name = endEarly)]
    pub(super) fn end_early(early: &JsValue);
}
