//! Exceptions of page code: each is caught at the binding, reported once and replaced by a fallback.
//!
//! An exception that passed through wasm frames would run no destructors there, so every imported function that a page
//! can make throw is bound with `catch` and goes through [`Caught::caught`], or through `ok` where the exception is
//! expected.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::web::reflect::{Arg::Js, Arg::Text, page, try_call, try_get, wrapper};
use crate::web::texts::join;

thread_local! {
    /// The exception that was reported last: a call made at each event may fail at each event.
    static LAST: Cell<String> = const { Cell::new(String::new()) };
}

/// Result of a call that page code can make throw.
pub(crate) trait Caught<T> {
    /// The value; `None` for an exception, which is reported on the console unless the last one was the same.
    fn caught(self) -> Option<T>;
}

impl<T> Caught<T> for Result<T, JsValue> {
    fn caught(self) -> Option<T> {
        match self {
            Ok(value) => Some(value),
            Err(thrown) => {
                report(&thrown, true);
                None
            }
        }
    }
}

/// Logs an exception, without any token. With `once`, not if it was the last one.
#[inline(never)]
pub(crate) fn report(thrown: &JsValue, once: bool) {
    // A value that cannot be described, or a console that throws, leaves nothing to log with.
    let Some(text) = wrapper("describe", &[Js(thrown)]).unwrap_or_default().as_string() else { return };
    if once {
        let last = LAST.replace(text.clone());
        if last == text {
            return;
        }
    }
    log("error", &join(&["intercom-messenger-loader: ", &text]));
}

/// Writes a line to the console, where there is one.
#[inline(never)]
pub(super) fn log(method: &str, line: &str) {
    let console = page().and_then(|page| try_get(&page, "console"));
    drop(console.and_then(|console| try_call(&console, method, &[Text(line)])));
}
