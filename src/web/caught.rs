//! What page code throws is caught at the binding, reported once and replaced by a fallback.
//!
//! An exception that passed through wasm frames would undo nothing there, so every imported function that a page can make
//! throw is bound with `catch` and goes through [`Caught::caught`], or through `ok` where the exception is expected.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use crate::web::dom::{
    self,
    Arg::{Js, Text},
};

thread_local! {
    /// The exception that was reported last: a call that is made at each event fails at each event.
    static LAST: Cell<Option<String>> = const { Cell::new(None) };
}

/// The result of a call that page code can make throw.
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
    // A value that cannot be described, and a console that throws, leave nothing to log with.
    let Some(text) = describe(thrown) else { return };
    let last = LAST.take();
    if !once || last.as_ref() != Some(&text) {
        log("error", &["intercom-messenger-loader: ", &text].concat());
    }
    LAST.set(if once { Some(text) } else { last });
}

/// Writes a line to the console, where there is one.
#[inline(never)]
pub(super) fn log(method: &str, line: &str) {
    drop(dom::try_call(&dom::of_window("console"), method, &[Text(line)]));
}

/// The exception and its stack.
fn describe(thrown: &JsValue) -> Option<String> {
    let mut text = dom::call_global("String", &[Js(thrown)]).ok()?.as_string()?;
    if let Some(stack) = dom::text(thrown, "stack") {
        text.push('\n');
        text.push_str(&stack);
    }
    Some(without_tokens(&text))
}

/// The header of every token begins with `eyJ`, the base64url of `{"`.
fn without_tokens(mut text: &str) -> String {
    let mut hidden = String::new();
    while let Some(at) = text.as_bytes().windows(3).position(|window| window == b"eyJ") {
        let Some((before, token)) = text.split_at_checked(at) else { break };
        hidden.push_str(before);
        hidden.push_str("(a token, not shown)");
        let end = token.bytes().position(|byte| !byte.is_ascii_alphanumeric() && !b"_-.".contains(&byte));
        text = token.get(end.unwrap_or(token.len())..).unwrap_or_default();
    }
    hidden.push_str(text);
    hidden
}
