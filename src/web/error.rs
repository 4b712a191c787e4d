//! Failures as JavaScript sees them.

use wasm_bindgen::JsValue;

use crate::core::error::Error;
use crate::web::object;

/// An `Error` named `MessengerError`, with `code`, `retryable`, `hint` and, where there is one, `cause`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn to_js(error: Error) -> JsValue {
    let mut message = error.message();
    message.push_str(". ");
    message.push_str(error.hint());
    let made = js_sys::Error::new(&message).into();
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<JsValue>()).cloned();
    object::define(
        &made,
        &[
            ("name", "MessengerError".into()),
            ("code", error.code().as_str().into()),
            ("retryable", error.retryable().into()),
            ("hint", error.hint().into()),
            ("cause", cause.unwrap_or(JsValue::UNDEFINED)),
        ],
    );
    made
}
