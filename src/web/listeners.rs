//! Listeners to the session.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use crate::core::session::SessionEvent;
use crate::web::cells;

type Listener = Rc<dyn Fn(&SessionEvent)>;

/// The listeners, in order of registration. They survive shutdown and boot.
#[derive(Clone, Default)]
pub(super) struct Listeners(Rc<List>);

#[derive(Default)]
struct List {
    next: Cell<u32>,
    entries: Cell<Vec<(u32, Listener)>>,
}

/// Subscription of a listener, which dropping ends.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    id: u32,
    list: Rc<List>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Listeners {
    pub(super) fn add(&self, listener: Listener) -> Subscription {
        let list = Rc::clone(&self.0);
        let id = list.next.get();
        list.next.set(id.wrapping_add(1));
        cells::with(&list.entries, |entries| entries.push((id, listener)));
        Subscription { id, list }
    }

    /// Notifies the listeners that existed at the event; one that is dropped meanwhile is not notified any more.
    pub(super) fn notify(&self, notice: &SessionEvent) {
        for (id, listener) in &cells::copy(&self.0.entries) {
            if cells::with(&self.0.entries, |left| left.iter().any(|(other, _)| other == id)) {
                listener(notice);
            }
        }
    }
}

impl List {
    fn remove(&self, id: u32) -> Option<(u32, Listener)> {
        let mut removed = None;
        let mut left = Vec::new();
        for entry in self.entries.take() {
            if entry.0 == id {
                removed = Some(entry);
            } else {
                left.push(entry);
            }
        }
        self.entries.set(left);
        removed
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // The listener may hold another subscription, so it is dropped when the list is free again.
        let removed = self.list.remove(self.id);
        drop(removed);
    }
}
