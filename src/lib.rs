//! Loads the Intercom Messenger on a web page with secure, JWT-based identity, and keeps that identity right.
pub mod budget;
pub mod config;
pub mod endpoint;
pub mod error;
mod json;
pub mod jwt;
pub mod refresh;
pub mod session;
pub mod settings;

pub use settings::Settings;
