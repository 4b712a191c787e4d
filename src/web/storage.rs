//! `localStorage`. If it is denied or full, the page works without it.

use wasm_bindgen::JsValue;

use crate::core::error::decimal;
use crate::web::global;
use crate::web::object::{self, Arg, Arg::Text};

/// Calls a method of the page's storage; undefined where a sandbox denies it.
#[inline(never)]
fn call(method: &str, arguments: &[Arg<'_>]) -> JsValue {
    object::try_call(&storage(), method, arguments).unwrap_or_default()
}

fn storage() -> JsValue {
    global::get("localStorage")
}

/// The value of a key.
pub(super) fn read(key: &str) -> Option<String> {
    object::text(&call("getItem", &[Text(key)]))
}

/// Stores a value, if possible.
pub(super) fn write(key: &str, value: &str) {
    // A full or denied storage costs a safeguard and not the session.
    call("setItem", &[Text(key), Text(value)]);
}

/// Removes the value of a key.
pub(super) fn remove(key: &str) {
    call("removeItem", &[Text(key)]);
}

/// Removes every value whose key begins with `prefix`.
pub(super) fn remove_all(prefix: &str) {
    let mut keys = Vec::new();
    for at in 0..object::number(&object::get(&storage(), "length")) {
        keys.extend(object::text(&call("key", &[Text(&decimal(at.into()))])));
    }
    for key in &keys {
        if key.starts_with(prefix) {
            remove(key);
        }
    }
}
