//! Journeys of a user: a real browser, the demo server, the built package and the fake Messenger.
//!
//! The page asks for `https://widget.intercom.io` itself, as it does in production; the browser is told to find the
//! fake Messenger there. Each journey has its own server and fake Messenger, and a window that shares nothing with another
//! journey's, so that journeys can run side by side; a browser, once started, serves many of them.

mod bidi;
mod browser;
mod document;
mod driver;
mod engine;
mod journey;
mod network;
mod outcome;
mod page;
mod peer;
mod pool;
mod proxy;
mod signals;
mod site;
mod step;
mod ui;
mod widget;

pub use document::Document;
pub use engine::{Engine, chromium};
pub use journey::{journey, journey_cross_browser, journey_within};
pub use outcome::{MessengerError, Session, State};
pub use page::{Boot, Page};
pub use server::{Faults, Limits, Log, Ping, SegmentEvent, TokenFault, WidgetFault};
pub use site::{APP, JWT_URL, LOADER_PAGE, Site};
pub use widget::{Call, Dropped, Widget, WidgetSession};

/// What a journey ends with; it fails with what the user met.
pub type Result<T = ()> = anyhow::Result<T>;
