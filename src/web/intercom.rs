//! Calls of `window.Intercom`, and how the page's Messenger stands.

use js_sys::Array;
use serde::Serialize as _;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::diagnose::Global;
use crate::session::{self, Call, Given, MethodCall};
use crate::settings::IDENTIFYING;
use crate::web::{sys, value};

/// How the page's Messenger stands.
pub(super) fn look() -> session::Page {
    let live = sys::is_live();
    session::Page { live, occupied: live || sys::holds_boot(), url: sys::here(), mark: None }
}

/// Calls the Messenger, or its queue; nothing where there is neither.
pub(super) fn call(call: &Call) {
    let arguments = match call {
        Call::Shutdown => Array::of1(&"shutdown".into()),
        Call::Boot(payload) | Call::Update(payload) => {
            let Ok(payload) = payload.serialize(&Serializer::json_compatible()) else { return };
            let method = if matches!(call, Call::Boot(_)) { "boot" } else { "update" };
            Array::of2(&method.into(), &payload)
        }
        Call::Register(news) => return sys::call_back(news.method(), news.index().into()),
    };
    sys::call_messenger(&arguments);
}

/// Calls a method for the application. Gives what it returned, if that is plain data.
pub(super) fn invoke(call: &MethodCall) -> Given {
    let arguments = Array::of1(&call.method().name.into());
    for argument in call.args() {
        if let Ok(argument) = argument.serialize(&Serializer::json_compatible()) {
            arguments.push(&argument);
        }
    }
    value::read(&sys::call_messenger(&arguments)).map_or(Given::Nothing, Given::Value)
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
