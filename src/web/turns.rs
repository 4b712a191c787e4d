//! Runs of script: everything called in the same one, before its microtasks, has the same number.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::web::caught::Caught as _;
use crate::web::object::{self, Arg::Js};
use crate::web::{cells, dom, global};

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    /// A counter from before this module, see [`attach`].
    static ATTACHED: Cell<JsValue> = const { Cell::new(JsValue::UNDEFINED) };
    /// Ends the run of script.
    static END: Cell<Option<Function>> = const { Cell::new(None) };
}

/// The current run of script.
pub(crate) fn current() -> u32 {
    let attached = ATTACHED.with(cells::copy);
    if !attached.is_undefined() {
        let count = object::try_apply(&attached, &JsValue::UNDEFINED, &[]).caught();
        if let Some(count) = count.and_then(|count| count.as_f64()) {
            return object::whole(count);
        }
    }
    if !IS_UNDER_WAY.replace(true) {
        COUNT.set(COUNT.get().wrapping_add(1));
        let end = END.take().unwrap_or_else(|| dom::function(|_| IS_UNDER_WAY.set(false)));
        if global::call("queueMicrotask", &[Js(&end)]).caught().is_none() {
            IS_UNDER_WAY.set(false);
        }
        END.with(|kept| kept.set(Some(end)));
    }
    COUNT.get()
}

/// Uses `turn` as the counter from now on: code that runs before this module has counted already.
#[cfg(feature = "js-session")]
pub(crate) fn attach(turn: Function) {
    ATTACHED.with(|attached| attached.set(turn.into()));
}
