//! Failures as JavaScript sees them.

use wasm_bindgen::JsValue;

use crate::core::error::Error;
use crate::core::json::{self, Writer};
use crate::web::{
    global,
    object::{
        self,
        Arg::{Js, Text},
    },
};

/// An `Error` named `MessengerError`, with `code`, `retryable`, `hint` and, where there is one, `cause`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn to_js(error: Error) -> JsValue {
    let mut message = error.message();
    message.push_str(". ");
    message.push_str(error.hint());
    let made = global::construct("Error", &[Text(&message)]).unwrap_or_default();
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<JsValue>()).cloned();
    let mut fields = Writer::object();
    fields.text("name", Some("MessengerError"));
    fields.text("code", Some(error.code().as_str()));
    fields.field("retryable", json::flag(error.retryable()));
    fields.text("hint", Some(error.hint()));
    fields.text("cause", None);
    let fields = object::of_json(&fields.end());
    object::set(&fields, "cause", &cause.unwrap_or(JsValue::UNDEFINED));
    // Own properties, whatever the prototypes define under these names. It cannot fail for the loader's own object.
    let class = global::get("Object");
    let _ = object::try_call(&class, "getOwnPropertyDescriptors", &[Js(&fields)])
        .and_then(|fields| object::try_call(&class, "defineProperties", &[Js(&made), Js(&fields)]));
    made
}
