//! One-shot timers that end with their owner.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::refresh::Millis;
use crate::settings::as_js;
use crate::web::sys;

/// Runs a function once, later, unless it is dropped before.
#[must_use]
pub(super) struct Timeout {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Browsers keep a delay in 31 bits; a longer one is none.
    pub(super) fn new(after: Millis, callback: Box<dyn FnMut()>) -> Self {
        let callback = Closure::wrap(callback);
        let id = sys::set_timeout(&callback, as_js(after.min(i32::MAX.into())));
        Self { id, _callback: callback }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        sys::clear_timeout(&self.id);
    }
}
