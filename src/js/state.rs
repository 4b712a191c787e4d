//! Sessions, states and diagnoses as JavaScript sees them.

use js_sys::{Array, Object};
use serde::Serialize as _;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::diagnose::Diagnosis;
use crate::js::error;
use crate::js::value::put;
use crate::session::{Given, Identity, Snapshot};
use crate::settings::as_js;

/// `{kind: "user", userId}` or `{kind: "visitor"}`.
pub(super) fn session(identity: &Identity) -> JsValue {
    let object = Object::new();
    match identity {
        Identity::User { user_id } => {
            put(&object, "kind", &"user".into());
            put(&object, "userId", &user_id.into());
        }
        Identity::Visitor => put(&object, "kind", &"visitor".into()),
    }
    object.into()
}

/// What a call is given.
pub(super) fn given(given: &Given) -> JsValue {
    match given {
        Given::Nothing => JsValue::UNDEFINED,
        Given::Session(identity) => session(identity),
        Given::Value(value) => value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED),
    }
}

/// `{phase, session, appId, region, tokenExpiresAt, updatesLeft, lastError}`.
pub(super) fn snapshot(snapshot: &Snapshot) -> JsValue {
    let text = |text: Option<&str>| text.map_or(JsValue::NULL, JsValue::from);
    let object = Object::new();
    put(&object, "phase", &snapshot.phase.as_str().into());
    put(&object, "session", &snapshot.session.as_ref().map_or(JsValue::NULL, session));
    put(&object, "appId", &text(snapshot.app_id.as_ref().map(|app_id| app_id.as_str())));
    put(&object, "region", &text(snapshot.region.map(|region| region.as_str())));
    put(&object, "tokenExpiresAt", &snapshot.token_expires_at.map_or(JsValue::NULL, |end| as_js(end).into()));
    put(&object, "updatesLeft", &u32::try_from(snapshot.updates_left).unwrap_or(u32::MAX).into());
    put(&object, "lastError", &snapshot.last_error.clone().map_or(JsValue::NULL, error::to_js));
    object.into()
}

/// `{ok, checks: [{name, status, seen, mend}]}`.
pub(super) fn diagnosis(diagnosis: &Diagnosis) -> JsValue {
    let checks = Array::new();
    for check in &diagnosis.checks {
        let object = Object::new();
        put(&object, "name", &check.name.into());
        put(&object, "status", &check.status.as_str().into());
        put(&object, "seen", &check.seen.as_str().into());
        put(&object, "mend", &check.mend.into());
        checks.push(&object);
    }
    let object = Object::new();
    put(&object, "ok", &diagnosis.ok().into());
    put(&object, "checks", &checks);
    object.into()
}
