//! A diagnosis as JavaScript sees it.

use wasm_bindgen::JsValue;

use crate::core::diagnosis::Diagnosis;
use crate::core::json::{self, Writer};
use crate::web::object;

/// `{ok, checks: [{name, status, seen, hint}]}`.
pub(super) fn to_js(diagnosis: &Diagnosis) -> JsValue {
    let mut checks = Writer::list();
    for check in &diagnosis.checks {
        let mut json = Writer::object();
        json.text("name", Some(check.name));
        json.text("status", Some(check.status.as_str()));
        json.text("seen", Some(&check.seen));
        json.text("hint", Some(&check.hint));
        checks.item(&json.end());
    }
    let mut json = Writer::object();
    json.field("ok", json::flag(diagnosis.ok()));
    json.field("checks", &checks.end());
    object::of_json(&json.end())
}
