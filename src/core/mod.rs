//! All decisions, without a browser and without a clock: times are arguments, in milliseconds.

pub mod attributes;
pub mod config;
pub mod diagnosis;
pub mod error;
pub(crate) mod json;
pub mod last_user;
pub mod quota;
pub mod response;
pub mod schedule;
pub mod session;
pub mod tabs;
pub(crate) mod text;
pub mod token;
