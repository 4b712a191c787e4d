//! `window.Intercom` and its queue, and `window.intercomSettings`, which the widget merges under every call.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::core::session::{Call, Event, Given, MethodCall, News};
use crate::core::settings::{IDENTIFYING, Payload};
use crate::web::caught::{self, Caught as _};
use crate::web::page_events::report;
use crate::web::{clock, conversion, dom};

#[wasm_bindgen(module = "/src/web/wrappers.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeStub)]
    fn make_stub() -> JsValue;
}

/// The Messenger, or a stub that queues for it; `None` where something else stands in its place.
fn messenger() -> Option<JsValue> {
    Some(dom::of_window("Intercom")).filter(JsValue::is_function)
}

fn queue_of(messenger: &JsValue) -> Option<JsValue> {
    let is_list = |queue: &JsValue| dom::call(&dom::of_window("Array"), "isArray", &[queue]);
    Some(dom::get(messenger, "q")).filter(|queue| is_list(queue).is_ok_and(|is_list| is_list.is_truthy()))
}

/// The queue of the stub that stands at `window.Intercom`.
fn queue() -> Option<JsValue> {
    queue_of(&messenger()?)
}

/// Whether the widget itself stands there: its script says so, or it has no queue as every stub has.
pub(super) fn is_live() -> bool {
    messenger()
        .is_some_and(|messenger| dom::get(&messenger, "booted").is_truthy() || queue_of(&messenger).is_none())
}

/// Whether a boot waits in the queue.
pub(super) fn holds_boot() -> bool {
    let is_boot = |call: &JsValue| {
        call.is_object() && dom::try_get(call, "0").caught().is_some_and(|name| name == "boot")
    };
    queue().is_some_and(|queue| dom::entries(&queue).iter().any(is_boot))
}

/// Puts a stub where there is no Messenger, so that the page's own calls of `window.Intercom` keep working before the
/// widget is there. Says whether it did.
pub(super) fn install_stub() -> bool {
    // Where it may not be put there, calls have nothing to wait in.
    messenger().is_none() && dom::set(&dom::window(), "Intercom", &make_stub()).unwrap_or_default()
}

/// Empties the queue of a Messenger that has not run it; the queue itself stays, the widget will look for it.
pub(super) fn empty_queue() {
    if let Some(queue) = queue() {
        dom::set(&queue, "length", &0.into()).caught();
    }
}

/// Calls of the Messenger, and what later calls need to know of them.
#[derive(Default)]
pub(super) struct IntercomGlobal {
    /// The newest shutdown of the loader's that went into a queue.
    queued_shutdown: RefCell<Option<JsValue>>,
    /// One callback of each kind for as long as the page lives.
    callbacks: RefCell<Vec<(u8, Function)>>,
}

impl IntercomGlobal {
    /// Calls the Messenger, or its queue; nothing where there is neither.
    pub(super) fn call(&self, call: &Call) {
        match call {
            Call::Shutdown => {
                invoke("shutdown", &[]);
                let queued = queue().and_then(|queue| dom::entries(&queue).pop());
                self.queued_shutdown.replace(queued);
            }
            Call::Boot(payload) => send("boot", payload),
            Call::Update(payload) => send("update", payload),
            Call::Register(news) => {
                invoke(news.method(), &[&self.callback(news)]);
            }
        }
    }

    fn callback(&self, news: &News) -> Function {
        let known = self.callbacks.borrow().iter().find(|(kind, _)| *kind == news.index()).cloned();
        if let Some((_, callback)) = known {
            return callback;
        }
        let heard = news.clone();
        let callback = dom::function(move |detail| report(Event::News(with_detail(&heard, &detail))));
        self.callbacks.borrow_mut().push((news.index(), callback.clone()));
        callback
    }

    /// Takes the newest queued shutdown out again. The page's own calls behind it stay.
    pub(super) fn withdraw_shutdown(&self) {
        let (Some(queue), Some(shutdown)) = (queue(), self.queued_shutdown.take()) else { return };
        let at = dom::entries(&queue).iter().position(|call| *call == shutdown);
        if let Some(at) = at.and_then(|at| u32::try_from(at).ok()) {
            dom::call_of("Array", "splice", &queue, &[&at.into(), &1.into()]).caught();
        }
    }
}

/// What was called back, with the number that came along.
fn with_detail(news: &News, detail: &JsValue) -> News {
    match news {
        News::Unread(_) => News::Unread(clock::whole(detail.as_f64().unwrap_or_default())),
        other => other.clone(),
    }
}

/// Calls the Messenger, or its queue. What it throws is for its developer to see, and stops nothing.
fn invoke(method: &str, arguments: &[&JsValue]) -> JsValue {
    let Some(messenger) = messenger() else { return JsValue::UNDEFINED };
    let method = JsValue::from_str(method);
    let all = [&[&method], arguments].concat();
    dom::apply(&messenger, &JsValue::UNDEFINED, &all).unwrap_or_else(|thrown| {
        caught::report(&thrown, false);
        JsValue::UNDEFINED
    })
}

/// Sends a boot or an update. Where the payload is exclusive, nothing else may say who the user is: what the page's own
/// settings say of that goes before the widget merges them in, which it does when it runs the call.
fn send(method: &'static str, payload: &Payload) {
    let Some(attributes) = dom::parse_json(&payload.to_json()) else { return };
    if !payload.is_exclusive() {
        invoke(method, &[&attributes]);
        return;
    }
    clean_settings();
    invoke(method, &[&attributes]);
    let queued = queue().and_then(|queue| dom::entries(&queue).pop()).filter(JsValue::is_object);
    if let Some(queued) =
        queued.filter(|queued| dom::try_get(queued, "1").is_ok_and(|given| given == attributes))
    {
        clean_when_read(&queued, method).caught();
    }
}

/// The widget reads a queued call's name when it runs it; then the settings are cleaned once more.
fn clean_when_read(queued: &JsValue, method: &'static str) -> dom::Page {
    let read = Closure::<dyn Fn() -> JsValue>::new(move || {
        clean_settings();
        method.into()
    });
    // Without a prototype: what page code has put on `Object.prototype` would count.
    let object = dom::of_window("Object");
    let descriptor = dom::call(&object, "create", &[&JsValue::NULL])?;
    dom::set(&descriptor, "get", &read.into_js_value())?;
    dom::call(&object, "defineProperty", &[queued, &"0".into(), &descriptor])
}

/// Calls a method for the application. Gives what it returned, if that is plain data.
pub(super) fn call_method(call: &MethodCall) -> Given {
    let arguments = dom::parse_json(&call.to_json()).map(|list| dom::entries(&list)).unwrap_or_default();
    let returned = invoke(call.method().name, &arguments.iter().collect::<Vec<_>>());
    conversion::value(&returned).map_or(Given::Nothing, Given::Value)
}

/// `window.intercomSettings`; undefined where there is none, or none that can be read.
pub(super) fn settings() -> JsValue {
    dom::of_window("intercomSettings")
}

/// Removes identifying attributes from `window.intercomSettings`.
fn clean_settings() {
    let settings = settings();
    if !settings.is_object() && !settings.is_function() {
        return;
    }
    for name in ["intercom_user_jwt"].into_iter().chain(IDENTIFYING) {
        if !dom::delete(&settings, name).unwrap_or_default() {
            // Of an object that is frozen nothing can be taken away, but it can be taken away as a whole.
            return forget_settings();
        }
    }
}

/// Deletes `window.intercomSettings`; one declared with `var` cannot be deleted and is emptied.
pub(super) fn forget_settings() {
    let window = dom::window();
    let is_there = || dom::has_own(&window, "intercomSettings").unwrap_or(true);
    // A property that cannot be set can perhaps be deleted, and the other way round.
    if is_there() {
        drop(dom::set(&window, "intercomSettings", &JsValue::UNDEFINED));
    }
    if is_there() {
        drop(dom::delete(&window, "intercomSettings"));
    }
}
