//! A diagnosis as JavaScript sees it.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::core::diagnosis::Diagnosis;
use crate::web::object::with_fields;

/// `{ok, checks: [{name, status, seen, hint}]}`.
pub(super) fn to_js(diagnosis: &Diagnosis) -> JsValue {
    let checks = Array::new();
    for check in &diagnosis.checks {
        checks.push(&with_fields(&[
            ("name", check.name.into()),
            ("status", check.status.as_str().into()),
            ("seen", check.seen.as_str().into()),
            ("hint", check.hint.as_str().into()),
        ]));
    }
    with_fields(&[("ok", diagnosis.ok().into()), ("checks", checks.into())])
}
