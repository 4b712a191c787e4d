//! Events that JavaScript beside this file reports by numbers.

use wasm_bindgen::JsValue;

use crate::web::{fetch, promise, token_request};

/// Brings before the session what JavaScript reports.
pub(super) fn hear(what: u32, number: u32, detail: JsValue, more: JsValue) {
    match what {
        10 => token_request::end(number, fetch::reply(detail, more)),
        11 => promise::settled(number, detail.is_truthy(), more),
        _ => {}
    }
}
