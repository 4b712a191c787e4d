//! Runs of script: everything that is called in the same one, before its microtasks, has the same number.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::web::caught::Caught as _;
use crate::web::{clock, dom};

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    /// A counter that was there before this module, see [`attach`].
    static ATTACHED: RefCell<Option<Function>> = const { RefCell::new(None) };
    static END: Function = dom::function(|_| IS_UNDER_WAY.set(false));
}

/// The run of script that is under way.
pub(crate) fn current() -> u32 {
    let attached = ATTACHED.with_borrow(Clone::clone);
    if let Some(count) = attached.and_then(|attached| attached.call0(&JsValue::UNDEFINED).caught()?.as_f64())
    {
        return clock::whole(count);
    }
    if !IS_UNDER_WAY.replace(true) {
        COUNT.set(COUNT.get().wrapping_add(1));
        let end = END.with(|end| dom::call_global("queueMicrotask", &[end]));
        if end.caught().is_none() {
            IS_UNDER_WAY.set(false);
        }
    }
    COUNT.get()
}

/// Asks `turn` for the number from now on: code that runs before this module is there has counted already.
#[cfg(feature = "js")]
pub(crate) fn attach(turn: Function) {
    ATTACHED.replace(Some(turn));
}
