//! Sessions and states as JavaScript sees them.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::core::session::{Given, Identity, Snapshot};
use crate::web::object::with_fields;
use crate::web::{as_js, error};

/// `{kind: "user", userId}` or `{kind: "visitor"}`.
pub(super) fn session(identity: &Identity) -> JsValue {
    match identity {
        Identity::User { user_id } => with_fields(&[("kind", "user".into()), ("userId", user_id.into())]),
        Identity::Visitor => with_fields(&[("kind", "visitor".into())]),
    }
}

/// What a call is given.
pub(super) fn given(given: &Given) -> JsValue {
    match given {
        Given::Nothing => JsValue::UNDEFINED,
        Given::Session(identity) => session(identity),
        Given::Value(value) => JSON::parse(value.as_json()).unwrap_or(JsValue::UNDEFINED),
    }
}

/// `{phase, session, appId, region, tokenExpiresAt, updatesLeft, lastError}`, null for what there is not.
pub(super) fn snapshot(snapshot: &Snapshot) -> JsValue {
    let text = |text: Option<&str>| text.map_or(JsValue::NULL, Into::into);
    let last_error = snapshot.last_error.clone();
    with_fields(&[
        ("phase", snapshot.phase.as_str().into()),
        ("session", snapshot.session.as_ref().map_or(JsValue::NULL, session)),
        ("appId", text(snapshot.app_id.as_ref().map(|app_id| app_id.as_str()))),
        ("region", text(snapshot.region.map(|region| region.as_str()))),
        ("tokenExpiresAt", snapshot.token_expires_at.map_or(JsValue::NULL, |time| as_js(time).into())),
        ("updatesLeft", snapshot.updates_left.into()),
        ("lastError", last_error.map_or(JsValue::NULL, error::to_js)),
    ])
}
