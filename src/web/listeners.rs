//! Who listens to the session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::session::Notice;
use crate::web::driver::Driver;

type Listener = Rc<dyn Fn(&Notice)>;

/// The listeners, in the order in which they came. They survive shutdown and boot.
#[derive(Default)]
pub(super) struct Listeners {
    next: Cell<u32>,
    list: RefCell<Vec<(u32, Listener)>>,
}

/// Listens until it is dropped.
#[derive(Debug)]
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    id: u32,
}

impl Listeners {
    pub(super) fn add(&self, listener: Listener) -> Subscription {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.list.borrow_mut().push((id, listener));
        Subscription { id }
    }

    /// Tells everybody who listened when it happened; who stops listening meanwhile is not told any more.
    pub(super) fn tell(&self, notice: &Notice) {
        let now = self.list.borrow().clone();
        for (id, listener) in now {
            if self.list.borrow().iter().any(|(other, _)| *other == id) {
                listener(notice);
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(driver) = Driver::get() {
            driver.listeners().list.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}
