//! Conversion of sessions and states to JavaScript.

use wasm_bindgen::JsValue;

use crate::core::error::decimal;
use crate::core::json::{self, Writer};
use crate::core::session::{CallValue, Identity, Snapshot};
use crate::web::{error, object};

/// `{kind: "user", userId}` or `{kind: "visitor"}`.
pub(super) fn session(identity: &Identity) -> JsValue {
    object::of_json(&session_json(identity))
}

fn session_json(identity: &Identity) -> String {
    let mut json = Writer::object();
    match identity {
        Identity::User { user_id } => {
            json.text("kind", Some("user"));
            json.text("userId", Some(user_id));
        }
        Identity::Visitor => json.text("kind", Some("visitor")),
    }
    json.end()
}

/// Value of a completed call.
pub(super) fn given(given: &CallValue) -> JsValue {
    match given {
        CallValue::Nothing => JsValue::UNDEFINED,
        CallValue::Session(identity) => session(identity),
        CallValue::Value(value) => object::of_json(value.as_json()),
    }
}

/// `{phase, session, live, appId, region, tokenExpiresAt, updatesLeft, lastError, core}`, null for absent values.
pub(super) fn snapshot(snapshot: &Snapshot) -> JsValue {
    let session = snapshot.session.as_ref().map(session_json);
    let expiry = snapshot.token_expires_at.map(decimal);
    let mut json = Writer::object();
    json.text("phase", Some(snapshot.phase.as_str()));
    json.field("session", session.as_deref().unwrap_or(json::NULL));
    json.field("live", snapshot.live.map_or(json::NULL, json::flag));
    json.text("appId", snapshot.app_id.as_ref().map(|app_id| app_id.as_str()));
    json.text("region", snapshot.region.map(|region| region.as_str()));
    json.field("tokenExpiresAt", expiry.as_deref().unwrap_or(json::NULL));
    json.field("updatesLeft", &decimal(i64::try_from(snapshot.updates_left).unwrap_or_default()));
    json.text("lastError", None);
    json.text("core", Some(super::RUNS_AS));
    let state = object::of_json(&json.end());
    if let Some(error) = &snapshot.last_error {
        object::set(&state, "lastError", &error::to_js(error.clone()));
    }
    state
}
