//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod clock;
pub(crate) mod conversion;
mod diagnose;
mod driver;
#[cfg(feature = "js")]
pub(crate) mod error;
mod facts;
mod fetch;
mod intercom;
mod last_user;
mod listeners;
mod load_trigger;
pub(crate) mod object;
mod page_events;
mod promise;
pub mod read;
mod sys;
mod token_request;
mod waiting;

pub(crate) use conversion::serialized;
pub(crate) use driver::Driver;
pub use listeners::Subscription;
#[cfg(feature = "js")]
pub(crate) use promise::when_settled;
