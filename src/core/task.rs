//! Runs an application's futures on the one thread that there is: each is polled when it is woken.
//!
//! An executor of its own, because the one that comes with promises is code that every page would load, and only Rust
//! applications need one.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

/// A task that has not ended; without its future while that is being polled.
struct Task {
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
    /// It was woken while it was being polled.
    woken: bool,
}

thread_local! {
    static TASKS: RefCell<BTreeMap<u32, Task>> = const { RefCell::new(BTreeMap::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Wakes the task of this number: a waker may be sent anywhere, and the task may not.
struct Number(u32);

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        poll(self.0);
    }
}

/// Runs `future` until it waits, and on from there whenever it is woken.
pub(crate) fn run(future: impl Future<Output = ()> + 'static) {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let task = Task { future: Some(Box::pin(future)), woken: false };
    TASKS.with_borrow_mut(|tasks| tasks.insert(number, task));
    poll(number);
}

fn poll(number: u32) {
    let waker = Waker::from(Arc::new(Number(number)));
    while let Some(mut future) = begin(number) {
        if future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            TASKS.with_borrow_mut(|tasks| tasks.remove(&number));
            return;
        }
        if !wait(number, future) {
            return;
        }
    }
}

/// Takes a task's future to poll it; notes that it was woken where that is under way.
fn begin(number: u32) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
    TASKS.with_borrow_mut(|tasks| {
        let task = tasks.get_mut(&number)?;
        task.woken = task.future.is_none();
        task.future.take()
    })
}

/// Puts a future back that waits. Says whether it was woken since it was taken.
fn wait(number: u32, future: Pin<Box<dyn Future<Output = ()>>>) -> bool {
    TASKS.with_borrow_mut(|tasks| {
        tasks.get_mut(&number).is_some_and(|task| {
            task.future = Some(future);
            task.woken
        })
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::task::Poll;

    use futures_channel::oneshot;

    use super::*;

    #[test]
    fn a_task_goes_on_when_it_is_woken() {
        let (sender, receiver) = oneshot::channel();
        let heard = Rc::new(Cell::new(0));
        let hears = Rc::clone(&heard);
        run(async move { hears.set(receiver.await.unwrap_or(-1)) });
        assert_eq!(heard.get(), 0);
        assert_eq!(sender.send(7), Ok(()));
        assert_eq!(heard.get(), 7);
        TASKS.with_borrow(|tasks| assert!(tasks.is_empty()));
    }

    #[test]
    fn one_that_wakes_itself_while_it_is_polled_is_polled_again() {
        let left = Rc::new(Cell::new(3));
        let counts = Rc::clone(&left);
        run(std::future::poll_fn(move |context| {
            counts.set(counts.get() - 1);
            context.waker().wake_by_ref();
            if counts.get() == 0 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(left.get(), 0);
    }

    #[test]
    fn one_task_may_begin_and_wake_another() {
        let (sender, receiver) = oneshot::channel::<i32>();
        let heard = Rc::new(Cell::new(0));
        let hears = Rc::clone(&heard);
        run(async move {
            run(async move { hears.set(receiver.await.unwrap_or(-1)) });
            assert_eq!(sender.send(1), Ok(()));
        });
        assert_eq!(heard.get(), 1);
    }
}
