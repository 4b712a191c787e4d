//! The page's coming and going.

use std::rc::Weak;

use crate::session::Event;
use crate::web::driver::Driver;
use crate::web::listener::Listener;
use crate::web::sys::Page;

/// Tells `driver` when the page is left, and when it comes back out of the back-forward cache.
pub(super) fn watch(page: &Page, driver: &Weak<Driver>) -> [Listener; 2] {
    let tell = |hidden: bool| {
        let driver = Weak::clone(driver);
        Box::new(move |_| {
            if let Some(driver) = driver.upgrade() {
                driver.dispatch(if hidden { Event::PageHidden } else { Event::PageShown });
            }
        })
    };
    [Listener::new(page, "pagehide", tell(true)), Listener::new(page, "pageshow", tell(false))]
}
