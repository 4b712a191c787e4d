//! Who listens to the session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::core::session::Notice;
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

impl Subscription {
    /// Listens for as long as the page lives.
    #[cfg(feature = "js")]
    pub(crate) fn forever(self) {
        std::mem::forget(self);
    }
}

impl Listeners {
    pub(super) fn add(&self, listener: Listener) -> Subscription {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.list.borrow_mut().push((id, listener));
        Subscription { id }
    }

    fn remove(&self, id: u32) -> Option<(u32, Listener)> {
        let mut list = self.list.borrow_mut();
        let at = list.iter().position(|(other, _)| *other == id)?;
        Some(list.remove(at))
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
            // The listener may hold another subscription, so it is let go of when the list is free again.
            let removed = driver.listeners().remove(self.id);
            drop(removed);
        }
    }
}
