//! `window.Intercom`: the stub that queues, the widget that takes its place, and calls of either.

use js_sys::{Array, Object, Proxy, Reflect};
use serde::Serialize as _;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::diagnose::Global;
use crate::session::{self, Call, Given, MethodCall};
use crate::settings::is_identifying;
use crate::web::callbacks::Callbacks;
use crate::web::sys::{self, Intercom, Page};
use crate::web::value;

/// How the page's Messenger stands.
pub(super) fn look(page: &Page) -> session::Page {
    let intercom = current(page);
    let live = intercom.as_ref().is_some_and(is_live);
    let queued_boot = || intercom.as_ref().and_then(queue).is_some_and(|queue| holds_boot(&queue));
    let url = page.location().href().unwrap_or_default();
    session::Page { live, occupied: live || queued_boot(), url, mark: None }
}

/// Puts a stub where there is no Messenger. It queues as the classic snippet's does, so that the page's own calls
/// of `window.Intercom` keep working before the widget is there. Says whether it did.
pub(super) fn install_stub(page: &Page) -> bool {
    if current(page).is_some() {
        return false;
    }
    let queue = Array::new();
    let push = {
        let queue = queue.clone();
        Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(move |_, _, arguments| {
            queue.push(&arguments);
        })
    };
    // Only JavaScript has functions that take any number of arguments. A proxy makes one of a closure, without
    // the `eval` that a Content-Security-Policy would forbid.
    let push = push.into_js_value();
    let handler = Object::new();
    if Reflect::set(&handler, &"apply".into(), &push).is_err() {
        return false;
    }
    let stub: Intercom = Proxy::new(&push, &handler).unchecked_into();
    stub.set_q(&queue);
    page.set_intercom(&stub).is_ok()
}

/// Calls the Messenger, or its queue; nothing where there is neither.
pub(super) fn call(page: &Page, call: &Call, callbacks: &Callbacks) {
    let arguments = match call {
        Call::Shutdown => Array::of1(&"shutdown".into()),
        Call::Boot(payload) | Call::Update(payload) => {
            let Ok(payload) = payload.serialize(&Serializer::json_compatible()) else { return };
            let method = if matches!(call, Call::Boot(_)) { "boot" } else { "update" };
            Array::of2(&method.into(), &payload)
        }
        Call::Register(news) => {
            let Some(callback) = callbacks.of(news) else { return };
            Array::of2(&news.method().into(), callback)
        }
    };
    let _ = apply(page, &arguments);
}

/// Calls a method for the application. Gives what it returned, if that is plain data.
pub(super) fn invoke(page: &Page, call: &MethodCall) -> Given {
    let arguments = Array::of1(&call.method().name.into());
    for argument in call.args() {
        if let Ok(argument) = argument.serialize(&Serializer::json_compatible()) {
            arguments.push(&argument);
        }
    }
    apply(page, &arguments).as_ref().and_then(value::read).map_or(Given::Nothing, Given::Value)
}

/// What the Messenger throws is for its developer to see, and stops nothing.
fn apply(page: &Page, arguments: &Array) -> Option<JsValue> {
    current(page)?.apply(&JsValue::UNDEFINED, arguments).inspect_err(sys::log_error).ok()
}

/// Empties the queue of a Messenger that has not run it; the queue itself stays, the widget will look for it.
pub(super) fn empty_queue(page: &Page) {
    if let Some(queue) = current(page).as_ref().and_then(queue) {
        queue.set_length(0);
    }
}

/// Removes from `window.intercomSettings` what identifies a user: the Messenger merges it under every boot.
pub(super) fn clean_settings(page: &Page) {
    let Ok(settings) = page.intercom_settings() else { return };
    let Some(settings) = settings.dyn_ref::<Object>() else { return };
    let names = Object::keys(settings).into_iter().filter_map(|key| key.as_string());
    for name in names.filter(|name| is_identifying(name) || name == "intercom_user_jwt") {
        // Of an object that is frozen nothing can be taken away, but it can be taken away as a whole.
        if !Reflect::delete_property(settings, &name.into()).unwrap_or(false) {
            return forget_settings(page);
        }
    }
}

/// Deletes `window.intercomSettings`; one declared with `var` cannot be deleted and is emptied.
pub(super) fn forget_settings(page: &Page) {
    if page.intercom_settings().is_ok_and(|settings| settings.is_undefined()) {
        return;
    }
    // A property that cannot be set can perhaps be deleted, and the other way round.
    let _ = page.set_intercom_settings(&JsValue::UNDEFINED);
    let _ = Reflect::delete_property(page, &"intercomSettings".into());
}

/// What stands at `window.Intercom`, and whether it is the widget itself.
pub(super) fn global(page: &Page) -> (Global, bool) {
    let kind = match page.intercom() {
        Ok(intercom) if intercom.is_function() => {
            return (Global::Function, is_live(intercom.unchecked_ref()));
        }
        Ok(intercom) if intercom.is_undefined() => Global::Missing,
        Ok(intercom) if intercom.has_type::<web_sys::Element>() => Global::Element,
        _ => Global::Other,
    };
    (kind, false)
}

/// A value in `window.intercomSettings`, which the Messenger sends beside the loader's own.
pub(super) fn merged_setting(page: &Page, name: &str) -> Option<JsValue> {
    let settings = page.intercom_settings().ok()?;
    Reflect::get(&settings, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// `window.Intercom`, unless it is missing or an element of that id.
pub(super) fn current(page: &Page) -> Option<Intercom> {
    let intercom = page.intercom().ok()?;
    intercom.is_function().then(|| intercom.unchecked_into())
}

/// Whether the widget itself stands there: its script says so, or it has no queue as every stub has.
fn is_live(intercom: &Intercom) -> bool {
    intercom.booted().is_truthy() || queue(intercom).is_none()
}

fn queue(intercom: &Intercom) -> Option<Array> {
    intercom.q().dyn_into().ok()
}

fn holds_boot(queue: &Array) -> bool {
    queue.iter().any(|call| {
        Reflect::get_u32(&call, 0)
            .ok()
            .and_then(|method| method.as_string())
            .is_some_and(|method| method == "boot")
    })
}
