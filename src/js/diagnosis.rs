//! The diagnosis, which knows the session through what it can observe.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::core::diagnosis::Diagnosis;
#[cfg(not(feature = "js-session"))]
use crate::core::error::Code;
use crate::core::error::Error;
use crate::core::json::{self, Writer};
use crate::core::session::{Identity, Phase, Snapshot};
use crate::js::{options, settle};
use crate::web::diagnose::{self, Observed};
use crate::web::{Deferred, object};

/// Checks the installation on this page. `observe` is `observed` of the module that has the session; it may be omitted
/// where that is this one.
#[wasm_bindgen(unchecked_return_type = "Promise<Diagnosis>")]
pub fn diagnose(
    #[wasm_bindgen(unchecked_optional_param_type = "() => object")] observe: Option<Function>,
) -> Promise {
    let deferred = Deferred::new();
    let promise = deferred.promise();
    let Some(observe) = observe else {
        diagnose_own(deferred);
        return promise;
    };
    let observe =
        move || observed(&object::try_apply(&observe, &JsValue::UNDEFINED, &[]).unwrap_or_default());
    diagnose::run(observe, move |diagnosis| settle(&deferred, Ok(to_js(&diagnosis))));
    promise
}

#[cfg(feature = "js-session")]
fn diagnose_own(deferred: Deferred) {
    crate::client::diagnose(move |result| {
        settle(&deferred, result.map(|diagnosis| to_js(&diagnosis)));
    });
}

#[cfg(not(feature = "js-session"))]
#[expect(clippy::needless_pass_by_value, reason = "as beside a session")]
fn diagnose_own(deferred: Deferred) {
    settle(&deferred, Err(Code::NotBooted.into()));
}

/// Options that the page has changed since, and that are no longer valid, count as none.
fn observed(given: &JsValue) -> Observed {
    Observed {
        config: options::read(&object::get(given, "options")).ok().map(Rc::new),
        session: snapshot(&object::get(given, "state")),
        violations: object::text_of(given, "violations").unwrap_or_default(),
    }
}

/// The parts of a state that a diagnosis checks.
fn snapshot(state: &JsValue) -> Snapshot {
    let text = |object: &JsValue, name| object::text_of(object, name).unwrap_or_default();
    let session = object::get(state, "session");
    let identity = || match text(&session, "kind").as_str() {
        "user" => Identity::User { user_id: text(&session, "userId") },
        _ => Identity::Visitor,
    };
    let error = object::get(state, "lastError");
    let updates_left = object::number(&object::get(state, "updatesLeft"));
    Snapshot {
        phase: Phase::parse(&text(state, "phase")).unwrap_or(Phase::Idle),
        session: session.is_object().then(identity),
        app_id: None,
        region: None,
        live: object::flag(&object::get(state, "live")),
        token_expires_at: None,
        updates_left: usize::try_from(updates_left).unwrap_or_default(),
        last_error: if error.is_object() {
            Error::parse(&text(&error, "code"), &text(&error, "message"))
        } else {
            None
        },
    }
}

/// `{ok, checks: [{name, status, seen, hint}]}`.
fn to_js(diagnosis: &Diagnosis) -> JsValue {
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
