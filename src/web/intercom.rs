//! Calls of `window.Intercom`, and how the page's Messenger stands.

use crate::core::json;
use crate::core::session::{self, Call, Given, MethodCall};
use crate::core::settings::Payload;
use crate::web::{conversion, sys};

/// How the page's Messenger stands.
pub(super) fn look() -> session::Page {
    let live = sys::is_live();
    session::Page {
        live,
        occupied: live || sys::holds_boot(),
        url: sys::here(),
        last_user: None,
        note_is_shared: false,
    }
}

/// Calls the Messenger, or its queue; nothing where there is neither.
pub(super) fn call(call: &Call) {
    match call {
        Call::Shutdown => drop(sys::call_messenger("shutdown", "[]", false)),
        Call::Boot(payload) => tell("boot", payload),
        Call::Update(payload) => tell("update", payload),
        Call::Register(news) => sys::call_back(news.method(), news.index().into()),
    }
}

fn tell(method: &str, payload: &Payload) {
    let given = json::list(std::iter::once(payload.to_json().as_str()));
    drop(sys::call_messenger(method, &given, payload.is_exclusive()));
}

/// Calls a method for the application. Gives what it returned, if that is plain data.
pub(super) fn invoke(call: &MethodCall) -> Given {
    let returned = sys::call_messenger(call.method().name, &call.to_json(), false);
    conversion::value(&returned).map_or(Given::Nothing, Given::Value)
}
