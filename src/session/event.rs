//! What can happen to a session.

use std::rc::Rc;

use crate::config::Config;
use crate::endpoint::Answer;
use crate::refresh::Millis;
use crate::session::Generation;

/// Names one call of the application's, so that its result finds back to it. Every ticket is settled once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// What the session may look at: time, chance, and the page as it stands.
#[derive(Clone, Debug, Default)]
pub struct Now {
    /// The device's clock, in milliseconds since 1970. It may be wrong and may jump.
    pub unix: Millis,
    /// A clock that never jumps, in milliseconds since some moment.
    pub uptime: Millis,
    /// Chance, uniform over its range.
    pub random: u32,
    /// The page.
    pub page: Page,
}

/// The page's Messenger and address at this moment.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// `window.Intercom` is the widget itself and not a stub that queues for it.
    pub live: bool,
    /// The Messenger may have a session that somebody else's code began: it is live, or a boot is in its queue.
    pub occupied: bool,
    /// The page's address.
    pub url: String,
}

/// How the widget's script ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetOutcome {
    /// It loaded, and `window.Intercom` is the Messenger.
    Ready,
    /// It did not load.
    Errored,
    /// The page's Content-Security-Policy forbids it.
    BlockedByCsp,
    /// Something loaded that is not the Messenger.
    Invalid,
}

/// What a timer is for. There is at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// To ask for the token again.
    TokenRetry,
    /// To load the widget again.
    WidgetRetry,
    /// The widget has had its time.
    WidgetTimeout,
    /// To tell the Messenger of a route change.
    Route,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The application wants a session.
    Boot {
        /// The call.
        ticket: Ticket,
        /// What it asks for.
        config: Rc<Config>,
    },
    /// The application ends the session.
    Shutdown {
        /// The call.
        ticket: Ticket,
    },
    /// The application wants a new token now.
    Refresh {
        /// The call.
        ticket: Ticket,
    },
    /// The page's address changed.
    Route {
        /// The call.
        ticket: Ticket,
        /// The new address.
        url: String,
    },
    /// A request for the token ended.
    Token {
        /// The boot that asked.
        generation: Generation,
        /// What came back.
        answer: Answer,
        /// The server's clock when it answered, in milliseconds since 1970, where it is known.
        server_time: Option<Millis>,
    },
    /// The widget's script ended.
    Widget {
        /// The boot that asked for it.
        generation: Generation,
        /// How.
        outcome: WidgetOutcome,
    },
    /// A timer ran out.
    Timer {
        /// The boot that armed it.
        generation: Generation,
        /// Which.
        timer: Timer,
    },
    /// Everything that [`Effect::Finish`](super::Effect::Finish) stood behind has been done.
    TornDown {
        /// The shutdown that asked.
        generation: Generation,
    },
    /// The page is being left, or put to sleep in the back-forward cache: scripts and requests fail now for
    /// reasons that are nobody's fault.
    PageHidden,
    /// The page is back.
    PageShown,
}

impl Event {
    /// The boot or shutdown that a completion belongs to; `None` for what comes from outside.
    #[must_use]
    pub const fn generation(&self) -> Option<Generation> {
        match self {
            Self::Token { generation, .. }
            | Self::Widget { generation, .. }
            | Self::Timer { generation, .. }
            | Self::TornDown { generation } => Some(*generation),
            Self::Boot { .. }
            | Self::Shutdown { .. }
            | Self::Refresh { .. }
            | Self::Route { .. }
            | Self::PageHidden
            | Self::PageShown => None,
        }
    }
}
