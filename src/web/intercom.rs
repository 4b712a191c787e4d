//! Calls of `window.Intercom`, and how the page's Messenger stands.

use wasm_bindgen::JsValue;

use crate::diagnose::Global;
use crate::json;
use crate::session::{self, Call, Given, MethodCall};
use crate::settings::{IDENTIFYING, Payload, Value};
use crate::web::sys;

/// How the page's Messenger stands.
pub(super) fn look() -> session::Page {
    let live = sys::is_live();
    session::Page { live, occupied: live || sys::holds_boot(), url: sys::here(), mark: None }
}

/// Calls the Messenger, or its queue; nothing where there is neither.
pub(super) fn call(call: &Call) {
    match call {
        Call::Shutdown => drop(sys::call_messenger("shutdown", "[]")),
        Call::Boot(payload) => drop(sys::call_messenger("boot", &list_of(payload))),
        Call::Update(payload) => drop(sys::call_messenger("update", &list_of(payload))),
        Call::Register(news) => sys::call_back(news.method(), news.index().into()),
    }
}

fn list_of(payload: &Payload) -> String {
    json::list(std::iter::once(payload.to_json().as_str()))
}

/// Calls a method for the application. Gives what it returned, if that is plain data.
pub(super) fn invoke(call: &MethodCall) -> Given {
    let returned = sys::call_messenger(call.method().name, &call.to_json());
    sys::read_value(&returned).map_or(Given::Nothing, |json| Given::Value(Value::of_json(json)))
}

/// Removes from `window.intercomSettings` what identifies a user: the Messenger merges it under every boot.
pub(super) fn clean_settings() {
    let mut names = String::from("intercom_user_jwt");
    for name in IDENTIFYING {
        names.push(' ');
        names.push_str(name);
    }
    sys::clean_settings(&names);
}

/// What stands at `window.Intercom`.
pub(super) fn global() -> Global {
    match sys::what_stands_there() {
        0 => Global::Missing,
        1 => Global::Function,
        2 => Global::Element,
        _ => Global::Other,
    }
}

/// A value in `window.intercomSettings`, which the Messenger sends beside the loader's own.
pub(super) fn merged_setting(name: &str) -> Option<JsValue> {
    let value = sys::merged_setting(name);
    if value.is_undefined() { None } else { Some(value) }
}
