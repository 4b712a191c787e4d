//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod callbacks;
mod clock;
mod cookies;
mod deferral;
mod diagnose;
mod driver;
mod fetch;
mod intercom;
mod launcher;
mod lifecycle;
mod listener;
mod listeners;
mod mark;
mod navigation;
mod script;
mod sys;
mod tabs;
mod timer;
mod token;
pub(crate) mod value;

pub(crate) use driver::Driver;
pub use listeners::Subscription;
