//! A launcher that looks like the Messenger's, for pages that load the Messenger only when somebody wants to chat.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::core::session::{Event, Generation};
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::object;
use crate::web::page_events::report;
use crate::web::wrappers;

/// The launcher, while one is drawn.
#[derive(Default)]
pub(super) struct Launcher(Cell<Option<Drawn>>);

struct Drawn {
    button: JsValue,
    _events: [Option<Listener>; 3],
}

impl Launcher {
    /// Draws it where the Messenger would have its own, and in the same colour. A click is for the Messenger of
    /// `generation`. To the host of `url`, the widget's, a connection is opened when a click is about to come.
    pub(super) fn draw(&self, generation: Generation, url: String, attributes: &JsValue) {
        self.remove();
        let Some(button) = wrappers::make_launcher(attributes).caught() else { return };
        let busy = button.clone();
        let function = dom::function(move |event| {
            if object::get(&event, "type") == "click" {
                dom::set_attribute(&busy, "aria-busy", "true");
                report(Event::Due { generation, open: true });
            } else {
                preconnect(&url);
            }
        });
        let events = ["click", "pointerenter", "focus"].map(|kind| Listener::new(&button, kind, &function));
        if let Some(body) = dom::of_document("body").caught()
            && dom::append(&body, &button)
        {
            self.0.set(Some(Drawn { button, _events: events }));
        }
    }

    /// Takes it off the page.
    pub(super) fn remove(&self) {
        if let Some(drawn) = self.0.take() {
            dom::remove(&drawn.button);
        }
    }
}

fn preconnect(url: &str) {
    const MARK: &str = "data-intercom-messenger-loader";
    if dom::query_all("link[rel=preconnect][data-intercom-messenger-loader]").is_empty() {
        let link = dom::link("preconnect", url);
        dom::set_attribute(&link, MARK, "");
        dom::append_to_head(&link);
    }
}
