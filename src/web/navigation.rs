//! The page's route changes, as the browser knows them.

use std::cell::Cell;

use js_sys::{Array, Function, Object, Proxy, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::EventTarget;

use crate::session::Event;
use crate::web::driver::Driver;
use crate::web::listener::Listener;
use crate::web::sys::Page;

/// What tells our wrapper from others, for whoever looks at `history.pushState` and wonders.
const MARK: &str = "intercomMessengerLoader";

/// Listens to the page's navigation: through the Navigation API, which sees intercepted navigations too, or where
/// there is none through `history` and `popstate`. Comparing addresses is the session's business.
#[derive(Default)]
pub(super) struct Navigation {
    listener: Cell<Option<Listener>>,
    /// Wrapped methods of `history`. One that somebody else has wrapped since cannot be taken back; it stays and is
    /// used again.
    wrapped: Cell<Vec<Wrapped>>,
}

impl Navigation {
    pub(super) fn watch(&self, page: &Page) {
        let navigation = page.navigation();
        let heard = Box::new(|_| changed());
        if navigation.is_object() {
            let target: &EventTarget = navigation.unchecked_ref();
            return self.listener.set(Some(Listener::new(target, "currententrychange", heard)));
        }
        self.listener.set(Some(Listener::new(page, "popstate", heard)));
        let mut wrapped = self.wrapped.take();
        if let (true, Ok(history)) = (wrapped.is_empty(), page.history()) {
            let wrap = |name| Wrapped::new(history.unchecked_ref(), name);
            wrapped.extend(["pushState", "replaceState"].into_iter().filter_map(wrap));
        }
        self.wrapped.set(wrapped);
    }

    pub(super) fn stop(&self) {
        self.listener.set(None);
        let wrapped = self.wrapped.take();
        self.wrapped.set(wrapped.into_iter().filter_map(Wrapped::undo).collect());
    }
}

/// Tells the session where the page is; without one it does not care.
fn changed() {
    if let Some(driver) = Driver::get() {
        driver.dispatch(Event::Route { ticket: None, url: driver.url() });
    }
}

/// A method of `history` that tells us when it has run.
struct Wrapped {
    history: Object,
    name: &'static str,
    wrapper: JsValue,
}

impl Wrapped {
    fn new(history: &Object, name: &'static str) -> Option<Self> {
        let original = Reflect::get(history, &name.into()).ok()?.dyn_into::<Function>().ok()?;
        // What the original throws is the caller's.
        let run = move |_, this: JsValue, arguments: Array| -> Result<JsValue, JsValue> {
            let result = original.apply(&this, &arguments)?;
            changed();
            Ok(result)
        };
        let run =
            Closure::<dyn Fn(JsValue, JsValue, Array) -> Result<JsValue, JsValue>>::new(run).into_js_value();
        let handler = Object::new();
        Reflect::set(&handler, &"apply".into(), &run).ok()?;
        // Of our own function and not of the original: what is set on a proxy is set on what stands behind it.
        let wrapper = JsValue::from(Proxy::new(&run, &handler));
        Reflect::set(&wrapper, &MARK.into(), &JsValue::TRUE).ok()?;
        Reflect::set(history, &name.into(), &wrapper).ok()?;
        Some(Self { history: history.clone(), name, wrapper })
    }

    /// Takes the wrapper away; gives it back where somebody else's stands around it.
    fn undo(self) -> Option<Self> {
        let current = Reflect::get(&self.history, &self.name.into()).ok();
        if current.as_ref() != Some(&self.wrapper) {
            return Some(self);
        }
        // The method itself is the prototype's.
        Reflect::delete_property(&self.history, &self.name.into()).is_err().then_some(self)
    }
}
