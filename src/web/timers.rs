//! Timers of the page, by `setTimeout`.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::core::schedule::Millis;
use crate::core::session::Timer;
use crate::web::caught::Caught as _;
use crate::web::cells::{self, take};
use crate::web::object::Arg::Js;
use crate::web::{dom, global};

/// Function that is called once, at the end of the time.
type Act = Box<dyn FnOnce()>;

/// A pending call. Dropping it cancels it, even where the page lets no timer be cleared.
pub(super) struct Timeout {
    /// Undefined where the page returned none.
    id: JsValue,
    act: Rc<Cell<Option<Act>>>,
}

impl Timeout {
    /// Calls `act` once, after so many milliseconds. Browsers hold a delay in 31 bits and treat a longer one as none,
    /// so it is limited to that, 24.8 days.
    pub(super) fn new(after: Millis, act: impl FnOnce() + 'static) -> Self {
        Self::boxed(after, Box::new(act))
    }

    #[inline(never)]
    fn boxed(after: Millis, act: Act) -> Self {
        let act = Rc::new(Cell::new(Some(act)));
        let due: Rc<Cell<Option<Act>>> = Rc::clone(&act);
        let call = dom::function(move |_| {
            if let Some(act) = due.take() {
                act();
            }
        });
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let id = global::call("setTimeout", &[Js(&call), Js(&after.into())]).caught();
        Self { id: id.unwrap_or_default(), act }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        // One that has run need not be cleared.
        if self.act.take().is_some() && !self.id.is_undefined() {
            global::call("clearTimeout", &[Js(&self.id)]).caught();
        }
    }
}

/// The session's timers, at most one of each kind.
#[derive(Default)]
pub(super) struct Timers(Cell<Vec<(Timer, Timeout)>>);

impl Timers {
    /// Starts a timer, replacing an older one of its kind.
    pub(super) fn arm(&self, timer: Timer, after: Millis, act: impl FnOnce() + 'static) {
        self.disarm(timer);
        let timeout = Timeout::new(after, act);
        cells::with(&self.0, |list| list.push((timer, timeout)));
    }

    /// Stops a timer.
    pub(super) fn disarm(&self, timer: Timer) {
        let stopped = cells::with(&self.0, |list| take(list, &timer));
        drop(stopped);
    }

    /// Stops all of them.
    pub(super) fn disarm_all(&self) {
        drop(self.0.take());
    }
}
