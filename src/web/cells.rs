//! Cells whose values are looked at in place.
//!
//! A `RefCell` may panic, and a call of the page's may come back to whatever is borrowed. These are empty while they are
//! looked at, which no page code can see as long as none runs meanwhile.

use std::cell::Cell;

/// Gives `act` what a cell holds.
pub(super) fn with<T: Default, R>(cell: &Cell<T>, act: impl FnOnce(&mut T) -> R) -> R {
    let mut value = cell.take();
    let result = act(&mut value);
    // Nothing is there that would have to be dropped.
    std::mem::forget(cell.replace(value));
    result
}

/// A copy of what a cell holds.
pub(super) fn copy<T: Default + Clone>(cell: &Cell<T>) -> T {
    with(cell, |value| value.clone())
}

/// Takes what a list holds under a key, out of order.
pub(super) fn take<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: &K) -> Option<V> {
    let at = list.iter().position(|(other, _)| other == key)?;
    Some(list.swap_remove(at).1)
}
