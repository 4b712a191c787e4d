//! User journeys: a real browser, the demo server, the built package and the fake Messenger.
//!
//! The page requests `https://widget.intercom.io`, as in production; the browser is configured to connect to the fake
//! Messenger. Each journey has its own server and fake Messenger, and a window that shares nothing with other
//! journeys, so that journeys can run in parallel; a running browser serves many of them.

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

/// Result of a journey; the error describes the failure that the user sees.
pub type Result<T = ()> = anyhow::Result<T>;
