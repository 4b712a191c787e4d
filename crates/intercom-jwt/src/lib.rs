#![doc = include_str!("../README.md")]
//!
//! # With axum
//!
//! A [`Signer`] is cheap to clone, so it can be the router's state, and an [`Answer`] is returned as JSON:
//!
//! ```
//! use axum::{Json, Router, extract::State, http::{StatusCode, header}, response::IntoResponse, routing::get};
//! use intercom_jwt::{Answer, Claims, Secret, Signer};
//!
//! async fn token(State(signer): State<Signer>) -> impl IntoResponse {
//!     // Get the signed-in user from your application; respond with 401 if there is none.
//!     let claims = Claims::new("user-ada-1815").email("ada@example.com");
//!     match signer.sign(&claims) {
//!         Ok(token) => ([(header::CACHE_CONTROL, "no-store")], Json(Answer::from(token))).into_response(),
//!         Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
//!     }
//! }
//!
//! let signer = Signer::new(Secret::new("the Messenger API secret, see Secret::from_env"));
//! let router: Router = Router::new().route("/api/messenger-token", get(token)).with_state(signer);
//! ```

mod claims;
mod error;
mod names;
mod secret;
mod signer;

pub use claims::{Claims, DEFAULT_LIFE, MAX_LIFE};
pub use error::Error;
pub use secret::{MIN_SECRET_BYTES, SECRET_VARIABLE, Secret, SecretError};
pub use signer::{Answer, MAX_TOKEN_BYTES, Signer, Token, sign_unchecked};
