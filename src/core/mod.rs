//! All that is decided, without a browser and without a clock: times come in as arguments, in milliseconds.

pub mod config;
#[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code, reason = "only a page is diagnosed"))]
pub mod diagnosis;
pub mod error;
pub(crate) mod json;
pub mod last_user;
pub mod quota;
pub mod response;
pub mod schedule;
pub mod session;
pub mod settings;
pub mod tabs;
pub(crate) mod text;
pub mod token;
