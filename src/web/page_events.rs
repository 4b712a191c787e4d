//! Events of the page, on their way to the session. The rooms of this layer report here, so that none of them names the
//! runtime.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::session::{Event, Wake};
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};

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
    report(Event::Wake(Wake::Restored));
}

/// Reports when the page comes and goes, and after everything in which a timer may have missed that time passed.
pub(super) fn watch_page() {
    let watch = || -> Result<(), JsValue> {
        let window = dom::window();
        on(&window, "pagehide", || report(Event::PageHidden));
        on(&window, "focus", || report(Event::Wake(Wake::Looked)));
        on(&dom::document(), "visibilitychange", || report(Event::Wake(Wake::Looked)));
        on(&window, "online", || report(Event::Wake(Wake::Online)));
        let shown = |event| {
            // The page is also shown when it has loaded, which is no news.
            if dom::get(&event, "persisted").is_truthy() {
                report_restored();
            }
        };
        Listener::new(&window, "pageshow", shown).map(Listener::forever)
    };
    watch().caught();
}

fn on(target: &JsValue, kind: &'static str, act: fn()) {
    Listener::new(target, kind, move |_| act()).map(Listener::forever).caught();
}
