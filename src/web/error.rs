//! Failures as JavaScript sees them.

use wasm_bindgen::JsValue;

use crate::core::error::Error;
use crate::web::sys;

/// An `Error` named `MessengerError`, with `code`, `retryable`, `hint` and, where there is one, `cause`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn to_js(error: Error) -> JsValue {
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<JsValue>());
    let none = JsValue::UNDEFINED;
    sys::make_error(error.code() as u32, error.retryable(), error.detail(), cause.unwrap_or(&none))
}
