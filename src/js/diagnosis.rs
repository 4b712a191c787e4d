//! A diagnosis as JavaScript sees it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::core::diagnosis::Diagnosis;

#[wasm_bindgen]
extern "C" {
    /// A plain object, of which these properties are set.
    #[wasm_bindgen(js_name = Object)]
    type Object;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Object;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &Object, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_status(this: &Object, status: &str);
    #[wasm_bindgen(method, setter)]
    fn set_seen(this: &Object, seen: &str);
    #[wasm_bindgen(method, setter)]
    fn set_hint(this: &Object, hint: &str);
    #[wasm_bindgen(method, setter)]
    fn set_ok(this: &Object, ok: bool);
    #[wasm_bindgen(method, setter)]
    fn set_checks(this: &Object, checks: &Array);
}

/// `{ok, checks: [{name, status, seen, hint}]}`.
pub(super) fn to_js(diagnosis: &Diagnosis) -> JsValue {
    let checks = Array::new();
    for check in &diagnosis.checks {
        let object = Object::new();
        object.set_name(check.name);
        object.set_status(check.status.as_str());
        object.set_seen(&check.seen);
        object.set_hint(&check.hint);
        checks.push(&object);
    }
    let object = Object::new();
    object.set_ok(diagnosis.ok());
    object.set_checks(&checks);
    object.into()
}
