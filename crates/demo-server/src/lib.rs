//! The demo's backend, its static files, and a fake Messenger for the Intercom Messenger.
//!
//! For local use only: the playground lets anyone who reaches the server break it on purpose, and signing in takes no
//! password. [`bind`] therefore listens on 127.0.0.1 only.
//!
//! [`App::new`] holds everything that the routers share, [`app`] is the demo, [`fake_messenger()`] is the fake
//! Messenger alone, for a TLS port that impersonates `widget.intercom.io`. Both routers can be called without a port.

mod auth;
pub mod cli;
mod endpoint;
mod fake_messenger;
mod faults;
mod hosts;
mod pages;
mod reply;
mod router;
mod segment;
mod serve;
mod settings;
mod state;
mod token;
mod users;

pub use auth::SESSION_COOKIE;
pub use fake_messenger::fake_messenger;
pub use faults::{
    Behaviour, Change, FAULTS_COOKIE, Faults, Limits, Log, Ping, SecFetch, SegmentEvent, TokenFault,
    TokenRequest, WidgetFault, WidgetRequest,
};
pub use hosts::{Host, HostError};
pub use intercom_jwt::{Secret, sign_unchecked as sign};
pub use router::{app, app_with_pages};
pub use serve::{INTERCOM_HOSTS, ServeError, bind, serve_plain, serve_tls};
pub use settings::{DEFAULT_TOKEN_LIFE, Origin, OriginError, STAND_IN_APP_ID, Settings, random_secret};
pub use state::App;
pub use users::{USERS, User, find};
