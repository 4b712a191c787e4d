//! One-shot timers that end with their owner.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use crate::refresh::Millis;
use crate::web::sys;

/// Runs a function once, later, unless it is dropped before.
#[must_use]
pub(super) struct Timeout {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Browsers keep a delay in 31 bits and take a longer one for none, so `after` is cut to that, 24.8 days.
    pub(super) fn new(after: Millis, callback: Box<dyn FnMut()>) -> Option<Self> {
        let delay = i32::try_from(after.max(0)).unwrap_or(i32::MAX);
        let callback = Closure::wrap(callback);
        let function = callback.as_ref().unchecked_ref();
        let id = sys::page()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, delay).ok()?;
        Some(Self { id, _callback: callback })
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(page) = sys::page() {
            page.clear_timeout_with_handle(self.id);
        }
    }
}
