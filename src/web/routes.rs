//! The page's route changes: by the Navigation API, which sees intercepted navigations too, or where there is none by
//! `popstate` and wrapped methods of `history`. The session compares the addresses.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::core::session::Event;
use crate::web::caught::Caught as _;
use crate::web::dom::{self, Listener};
use crate::web::page_events::report;

#[wasm_bindgen(module = "/src/web/wrappers.js")]
extern "C" {
    #[wasm_bindgen(js_name = callThen)]
    fn call_then(original: &JsValue, after: &Function) -> Function;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    type Navigation;
}

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
    /// The original was a property of the object's own, as another library's wrapper is; the browser's is the
    /// prototype's.
    is_own: bool,
    wrapper: Function,
}

impl Routes {
    /// Reports each change, from now on.
    pub(super) fn watch(&self) {
        self.stop();
        self.listener.set(self.listen().caught());
    }

    fn listen(&self) -> Result<Listener, JsValue> {
        if let Ok(navigation) = dom::of_window("navigation").dyn_into::<Navigation>() {
            return Listener::new(&navigation, "currententrychange", |_| changed());
        }
        for name in ["pushState", "replaceState"] {
            self.wrap(name).caught();
        }
        Listener::new(&dom::window(), "popstate", |_| changed())
    }

    /// Reports no more. A method that other code has wrapped since cannot be put back: ours stays in it, and is used again.
    pub(super) fn stop(&self) {
        drop(self.listener.take());
        let mut left = Vec::new();
        for wrapped in self.wrapped.take() {
            if !wrapped.unwrap().caught().unwrap_or_default() {
                left.push(wrapped);
            }
        }
        self.wrapped.set(left);
    }

    fn wrap(&self, name: &'static str) -> Result<(), JsValue> {
        let mut all = self.wrapped.take();
        let is_known = all.iter().any(|wrapped| wrapped.name == name);
        let wrapped = if is_known { None } else { Some(Wrapped::new(name)) };
        let result = wrapped.transpose().map(|wrapped| all.extend(wrapped));
        self.wrapped.set(all);
        result
    }
}

impl Wrapped {
    fn new(name: &'static str) -> Result<Self, JsValue> {
        let history = history()?;
        let original = dom::try_get(&history, name)?;
        let is_own = dom::has_own(&history, name)?;
        let wrapper = call_then(&original, &dom::function(|_| changed()));
        dom::set(&history, name, &wrapper)?;
        Ok(Self { name, original, is_own, wrapper })
    }

    /// Puts the original back; `false` where the wrapper is not what stands there.
    fn unwrap(&self) -> Result<bool, JsValue> {
        let history = history()?;
        if dom::try_get(&history, self.name)? != **self.wrapper {
            return Ok(false);
        }
        if self.is_own {
            dom::set(&history, self.name, &self.original)?;
        } else {
            dom::delete(&history, self.name)?;
        }
        Ok(true)
    }
}

fn history() -> Result<JsValue, JsValue> {
    dom::own(&dom::window(), "history")
}

fn changed() {
    report(Event::Route { ticket: None, url: dom::address("href") });
}
