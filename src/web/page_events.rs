//! Events of the page for the session. The modules of this layer report here, so that none of them depends on the
//! runtime.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::session::{Event, Resume};
use crate::web::{dom, global, object};

thread_local! {
    static SINK: Cell<Option<fn(Event)>> = const { Cell::new(None) };
}

/// Sends every event to `sink` from now on.
pub(super) fn deliver_to(sink: fn(Event)) {
    SINK.set(Some(sink));
}

/// Reports an event.
pub(super) fn report(event: Event) {
    if let Some(sink) = SINK.get() {
        sink(event);
    }
}

/// Reports that the page came back from the back-forward cache.
pub(super) fn report_restored() {
    report(Event::PageShown);
    report(Event::Resume(Resume::Restored));
}

/// Reports when the page is hidden and shown, and after everything that may have stopped its timers.
pub(super) fn watch_page() {
    let heard = dom::function(hear);
    let window = global::window();
    for kind in ["pagehide", "focus", "online", "pageshow"] {
        dom::listen(&window, kind, &heard);
    }
    dom::listen(&dom::document(), "visibilitychange", &heard);
}

fn hear(event: JsValue) {
    let kind = object::get(&event, "type");
    if kind == "pagehide" {
        report(Event::PageHidden);
    } else if kind == "online" {
        report(Event::Resume(Resume::Online));
    } else if kind != "pageshow" {
        report(Event::Resume(Resume::Focused));
    } else if object::is_set(&event, "persisted") {
        // The page is also shown after loading, which is no return.
        report_restored();
    }
}
