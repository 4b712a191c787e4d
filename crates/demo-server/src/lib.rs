//! The demo's backend, its static files, and a stand-in for the Intercom Messenger.
//!
//! For one's own machine only: the laboratory lets anybody who reaches the server break it on purpose, and signing in
//! takes no password. [`bind`] therefore listens on 127.0.0.1 and nowhere else.
//!
//! [`App::new`] holds everything that the routers share, [`app`] is the demo, [`stand_in()`] the stand-in alone, for a
//! TLS port that poses as `widget.intercom.io`. Both routers can be called without a port.

mod auth;
pub mod cli;
mod endpoint;
mod hosts;
mod lab;
mod pages;
mod reply;
mod router;
mod segment;
mod serve;
mod settings;
mod stand_in;
mod state;
mod token;
mod users;

pub use auth::SESSION_COOKIE;
pub use hosts::{Host, HostError};
pub use intercom_jwt::{Secret, sign_unchecked as sign};
pub use lab::{
    Behaviour, Change, LAB_COOKIE, Lab, Limits, Log, Ping, SecFetch, SegmentEvent, TokenFault, TokenRequest,
    WidgetFault, WidgetRequest,
};
pub use router::{app, app_with_pages};
pub use serve::{INTERCOM_HOSTS, ServeError, bind, serve_plain, serve_tls};
pub use settings::{DEFAULT_TOKEN_LIFE, Origin, OriginError, STAND_IN_APP_ID, Settings, random_secret};
pub use stand_in::stand_in;
pub use state::App;
pub use users::{USERS, User, find};
