//! A launcher that looks like the Messenger's, for pages that load the Messenger only when somebody wants to chat.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::schedule::Millis;
use crate::core::session::{Event, Generation};
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::object::{self, Arg::Js};
use crate::web::page_events::report;
use crate::web::timers::Timeout;
use crate::web::{cells, global, wrappers};

/// How long after the page has taken the launcher away it is put back: page code that takes away whatever it does not know
/// is done by then, and cannot keep the two of them busy.
const PAUSE: Millis = 50;

/// The launcher, while one is drawn.
#[derive(Default)]
pub(super) struct Launcher(Place);

type Place = Rc<Cell<Option<Drawn>>>;

struct Drawn {
    button: JsValue,
    /// Observes what the button is in; undefined where the page lets nobody observe.
    observer: JsValue,
    /// Puts the button back, later.
    pause: Option<Timeout>,
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
        let place = Rc::clone(&self.0);
        let changed = dom::function(move |_| put_back_later(&place));
        let observer = global::construct("MutationObserver", &[Js(&changed)]).unwrap_or_default();
        put(&button, &observer);
        self.0.set(Some(Drawn { button, observer, pause: None, _events: events }));
    }

    /// Takes it off the page.
    pub(super) fn remove(&self) {
        if let Some(drawn) = self.0.take() {
            object::call(&drawn.observer, "disconnect", &[]);
            dom::remove(&drawn.button);
        }
    }
}

/// Puts the button back if the page has replaced what it was in: its body (Turbo, view transitions), or what is in that
/// (hydration of the whole document).
fn put_back_later(place: &Place) {
    let later = Rc::clone(place);
    cells::with(place, |drawn| {
        if let Some(drawn) = drawn
            && !object::is_set(&drawn.button, "isConnected")
        {
            drawn.pause = Some(Timeout::new(PAUSE, move || {
                if let Some(drawn) = later.take() {
                    put(&drawn.button, &drawn.observer);
                    later.set(Some(drawn));
                }
            }));
        }
    });
}

/// Puts the button into the page's body, in place of copies that came with an older body (Turbo keeps such), and observes
/// what it is in.
fn put(button: &JsValue, observer: &JsValue) {
    dom::query_all("#intercom-messenger-loader-launcher").iter().for_each(dom::remove);
    let body = dom::of_document("body").caught().unwrap_or_default();
    dom::append(&body, button);
    let root = dom::of_document("documentElement").caught().unwrap_or_default();
    for node in [dom::document(), root, body] {
        // A page has no body for a moment.
        if node.is_object() {
            object::call(observer, "observe", &[Js(&node), Js(&object::of_json(r#"{"childList":true}"#))]);
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
