//! Sessions and states as JavaScript sees them.

use wasm_bindgen::JsValue;

use crate::core::session::{Given, Identity, Snapshot};
use crate::js::sys;
use crate::web::{as_js, error};

/// `{kind: "user", userId}` or `{kind: "visitor"}`.
pub(super) fn session(identity: &Identity) -> JsValue {
    sys::make_session(match identity {
        Identity::User { user_id } => Some(user_id),
        Identity::Visitor => None,
    })
}

/// What a call is given.
pub(super) fn given(given: &Given) -> JsValue {
    match given {
        Given::Nothing => JsValue::UNDEFINED,
        Given::Session(identity) => session(identity),
        Given::Value(value) => sys::parse(value.as_json()),
    }
}

/// `{phase, session, appId, region, tokenExpiresAt, updatesLeft, lastError}`.
pub(super) fn snapshot(snapshot: &Snapshot) -> JsValue {
    sys::make_state(
        snapshot.phase.as_str(),
        &snapshot.session.as_ref().map_or(JsValue::NULL, session),
        snapshot.app_id.as_ref().map(|app_id| app_id.as_str()),
        snapshot.region.map(|region| region.as_str()),
        snapshot.token_expires_at.map(as_js),
        snapshot.updates_left,
        &snapshot.last_error.clone().map_or(JsValue::NULL, error::to_js),
    )
}
