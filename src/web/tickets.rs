//! Calls of the application that wait for their results.

use std::cell::Cell;

use crate::core::session::{Settle, Ticket};
use crate::web::cells::{self, take};

/// The functions that settle calls, by their tickets; each is taken once.
#[derive(Default)]
pub(super) struct Tickets {
    next: Cell<u32>,
    open: Cell<Vec<(Ticket, Settle)>>,
}

impl Tickets {
    /// Keeps `settle` under a new ticket.
    pub(super) fn open(&self, settle: Settle) -> Ticket {
        let ticket = Ticket(self.next.get());
        self.next.set(ticket.0.wrapping_add(1));
        cells::with(&self.open, |open| open.push((ticket, settle)));
        ticket
    }

    /// Takes the function that settles this call; `None` if it was taken before.
    pub(super) fn take(&self, ticket: Ticket) -> Option<Settle> {
        cells::with(&self.open, |open| take(open, &ticket))
    }
}
