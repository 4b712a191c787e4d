//! The browser layer. It carries out the session's effects, and makes no decisions.

mod caught;
mod cells;
mod clock;
pub(crate) mod conversion;
mod cookies;
pub(crate) mod csp;
pub(crate) mod diagnose;
mod dom;
pub(crate) mod early;
#[cfg(feature = "js-calls")]
pub(crate) mod error;
mod facts;
mod fetch;
mod global;
mod intercom_global;
mod last_user;
#[cfg(any(feature = "js-launcher", not(feature = "js-session")))]
pub(crate) mod launcher;
mod listeners;
mod load_trigger;
pub(crate) mod object;
mod page_events;
mod promise;
pub mod read;
mod reflect;
#[cfg(all(feature = "js-session", not(feature = "js-launcher")))]
pub(crate) mod remote_launcher;
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

#[cfg(feature = "js-session")]
pub(crate) use caught::report;
pub(crate) use conversion::serialized;
#[cfg(any(feature = "js-session", feature = "js-launcher"))]
pub(crate) use dom::function;
#[cfg(feature = "js-session")]
pub(crate) use early::Early;
pub use listeners::Subscription;
pub(crate) use promise::spawn;
#[cfg(feature = "js-calls")]
pub(crate) use promise::{Deferred, when_settled};
#[cfg(all(feature = "js-session", not(feature = "js-launcher")))]
pub(crate) use remote_launcher as launcher;
pub(crate) use runtime::Runtime;
