//! `window.Intercom` and its queue, and `window.intercomSettings`, which the widget merges under every call.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::core::attributes::{IDENTIFYING, Payload};
use crate::core::session::{Call, CallValue, Event, MessengerEvent, MethodCall};
use crate::web::caught::{self, Caught as _};
use crate::web::object::{self, Arg, Arg::Js, Arg::Text};
use crate::web::page_events::report;
use crate::web::{cells, conversion, dom, global, widget_tags};

/// The Messenger, or a stub that queues for it; undefined where another value is in its place.
fn messenger() -> JsValue {
    let found = global::get("Intercom");
    if found.is_function() { found } else { JsValue::UNDEFINED }
}

/// The queue of a stub; undefined where there is none.
fn queue_of(messenger: &JsValue) -> JsValue {
    let found = object::get(messenger, "q");
    if object::is_array(&found) { found } else { JsValue::UNDEFINED }
}

/// The queue of the stub at `window.Intercom`.
#[inline(never)]
fn queue() -> JsValue {
    queue_of(&messenger())
}

/// Whether `window.Intercom` is the widget itself: it says so, or it has no queue, as every stub has, and a script of
/// Intercom's is on the page. Ad blockers and test doubles put functions there that satisfy neither, or that the widget
/// cannot replace.
#[inline(never)]
pub(super) fn is_widget() -> bool {
    let messenger = messenger();
    object::is_set(&messenger, "booted") || (widget_tags::is_one_there() && is_replaceable_widget(&messenger))
}

fn is_replaceable_widget(messenger: &JsValue) -> bool {
    messenger.is_function()
        && queue_of(messenger).is_undefined()
        && object::try_set(&global::window(), "Intercom", messenger)
}

/// Whether `window.Intercom` is the Messenger, or a stub that queues for it.
#[inline(never)]
pub(super) fn is_usable() -> bool {
    !queue().is_undefined() || is_widget()
}

/// Whether a boot waits in the queue.
pub(super) fn holds_boot() -> bool {
    object::entries(&queue()).iter().any(|call| call.is_object() && object::read(call, "0") == "boot")
}

/// Installs a stub where there is no Messenger, so that the page's own calls of `window.Intercom` keep working before
/// the widget loads. Returns whether it did.
pub(super) fn install_stub() -> bool {
    // If it cannot be installed, calls have no queue.
    !is_usable()
        && object::wrapper("makeStub", &[])
            .caught()
            .is_some_and(|stub| object::try_set(&global::window(), "Intercom", &stub))
}

/// Empties the queue of a Messenger that has not run it; the queue itself stays, as the widget looks for it.
pub(super) fn empty_queue() {
    object::set(&queue(), "length", &0.into());
}

/// Calls of the Messenger, and the state that later calls need.
#[derive(Default)]
pub(super) struct IntercomGlobal {
    /// The loader's newest shutdown that was queued.
    queued_shutdown: Cell<JsValue>,
    /// One callback of each kind for as long as the page lives.
    callbacks: Cell<Vec<(u8, Function)>>,
}

impl IntercomGlobal {
    /// Calls the Messenger, or its queue; nothing where there is neither.
    pub(super) fn call(&self, call: &Call) {
        match call {
            Call::Shutdown => {
                invoke(&[Text("shutdown")]);
                self.queued_shutdown.set(newest());
            }
            Call::Boot(payload) => send("boot", payload),
            Call::Update(payload) => send("update", payload),
            Call::Ready(generation) => {
                let generation = *generation;
                invoke(&[Text("ready"), Js(&dom::function(move |_| report(Event::Live { generation })))]);
            }
            Call::Register(news) => {
                invoke(&[Text(news.method()), Js(&self.callback(news))]);
            }
        }
    }

    fn callback(&self, news: &MessengerEvent) -> Function {
        cells::with(&self.callbacks, |callbacks| {
            if let Some((_, known)) = callbacks.iter().find(|(kind, _)| *kind == news.index()) {
                return known.clone();
            }
            let heard = news.clone();
            let callback =
                dom::function(move |detail| report(Event::MessengerEvent(with_detail(&heard, &detail))));
            callbacks.push((news.index(), callback.clone()));
            callback
        })
    }

    /// Removes the newest queued shutdown. The page's own calls after it stay.
    pub(super) fn withdraw_shutdown(&self) {
        let queue = queue();
        let shutdown = self.queued_shutdown.take();
        let at = object::entries(&queue).iter().position(|call| *call == shutdown);
        if !shutdown.is_undefined()
            && let Some(at) = at.and_then(|at| u32::try_from(at).ok())
        {
            global::call_of("Array", "splice", &queue, &[Js(&at.into()), Js(&1.into())]);
        }
    }
}

/// The newest call in the queue; undefined where there is none.
#[inline(never)]
fn newest() -> JsValue {
    object::entries(&queue()).pop().unwrap_or_default()
}

/// The event of a callback, with the number that it was passed.
fn with_detail(news: &MessengerEvent, detail: &JsValue) -> MessengerEvent {
    match news {
        MessengerEvent::Unread(_) => MessengerEvent::Unread(object::number(detail)),
        other => other.clone(),
    }
}

/// Calls the Messenger, or its queue. An exception is reported for the developer, and stops nothing.
fn invoke(arguments: &[Arg<'_>]) -> JsValue {
    let messenger = messenger();
    if messenger.is_undefined() {
        return messenger;
    }
    object::try_apply(&messenger, &JsValue::UNDEFINED, arguments).unwrap_or_else(|thrown| {
        caught::report(&thrown, false);
        JsValue::UNDEFINED
    })
}

/// Sends a boot or an update. Where the payload is exclusive, nothing else may identify the user: identifying
/// attributes in the page's own settings are removed before the widget merges them in, which it does when it runs the
/// call.
fn send(method: &'static str, payload: &Payload) {
    let attributes = object::of_json(&payload.to_json());
    if attributes.is_undefined() {
        return;
    }
    if payload.is_exclusive() {
        clean_settings();
    }
    invoke(&[Text(method), Js(&attributes)]);
    if payload.is_exclusive() {
        let queued = newest();
        if queued.is_object() && object::get(&queued, "1") == attributes {
            // The widget reads a queued call's name when it runs it; at that read the settings are cleaned again.
            let clean = dom::function(|_| clean_settings());
            object::wrapper("onRead", &[Js(&queued), Text(method), Js(&clean)]).caught();
        }
    }
}

/// Calls a method for the application. Returns its result, if that is plain data.
pub(super) fn call_method(call: &MethodCall) -> CallValue {
    let given = object::entries(&object::of_json(&call.to_json()));
    let mut arguments = vec![Text(call.method().name)];
    arguments.extend(given.iter().map(Js));
    let returned = invoke(&arguments);
    conversion::value(&returned).map_or(CallValue::Nothing, CallValue::Value)
}

/// `window.intercomSettings`; undefined where it is absent or cannot be read.
pub(super) fn settings() -> JsValue {
    global::get("intercomSettings")
}

/// Removes identifying attributes from `window.intercomSettings`.
fn clean_settings() {
    let settings = settings();
    if !settings.is_object() && !settings.is_function() {
        return;
    }
    for name in ["intercom_user_jwt"].into_iter().chain(IDENTIFYING) {
        if !object::delete(&settings, name) {
            // A frozen object's properties cannot be deleted, but the object as a whole can.
            return forget_settings();
        }
    }
}

/// Deletes `window.intercomSettings`; one declared with `var` cannot be deleted and is emptied.
pub(super) fn forget_settings() {
    const NAME: &str = "intercomSettings";
    let window = global::window();
    let is_there = || object::has_own(&window, NAME) != Some(false);
    // A property that cannot be set may be deletable, and the other way round.
    if is_there() {
        object::try_set(&window, NAME, &JsValue::UNDEFINED);
    }
    if is_there() {
        object::delete(&window, NAME);
    }
}
