//! Loads the Intercom Messenger on a web page with secure, JWT-based identity, and keeps that identity right.

pub mod budget;
pub mod config;
#[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code, reason = "only a page is diagnosed"))]
pub mod diagnose;
pub mod endpoint;
pub mod error;
mod json;
pub mod jwt;
mod messenger;
pub mod refresh;
pub mod session;
pub mod settings;
pub mod tabs;
mod task;
mod text;

#[cfg(target_arch = "wasm32")]
mod web;
#[cfg(not(target_arch = "wasm32"))]
#[path = "host.rs"]
mod web;

#[cfg(all(target_arch = "wasm32", feature = "js"))]
#[expect(unreachable_pub, reason = "wasm-bindgen exports what is pub, wherever it stands")]
mod js;

pub use config::Config;
pub use diagnose::Diagnosis;
pub use error::{Code, Error};
pub use messenger::{Messenger, Subscription};
pub use session::{Identity, News, Notice, Phase, Snapshot};
pub use settings::{Settings, Value};
