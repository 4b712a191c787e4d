//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod caught;
mod cells;
mod clock;
pub(crate) mod conversion;
mod cookies;
mod csp;
mod diagnose;
mod dom;
mod early;
#[cfg(feature = "js")]
pub(crate) mod error;
mod facts;
mod fetch;
mod global;
mod intercom_global;
mod last_user;
mod launcher;
mod listeners;
mod load_trigger;
pub(crate) mod object;
mod page_events;
mod promise;
pub mod read;
mod routes;
mod runtime;
mod script;
mod storage;
mod tabs;
mod texts;
mod tickets;
mod timers;
mod token_request;
pub(crate) mod turns;
mod widget_tags;
mod wrappers;

#[cfg(feature = "js")]
pub(crate) use caught::report;
pub(crate) use conversion::serialized;
#[cfg(feature = "js")]
pub(crate) use dom::function;
#[cfg(feature = "js")]
pub(crate) use early::Early;
pub use listeners::Subscription;
#[cfg(feature = "js")]
pub(crate) use promise::{Deferred, when_settled};
pub(crate) use runtime::Runtime;
