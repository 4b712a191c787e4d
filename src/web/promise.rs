//! Awaiting promises, and values that were given in place of one.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What became of a promise, or of any other value; `Err` is the reason of a rejection.
pub(crate) async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    // `Promise.resolve` would read a promise's class, which may throw; the executor's function does not.
    let promise = Promise::new(&mut |resolve, _| drop(resolve.call1(&JsValue::UNDEFINED, &value)));
    JsFuture::from(promise).await
}
