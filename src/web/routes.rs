//! The page's route changes, from the Navigation API, which includes intercepted navigations, or where there is none
//! from `popstate` and wrapped methods of `history`. The session compares the addresses.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::core::session::Event;
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::global;
use crate::web::object::{self, Arg::Js};
use crate::web::page_events::report;

/// Watches the page's navigation from [`Routes::watch`] to [`Routes::stop`].
#[derive(Default)]
pub(super) struct Routes {
    listener: Cell<Option<Listener>>,
    wrapped: Cell<Vec<Wrapped>>,
}

/// A method of `history` with a wrapper around it.
struct Wrapped {
    name: &'static str,
    original: JsValue,
    /// Whether the original was an own property, as another library's wrapper is; the browser's is the prototype's.
    is_own: bool,
    wrapper: JsValue,
}

impl Routes {
    /// Reports each change, from now on.
    pub(super) fn watch(&self) {
        self.stop();
        self.listener.set(self.listen());
    }

    fn listen(&self) -> Option<Listener> {
        let changed = dom::function(|_| changed());
        let navigation = global::get("navigation");
        if global::is_a(&navigation, "Navigation") {
            return Listener::new(&navigation, "currententrychange", &changed);
        }
        let mut all = self.wrapped.take();
        for name in ["pushState", "replaceState"] {
            if all.iter().all(|wrapped| wrapped.name != name) {
                all.extend(Wrapped::new(name, &changed));
            }
        }
        self.wrapped.set(all);
        Listener::new(&global::window(), "popstate", &changed)
    }

    /// Stops reporting. A method that other code has wrapped since cannot be restored: the wrapper stays, and is
    /// reused.
    pub(super) fn stop(&self) {
        drop(self.listener.take());
        let mut all = self.wrapped.take();
        all.retain(|wrapped| !wrapped.unwrap());
        self.wrapped.set(all);
    }
}

impl Wrapped {
    fn new(name: &'static str, changed: &Function) -> Option<Self> {
        let history = history();
        let original = object::try_get(&history, name).caught()?;
        let is_own = object::has_own(&history, name)?;
        let wrapper = object::wrapper("callThen", &[Js(&original), Js(changed)]).caught()?;
        object::set(&history, name, &wrapper).then_some(Self { name, original, is_own, wrapper })
    }

    /// Restores the original; `false` where the wrapper is no longer in its place.
    fn unwrap(&self) -> bool {
        let history = history();
        if object::read(&history, self.name) != self.wrapper {
            return false;
        }
        if self.is_own {
            object::set(&history, self.name, &self.original)
        } else {
            object::delete(&history, self.name);
            true
        }
    }
}

fn history() -> JsValue {
    global::get("history")
}

fn changed() {
    report(Event::Route { ticket: None, url: global::address("href") });
}
