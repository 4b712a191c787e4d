//! Who listens to the session.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use crate::session::Notice;

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
    listeners: Weak<Listeners>,
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listeners")
    }
}

impl Listeners {
    pub(super) fn add(self: &Rc<Self>, listener: impl Fn(&Notice) + 'static) -> Subscription {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.list.borrow_mut().push((id, Rc::new(listener)));
        Subscription { id, listeners: Rc::downgrade(self) }
    }

    /// Tells everybody who listened when it happened; who stops listening meanwhile is not told any more.
    pub(super) fn tell(&self, notice: &Notice) {
        let now: Vec<u32> = self.list.borrow().iter().map(|(id, _)| *id).collect();
        for id in now {
            let listener =
                self.list.borrow().iter().find(|(other, _)| *other == id).map(|(_, l)| Rc::clone(l));
            if let Some(listener) = listener {
                listener(notice);
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(listeners) = self.listeners.upgrade() {
            listeners.list.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}
