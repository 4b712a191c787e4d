//! `localStorage`. A page that is denied it, and one whose storage is full, goes on without.

use wasm_bindgen::JsValue;

use crate::web::clock::whole;
use crate::web::dom::{self, Page};

/// Calls a method of the page's storage; an exception where a sandbox denies it.
fn call(method: &str, arguments: &[&JsValue]) -> Page {
    dom::call(&storage()?, method, arguments)
}

fn storage() -> Page {
    dom::own(&dom::window(), "localStorage")
}

/// What is kept under a key.
pub(super) fn read(key: &str) -> Option<String> {
    call("getItem", &[&key.into()]).ok()?.as_string()
}

/// Keeps a value, where one can be kept.
pub(super) fn write(key: &str, value: &str) {
    // A full or denied storage costs a precaution and not the session.
    drop(call("setItem", &[&key.into(), &value.into()]));
}

/// Removes what is kept under a key.
pub(super) fn remove(key: &str) {
    drop(call("removeItem", &[&key.into()]));
}

/// Removes everything whose key begins with `prefix`.
pub(super) fn remove_all(prefix: &str) {
    let key = |at: u32| call("key", &[&at.into()]).ok()?.as_string();
    let count =
        storage().map(|storage| dom::get(&storage, "length").as_f64().map_or(0, whole)).unwrap_or_default();
    let keys: Vec<String> = (0..count).filter_map(key).filter(|key| key.starts_with(prefix)).collect();
    keys.iter().for_each(|key| remove(key));
}
