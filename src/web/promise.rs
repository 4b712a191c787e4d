//! Promises. They are awaited by callbacks: an executor is code that every page would load, and only a Rust application
//! needs one, whose `getJwt` is async.

use std::cell::Cell;
use std::rc::Rc;

#[cfg(feature = "js-calls")]
use js_sys::Promise;
#[cfg(feature = "js-calls")]
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;

use crate::web::dom;
use crate::web::object;
use crate::web::object::Arg::Js;

/// Callback with whether a promise was rejected, and its value.
pub(crate) type Done = Box<dyn FnOnce(bool, JsValue)>;

/// Waits for a promise, or for a value in place of one. `done` is called once; later, unless the page's promises throw.
#[inline(never)]
pub(crate) fn when_settled(value: &JsValue, done: Done) {
    let done = Rc::new(Cell::new(Some(done)));
    let act = |done: &Cell<Option<Done>>, failed, value| {
        if let Some(done) = done.take() {
            done(failed, value);
        }
    };
    let late = Rc::clone(&done);
    let settled = dom::function(move |outcome| {
        act(&late, object::is_set(&outcome, "0"), object::get(&outcome, "1"));
    });
    // A promise of the page may throw.
    if let Err(thrown) = object::wrapper("settle", &[Js(value), Js(&settled)]) {
        act(&done, true, thrown);
    }
}

/// A promise that this module settles.
#[cfg(feature = "js-calls")]
pub(crate) struct Deferred(JsValue);

#[cfg(feature = "js-calls")]
impl Deferred {
    pub(crate) fn new() -> Self {
        Self(object::wrapper("deferred", &[]).unwrap_or_default())
    }

    pub(crate) fn promise(&self) -> Promise {
        object::get(&self.0, "promise").unchecked_into()
    }

    pub(crate) fn resolve(&self, value: &JsValue) {
        object::run(&self.0, "resolve", &[Js(value)]);
    }

    pub(crate) fn reject(&self, reason: &JsValue) {
        object::run(&self.0, "reject", &[Js(reason)]);
    }
}

/// Runs an application's future on the page.
pub(crate) use wasm_bindgen_futures::spawn_local as spawn;
