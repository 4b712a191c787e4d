//! Failures as JavaScript sees them.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::Error;

/// An `Error` named `MessengerError`, with `code`, `retryable`, `hint` and, where there is one, `cause`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(super) fn to_js(error: Error) -> JsValue {
    let mut text = error.message();
    text.push_str(". ");
    text.push_str(error.hint());
    let object = js_sys::Error::new(&text);
    object.set_name("MessengerError");
    set(&object, "code", error.code().as_str());
    set(&object, "retryable", error.retryable());
    set(&object, "hint", error.hint());
    if let Some(cause) = error.cause().and_then(|cause| cause.downcast_ref::<JsValue>()) {
        set(&object, "cause", cause.clone());
    }
    object.into()
}

fn set(object: &Object, key: &str, value: impl Into<JsValue>) {
    // Fails for frozen objects, and this one is new.
    let _ = Reflect::set(object, &key.into(), &value.into());
}
