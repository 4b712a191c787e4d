//! Loads the Intercom Messenger on a web page with secure, JWT-based identity, and keeps that identity up to date.
//!
//! An application creates a [`Config`], passes it to a [`Messenger`], and boots it. That fetches the user's token from
//! the application's backend, loads Intercom's script and signs in; from then on tokens are renewed before they expire,
//! route changes are sent, and the other tabs of the site follow.
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
//!         Identity::Visitor => {} // the endpoint said that no user is signed in
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
//! A failure is an [`Error`] with a stable [`Code`], a hint with the suggested fix, and whether the same call can
//! succeed later. The page works without a Messenger, and a later boot tries again.
//!
//! # In an application's manifest
//!
//! Write `default-features = false`. The feature `js`, on by default, contains the exports of the npm package and its
//! allocator; both would become your own module's.
//!
//! # Other targets
//!
//! Everything compiles for targets other than `wasm32-unknown-unknown`, so that an application rendered on a server
//! needs no `cfg`; there every call but [`Messenger::shutdown`] returns [`Code::UnsupportedEnvironment`].
//!
//! # Modules
//!
//! Applications use [`Messenger`], [`config`], [`attributes`] and [`error`]; [`session`] has the types that they
//! receive ([`Snapshot`], [`SessionEvent`]). [`read`] reads tokens and endpoints' answers as a boot does. These and the
//! rest of [`core`] decide without a browser and without a clock. [`core`] is public so that it can be read and tested,
//! and may change with any version before 1.0.0.

// Unit tests run on the host, with crates that exist only there; `wasm-pack test` compiles every test target.
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
