//! `localStorage`. A page that is denied it, and one whose storage is full, goes on without.

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

/// What is kept under a key.
pub(super) fn read(key: &str) -> Option<String> {
    object::text(&call("getItem", &[Text(key)]))
}

/// Keeps a value, where one can be kept.
pub(super) fn write(key: &str, value: &str) {
    // A full or denied storage costs a precaution and not the session.
    call("setItem", &[Text(key), Text(value)]);
}

/// Removes what is kept under a key.
pub(super) fn remove(key: &str) {
    call("removeItem", &[Text(key)]);
}

/// Removes everything whose key begins with `prefix`.
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
