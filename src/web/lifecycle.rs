//! The page's coming and going.

use crate::session::Event;
use crate::web::driver::tell;
use crate::web::listener::Listener;
use crate::web::sys::Page;

/// Tells the driver when the page is left, and when it comes back out of the back-forward cache.
pub(super) fn watch(page: &Page) -> [Listener; 2] {
    [
        Listener::new(page, "pagehide", Box::new(|_| tell(Event::PageHidden))),
        Listener::new(page, "pageshow", Box::new(|_| tell(Event::PageShown))),
    ]
}
