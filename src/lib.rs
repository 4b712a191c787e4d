//! Loads the Intercom Messenger on a web page with secure, JWT-based identity, and keeps that identity right.
//!
//! An application makes a [`Config`], gives it to a [`Messenger`], and boots it. That fetches the user's token from the
//! application's backend, loads Intercom's script and signs in; from then on tokens are renewed before they end, route
//! changes are told, and the other tabs of the site go along.
//!
//! ```no_run
//! use intercom_messenger_loader::{Attributes, Config, Error, Identity, Messenger, config::Region};
//!
//! async fn start() -> Result<Messenger, Error> {
//!     let config = Config::new("abc12345")? // Intercom: Settings > Installation
//!         .region(Region::Eu)
//!         .jwt_url("/api/messenger-token")
//!         .settings(Attributes::new().with("alignment", "left"));
//!     let messenger = Messenger::new(config);
//!     match messenger.boot().await? {
//!         Identity::User { user_id } => assert!(!user_id.is_empty()),
//!         Identity::Visitor => {} // the endpoint said that nobody is signed in
//!     }
//!     Ok(messenger)
//! }
//!
//! // At log-out: the Messenger's session ends first, the server's second.
//! async fn log_out(messenger: &Messenger) {
//!     messenger.shutdown().await;
//! }
//! ```
//!
//! A failure is an [`Error`] with a stable [`Code`], a hint that says what to type or change, and whether the same call
//! can succeed later. The page goes on without a Messenger, and a later boot tries afresh.
//!
//! # In an application's manifest
//!
//! Write `default-features = false`. The feature `js`, on by default, holds the exports of the npm package and its
//! allocator; both would become your own module's.
//!
//! # Elsewhere than in a page
//!
//! Everything compiles for other targets than `wasm32-unknown-unknown`, so that an application rendered on a server needs
//! no `cfg`; there every call but [`Messenger::shutdown`] answers [`Code::UnsupportedEnvironment`].
//!
//! # What is where
//!
//! [`Messenger`], [`config`], [`attributes`] and [`error`] are what applications use; [`session`] has what they are told
//! ([`Snapshot`], [`SessionEvent`]). [`read`] reads tokens and endpoints' answers as a boot does. Those and what else stands in [`core`] decide without a browser and without a clock. [`core`]
//! is public so that it can be read and tested, and may change with any version before 1.0.0.

// Unit tests are the host's, with crates that are only there; `wasm-pack test` compiles every test target.
#![cfg(not(all(test, target_arch = "wasm32")))]

mod client;
pub mod core;
mod get_jwt;

#[cfg(target_arch = "wasm32")]
mod web;
#[cfg(not(target_arch = "wasm32"))]
#[path = "unsupported/mod.rs"]
mod web;

#[cfg(all(target_arch = "wasm32", feature = "js-base"))]
#[expect(unreachable_pub, reason = "wasm-bindgen exports what is pub, wherever it stands")]
mod js;

pub use client::{Messenger, Subscription, attributes_of};
pub use core::attributes::{Attributes, Value};
pub use core::config::Config;
pub use core::diagnosis::Diagnosis;
pub use core::error::{Code, Error};
pub use core::session::{Identity, MessengerEvent, Phase, SessionEvent, Snapshot};
pub use core::{attributes, config, error, session};
pub use web::read;
