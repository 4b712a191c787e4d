//! Awaiting promises, and values that were given in place of one.

use std::future::Future;
use std::pin::Pin;

#[cfg(feature = "js")]
use js_sys::Promise;
#[cfg(feature = "js")]
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

#[cfg(feature = "js")]
use crate::web::dom::{self, Arg::Js};
use crate::web::wrappers;

/// What became of a promise, or of any other value; `Err` is the reason of a rejection.
pub(crate) fn settled(value: &JsValue) -> JsFuture {
    wrappers::promised(value).into()
}

/// A promise that this module settles.
#[cfg(feature = "js")]
pub(crate) struct Deferred(JsValue);

#[cfg(feature = "js")]
impl Deferred {
    pub(crate) fn new() -> Self {
        Self(wrappers::deferred())
    }

    pub(crate) fn promise(&self) -> Promise {
        dom::get(&self.0, "promise").unchecked_into()
    }

    pub(crate) fn resolve(&self, value: &JsValue) {
        dom::call(&self.0, "resolve", &[Js(value)]);
    }

    pub(crate) fn reject(&self, reason: &JsValue) {
        dom::call(&self.0, "reject", &[Js(reason)]);
    }
}

/// Runs a future to its end. It is boxed, so that the executor is compiled once.
#[inline(never)]
pub(super) fn run(future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(future);
}
