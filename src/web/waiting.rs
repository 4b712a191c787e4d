//! What waits for something that is told by a number.

use std::cell::Cell;

/// Values by their numbers; each is taken out once.
pub(super) struct Waiting<T> {
    next: Cell<u32>,
    list: Cell<Vec<(u32, T)>>,
}

impl<T> Waiting<T> {
    pub(super) const fn new() -> Self {
        Self { next: Cell::new(0), list: Cell::new(Vec::new()) }
    }

    /// Keeps `value`; gives its number.
    pub(super) fn add(&self, value: T) -> u32 {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let mut list = self.list.take();
        list.push((id, value));
        self.list.set(list);
        id
    }

    /// Takes out what has this number; `None` if it was taken before.
    pub(super) fn take(&self, id: u32) -> Option<T> {
        let mut list = self.list.take();
        let at = list.iter().position(|(other, _)| *other == id);
        let taken = at.map(|at| list.swap_remove(at).1);
        self.list.set(list);
        taken
    }
}
