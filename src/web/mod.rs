//! Everything that touches a browser. It carries out what the session decides, and decides nothing itself.

mod clock;
mod deferral;
mod diagnose;
mod driver;
pub(crate) mod error;
mod fetch;
mod hear;
mod intercom;
mod last_user;
mod listeners;
mod promise;
pub(crate) mod read;
mod sys;
mod token;
mod waiting;

#[cfg(feature = "js")]
pub(crate) use clock::as_js;
pub(crate) use driver::Driver;
pub use listeners::Subscription;
#[cfg(feature = "js")]
pub(crate) use promise::when_settled;
pub(crate) use read::serialized;
