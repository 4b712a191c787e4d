//! Launchers of a page that loads the Messenger only when somebody wants to chat: one that looks like the Messenger's, which
//! is drawn, and those of the page's own.

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

/// How long after the page has taken the launcher away it is put back: page code that takes away whatever it does not know
/// is done by then, and cannot keep the two of them busy.
const PAUSE: Millis = 50;

/// The launchers, while there are any.
#[derive(Default)]
pub(crate) struct Launchers {
    drawn: Place,
    /// Hears clicks on the page's own.
    own: Cell<Option<Listener>>,
}

type Place = Rc<Cell<Option<Drawn>>>;

struct Drawn {
    button: JsValue,
    /// Observes what the button is in; undefined where the page lets nobody observe.
    observer: JsValue,
    /// Puts the button back, later.
    pause: Option<Timeout>,
    _events: [Option<Listener>; 3],
}

impl Launchers {
    /// Calls `clicked` at each click on a launcher: one that is drawn where the Messenger would have its own, and in the same
    /// colour, and those of the page's own that `attributes` name, those that come later among them. To the host of `url`, the
    /// widget's, a connection is opened when a click is about to come. `_otherwise` is for where launchers come by the network.
    pub(crate) fn show(
        &self,
        url: String,
        attributes: &JsValue,
        clicked: &Function,
        _otherwise: impl FnOnce(),
    ) {
        self.remove();
        // What is inherited is no attribute.
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

    /// Takes it off the page, and hears no more clicks.
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

/// Whether an event's target is an element of this selector, or inside one, through open shadow roots, for whose elements the
/// document's listeners are given what they are inside of. What is no selector has none.
fn is_of(event: &JsValue, selector: &str) -> bool {
    let matches = |node: &JsValue| {
        global::try_call_of("Element", "matches", node, &[Text(selector)])
            .is_ok_and(|is_one| is_one.is_truthy())
    };
    object::entries(&object::call(event, "composedPath", &[])).iter().any(matches)
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
        set_attribute(&link, MARK, "");
        dom::append_to_head(&link);
    }
}

/// Sets an attribute of an element's.
#[inline(never)]
fn set_attribute(element: &JsValue, name: &str, value: &str) {
    global::call_of("Element", "setAttribute", element, &[Text(name), Text(value)]);
}
