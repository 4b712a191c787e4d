//! Awaiting promises, and values that were given in place of one, and running futures to their end.
//!
//! The executor of js-sys does the same in three times the bytes: it knows suspended stacks (JSPI), and it may panic.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

#[cfg(feature = "js")]
use js_sys::Promise;
#[cfg(feature = "js")]
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;

use crate::web::cells::{self, take};
#[cfg(feature = "js")]
use crate::web::dom::Arg::Js;
use crate::web::dom::{self, Page};
use crate::web::wrappers;

/// What became of a promise, or of any other value; `Err` is the reason of a rejection.
pub(crate) fn settled(value: &JsValue) -> Settled {
    let end = Rc::new(End::default());
    let ended = Rc::clone(&end);
    wrappers::settle(
        value,
        &dom::function(move |outcome| {
            let value = dom::get(&outcome, "1");
            ended.result.set(Some(if dom::is_set(&outcome, "0") { Ok(value) } else { Err(value) }));
            if let Some(waker) = ended.waker.take() {
                waker.wake();
            }
        }),
    );
    Settled(end)
}

/// The future that [`settled`] makes.
pub(crate) struct Settled(Rc<End>);

#[derive(Default)]
struct End {
    result: Cell<Option<Page>>,
    waker: Cell<Option<Waker>>,
}

impl Future for Settled {
    type Output = Page;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Page> {
        match self.0.result.take() {
            Some(result) => Poll::Ready(result),
            None => {
                self.0.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// Tasks that wait, by their numbers.
    static WAITING: Cell<Vec<(u32, Task)>> = const { Cell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// A task's number: a waker may be sent anywhere, and the task may not.
struct Number(u32);

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        poll_later(self.0);
    }
}

/// Runs a future to its end. It is polled in microtasks, in no other code's middle.
#[inline(never)]
pub(super) fn run(task: Task) {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    keep(number, task);
    poll_later(number);
}

fn keep(number: u32, task: Task) {
    WAITING.with(|waiting| cells::with(waiting, |waiting| waiting.push((number, task))));
}

#[inline(never)]
fn poll_later(number: u32) {
    wrappers::settle(&JsValue::UNDEFINED, &dom::function(move |_| poll(number)));
}

fn poll(number: u32) {
    if let Some(mut task) = WAITING.with(|waiting| cells::with(waiting, |waiting| take(waiting, &number))) {
        let waker = Waker::from(Arc::new(Number(number)));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            keep(number, task);
        }
    }
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
