//! Launchers of a page that loads the Messenger on an interaction: a drawn one that looks like the Messenger's, and
//! those of the page's own.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::core::schedule::Millis;
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::object::{self, Arg::Js, Arg::Text};
use crate::web::timers::Timeout;
use crate::web::{cells, global, wrappers};

/// Delay before the launcher is put back after the page has removed it: page code that removes unknown elements is done
/// by then, and cannot cause a loop.
const PAUSE: Millis = 50;

/// The launchers, while there are any.
#[derive(Default)]
pub(crate) struct Launchers {
    drawn: Place,
    /// Listener for clicks on the page's own.
    own: Cell<Option<Listener>>,
}

type Place = Rc<Cell<Option<Drawn>>>;

struct Drawn {
    button: JsValue,
    /// Observer of the button's parent; undefined where the page denies it.
    observer: JsValue,
    /// Timer that puts the button back.
    pause: Option<Timeout>,
    _events: [Option<Listener>; 3],
}

impl Launchers {
    /// Calls `clicked` at each click on a launcher: the drawn one, in the Messenger's place and colour, and those of
    /// the page's own that `attributes` select, including later ones. A connection to the host of `url`, the widget's,
    /// is opened when a click is likely. `_otherwise` is for launchers that are loaded over the network.
    pub(crate) fn show(
        &self,
        url: String,
        attributes: &JsValue,
        clicked: &Function,
        _otherwise: impl FnOnce(),
    ) {
        self.remove();
        // An inherited property is no attribute.
        if object::own(attributes, "hide_default_launcher") != JsValue::TRUE {
            self.draw(url, attributes, clicked.clone());
        }
        if let Some(selector) = object::text(&object::own(attributes, "custom_launcher_selector")) {
            let clicked = clicked.clone();
            let function = dom::function(move |event| {
                if is_of(&event, &selector) {
                    object::run(&event, "preventDefault", &[]);
                    call(&clicked);
                }
            });
            self.own.set(Listener::new(&dom::document(), "click", &function));
        }
    }

    fn draw(&self, url: String, attributes: &JsValue, clicked: Function) {
        let Some(button) = wrappers::make_launcher(attributes).caught() else { return };
        let busy = button.clone();
        let function = dom::function(move |event| {
            if object::get(&event, "type") == "click" {
                set_attribute(&busy, "aria-busy", "true");
                call(&clicked);
            } else {
                preconnect(&url);
            }
        });
        let events = ["click", "pointerenter", "focus"].map(|kind| Listener::new(&button, kind, &function));
        let place = Rc::clone(&self.drawn);
        let changed = dom::function(move |_| put_back_later(&place));
        let observer = global::construct("MutationObserver", &[Js(&changed)]).unwrap_or_default();
        put(&button, &observer);
        self.drawn.set(Some(Drawn { button, observer, pause: None, _events: events }));
    }

    /// Removes it from the page, and stops listening to clicks.
    pub(crate) fn remove(&self) {
        drop(self.own.take());
        if let Some(drawn) = self.drawn.take() {
            object::call(&drawn.observer, "disconnect", &[]);
            dom::remove(&drawn.button);
        }
    }
}

fn call(clicked: &Function) {
    object::try_apply(clicked, &JsValue::UNDEFINED, &[]).caught();
}

/// Whether an event's target matches this selector or is inside a match, across open shadow roots, for whose elements
/// the document's listeners receive the host. An invalid selector matches nothing.
fn is_of(event: &JsValue, selector: &str) -> bool {
    let matches = |node: &JsValue| {
        global::try_call_of("Element", "matches", node, &[Text(selector)])
            .is_ok_and(|is_one| is_one.is_truthy())
    };
    object::entries(&object::call(event, "composedPath", &[])).iter().any(matches)
}

/// Puts the button back if the page has replaced its parent: the body (Turbo, view transitions), or the body's content
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

/// Puts the button into the page's body, replacing copies that came with an older body (Turbo keeps such), and observes
/// its parent.
fn put(button: &JsValue, observer: &JsValue) {
    dom::query_all("#intercom-messenger-loader-launcher").iter().for_each(dom::remove);
    let body = dom::of_document("body").caught().unwrap_or_default();
    dom::append(&body, button);
    let root = dom::of_document("documentElement").caught().unwrap_or_default();
    for node in [dom::document(), root, body] {
        // A page may briefly have no body.
        if node.is_object() {
            object::call(observer, "observe", &[Js(&node), Js(&object::of_json(r#"{"childList":true}"#))]);
        }
    }
}

fn preconnect(url: &str) {
    const MARK: &str = "data-intercom-messenger-loader";
    if dom::query_all("link[rel=preconnect][data-intercom-messenger-loader]").is_empty() {
        let link = dom::link("preconnect", url);
        set_attribute(&link, MARK, "");
        dom::append_to_head(&link);
    }
}

/// Sets an attribute of an element.
#[inline(never)]
fn set_attribute(element: &JsValue, name: &str, value: &str) {
    global::call_of("Element", "setAttribute", element, &[Text(name), Text(value)]);
}
