//! The page's coming and going, and all after which a timer may have missed that time passed.

use wasm_bindgen::JsCast as _;

use crate::session::{Event, Wake};
use crate::web::driver::tell;
use crate::web::listener::Listener;
use crate::web::sys::{Page, Transition};

/// Tells the driver of it.
pub(super) fn watch(page: &Page) -> Vec<Listener> {
    let mut listeners = vec![
        Listener::new(page, "pagehide", Box::new(|_| tell(Event::PageHidden))),
        Listener::new(page, "pageshow", Box::new(|event| shown(event.unchecked_ref()))),
        Listener::new(page, "online", Box::new(|_| tell(Event::Wake(Wake::Online)))),
        Listener::new(page, "focus", Box::new(|_| tell(Event::Wake(Wake::Looked)))),
    ];
    if let Some(document) = page.document() {
        let looked = Box::new(|_| tell(Event::Wake(Wake::Looked)));
        listeners.push(Listener::new(&document, "visibilitychange", looked));
    }
    listeners
}

fn shown(event: &Transition) {
    tell(Event::PageShown);
    tell(Event::Wake(if event.persisted().is_truthy() { Wake::Restored } else { Wake::Looked }));
}
