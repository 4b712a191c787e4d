//! Waiting for promises that the application gives, without a future: see `task.rs`.

use wasm_bindgen::JsValue;

use crate::web::waiting::Waiting;

/// Takes whether a promise was rejected, and what came of it.
type Done = Box<dyn FnOnce(bool, JsValue)>;

thread_local! {
    static WAITING: Waiting<Done> = const { Waiting::new() };
}

/// Waits for a promise, or for what somebody gave in place of one. `done` is called once, later.
#[cfg(feature = "js")]
pub(crate) fn when_settled(value: &JsValue, done: Done) {
    crate::web::sys::when_settled(WAITING.with(|waiting| waiting.add(done)), value);
}

/// What the page tells of one.
pub(super) fn settled(id: u32, failed: bool, value: JsValue) {
    if let Some(done) = WAITING.with(|waiting| waiting.take(id)) {
        done(failed, value);
    }
}
