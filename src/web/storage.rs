//! `localStorage`. A page that is denied it, and one whose storage is full, goes on without.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Storage;

use crate::web::caught::Caught as _;
use crate::web::dom;

/// The page's storage; an exception where a sandbox denies it.
fn storage() -> Result<Storage, JsValue> {
    dom::try_get(&dom::window()?.into(), "localStorage")?.dyn_into()
}

/// What is kept under a key.
pub(super) fn read(key: &str) -> Option<String> {
    storage().and_then(|storage| storage.get_item(key)).ok().flatten()
}

/// Keeps a value, where one can be kept.
pub(super) fn write(key: &str, value: &str) {
    // A full or denied storage costs a precaution and not the session.
    drop(storage().and_then(|storage| storage.set_item(key, value)));
}

/// Removes what is kept under a key.
pub(super) fn remove(key: &str) {
    drop(storage().and_then(|storage| storage.remove_item(key)));
}

/// Removes everything whose key begins with `prefix`.
pub(super) fn remove_all(prefix: &str) {
    let Ok(storage) = storage() else { return };
    let Some(count) = storage.length().caught() else { return };
    let keys: Vec<String> = (0..count).filter_map(|at| storage.key(at).caught().flatten()).collect();
    keys.iter().filter(|key| key.starts_with(prefix)).for_each(|key| remove(key));
}
