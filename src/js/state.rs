//! Sessions and states as JavaScript sees them.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::js::{error, value};
use crate::session::{Identity, Snapshot};
use crate::settings::Value;

/// `{kind: "user", userId}` or `{kind: "visitor"}`.
pub(super) fn session(identity: &Identity) -> JsValue {
    value::to_js(&identity_value(identity))
}

/// `{phase, session, appId, region, tokenExpiresAt, updatesLeft, lastError}`.
pub(super) fn snapshot(snapshot: &Snapshot) -> JsValue {
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let updates_left = u32::try_from(snapshot.updates_left).unwrap_or(u32::MAX);
    let state = value::to_js(&object([
        ("phase", snapshot.phase.as_str().into()),
        ("session", snapshot.session.as_ref().map_or(Value::Null, identity_value)),
        ("appId", text(snapshot.app_id.as_ref().map(|app_id| app_id.as_str()))),
        ("region", text(snapshot.region.map(|region| region.as_str()))),
        ("tokenExpiresAt", snapshot.token_expires_at.map_or(Value::Null, Value::from)),
        ("updatesLeft", updates_left.into()),
        ("lastError", Value::Null),
    ]));
    if let Some(last_error) = &snapshot.last_error {
        // Fails for frozen objects, and this one is new.
        let _ = Reflect::set(&state, &"lastError".into(), &error::to_js(last_error.clone()));
    }
    state
}

fn identity_value(identity: &Identity) -> Value {
    match identity {
        Identity::User { user_id } => object([("kind", "user".into()), ("userId", user_id.as_str().into())]),
        Identity::Visitor => object([("kind", "visitor".into())]),
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
