//! Cells whose values are used in place.
//!
//! A `RefCell` may panic when page code calls back while it is borrowed. These cells are empty while in use, which no
//! page code can see as long as none runs meanwhile.

use std::cell::Cell;

/// Passes the value of a cell to `act`.
pub(super) fn with<T: Default, R>(cell: &Cell<T>, act: impl FnOnce(&mut T) -> R) -> R {
    let mut value = cell.take();
    let result = act(&mut value);
    // The replaced value needs no drop.
    std::mem::forget(cell.replace(value));
    result
}

/// A copy of a cell's value.
pub(super) fn copy<T: Default + Clone>(cell: &Cell<T>) -> T {
    with(cell, |value| value.clone())
}

/// Takes the value of a key out of a list, without keeping the order.
pub(super) fn take<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: &K) -> Option<V> {
    let at = list.iter().position(|(other, _)| other == key)?;
    Some(list.swap_remove(at).1)
}
