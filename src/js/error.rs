//! Failures as JavaScript sees them.

use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::js::value::put;

/// An `Error` named `MessengerError`, with `code`, `retryable`, `hint` and, where there is one, `cause`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(super) fn to_js(error: Error) -> JsValue {
    let mut text = error.message();
    text.push_str(". ");
    text.push_str(error.hint());
    let object = js_sys::Error::new(&text);
    put(&object, "name", &"MessengerError".into());
    put(&object, "code", &error.code().as_str().into());
    put(&object, "retryable", &error.retryable().into());
    put(&object, "hint", &error.hint().into());
    if let Some(cause) = error.cause().and_then(|cause| cause.downcast_ref::<JsValue>()) {
        put(&object, "cause", cause);
    }
    object.into()
}
