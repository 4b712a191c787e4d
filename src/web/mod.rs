//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod clock;
mod cookies;
mod driver;
mod fetch;
mod intercom;
mod lifecycle;
mod listener;
mod listeners;
mod script;
mod sys;
mod timer;
mod token;

pub(crate) use driver::Driver;
pub use listeners::Subscription;
