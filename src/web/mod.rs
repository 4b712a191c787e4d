//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod caught;
mod clock;
mod cookies;
mod csp;
mod diagnose;
mod dom;
mod driver;
pub(crate) mod error;
mod fetch;
mod hear;
mod intercom_global;
mod last_user;
mod launcher;
mod listeners;
mod load_trigger;
mod page_events;
mod promise;
pub(crate) mod read;
mod routes;
mod script;
mod storage;
mod sys;
mod tabs;
mod timers;
mod token_request;
pub(crate) mod turns;
mod waiting;
mod widget_tags;

#[cfg(feature = "js")]
pub(crate) use clock::as_js;
pub(crate) use driver::Driver;
pub use listeners::Subscription;
#[cfg(feature = "js")]
pub(crate) use promise::when_settled;
pub(crate) use read::serialized;
