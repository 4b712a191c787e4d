//! Events of the page, on their way to the session. The rooms of this layer report here, so that none of them names the
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

/// Reports that something happened.
pub(super) fn report(event: Event) {
    if let Some(sink) = SINK.get() {
        sink(event);
    }
}

/// Reports that the page came back out of the back-forward cache.
pub(super) fn report_restored() {
    report(Event::PageShown);
    report(Event::Resume(Resume::Restored));
}

/// Reports when the page comes and goes, and after everything in which a timer may have missed that time passed.
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
        // The page is also shown when it has loaded, which is no news.
        report_restored();
    }
}
