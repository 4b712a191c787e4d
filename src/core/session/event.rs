//! Events that a session handles.

use std::rc::Rc;

use crate::core::attributes::Attributes;
use crate::core::config::Config;
use crate::core::error::Error;
use crate::core::last_user::LastUser;
use crate::core::response::Answer;
use crate::core::schedule::{Millis, Moment};
use crate::core::session::{Generation, MessengerEvent, MethodCall};
use crate::core::tabs::TabMessage;

/// Id of a call by the application, through which it gets its result. Every ticket is settled once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// Inputs of a session beside the event: time, randomness, and page state.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// The device's clock, in milliseconds since 1970. It may be wrong and may jump.
    pub unix: Millis,
    /// Monotonic clock, in milliseconds since an arbitrary moment.
    pub uptime: Millis,
    /// Random number, uniform over its range.
    pub random: u32,
    /// Number of the current run of script: calls of the same run have the same number, and none of their requests has
    /// been sent before all of them were made.
    pub turn: u32,
    /// The page.
    pub page: Page,
}

impl Env {
    /// This moment by both clocks.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        Moment { unix: self.unix, uptime: self.uptime }
    }
}

/// The page's Messenger and address at this moment.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Whether `window.Intercom` is the widget itself and not a stub that queues for it.
    pub is_widget: bool,
    /// Whether the Messenger may have a session that other code began: it is live, or a boot is in its queue.
    pub has_session: bool,
    /// The page's address.
    pub url: String,
    /// Current note of the last user of this workspace in this browser.
    pub last_user: Option<LastUser>,
    /// Whether every tab sees that note: one in a cookie is shared, one in a tab's storage may be old.
    pub note_is_shared: bool,
}

/// Result of loading the widget's script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetOutcome {
    /// It loaded, and `window.Intercom` is the Messenger.
    Ready,
    /// It did not load.
    Errored,
    /// It did not load, and the page is cross-origin isolated.
    ErroredIsolated,
    /// The page's Content-Security-Policy forbids it.
    BlockedByCsp,
    /// The loaded script is not the Messenger.
    Invalid,
}

/// Purpose of a timer. There is at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// To request the token again.
    TokenRetry,
    /// To load the widget again.
    WidgetRetry,
    /// To end the wait for the widget.
    WidgetTimeout,
    /// To end the wait for the Messenger's report that its session runs.
    Live,
    /// To send the Messenger a route change, and changed attributes.
    Update,
    /// To replace the token.
    Refresh,
    /// To read the note of the last user again: another tab's message may come before the note that it is about.
    Note,
}

/// Reason why time may have passed unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// The page came to the front.
    Focused,
    /// The network is back.
    Online,
    /// The page came back from the back-forward cache, in which it received no messages.
    Restored,
}

/// State at the time of a call that the session receives later, because its code was still loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// The note of the last user.
    pub last_user: Option<LastUser>,
}

/// Event that a session handles.
#[derive(Clone, Debug)]
pub enum Event {
    /// The application requests a session.
    Boot {
        /// The call.
        ticket: Ticket,
        /// The options.
        config: Rc<Config>,
        /// State at the time of the call, where that was before now.
        called: Option<Called>,
    },
    /// The application's options were refused before they were a boot; the session stays as it is.
    Refused(Error),
    /// The application ends the session.
    Shutdown {
        /// The call.
        ticket: Ticket,
    },
    /// The application ends the session on this page alone: its user is still signed in, here and in other tabs.
    Leave {
        /// The call.
        ticket: Ticket,
    },
    /// The application requests a new token now.
    Refresh {
        /// The call.
        ticket: Ticket,
    },
    /// The page's address changed, as reported by the application, or with no ticket by the browser.
    Route {
        /// The call.
        ticket: Option<Ticket>,
        /// The new address.
        url: String,
    },
    /// The application has changed attributes to send.
    Update {
        /// The call.
        ticket: Ticket,
        /// The attributes.
        settings: Attributes,
    },
    /// The application calls a method of the Messenger.
    Call {
        /// The call.
        ticket: Ticket,
        /// The method and its arguments.
        call: MethodCall,
    },
    /// The application listens to a Messenger event from now on.
    Listen {
        /// The event.
        news: MessengerEvent,
    },
    /// The Messenger called back.
    MessengerEvent(MessengerEvent),
    /// The moment of a deferred boot has come: the page has loaded, is idle, or the user wants to chat.
    Due {
        /// The boot that waits.
        generation: Generation,
        /// Whether the Messenger is to open.
        open: bool,
    },
    /// Another tab of this site sent a message. It has been parsed, and no more.
    Tab(TabMessage),
    /// Time may have passed unnoticed.
    Resume(Resume),
    /// A request for the token ended.
    Token {
        /// The question that it answers.
        question: Generation,
        /// The answer.
        answer: Answer,
        /// The server's clock when it answered, in milliseconds since 1970, where it is known.
        server_time: Option<Millis>,
        /// Whether a cache may have given the answer, by its caching headers.
        storable: bool,
    },
    /// The widget's script ended.
    Widget {
        /// The boot that asked for it.
        generation: Generation,
        /// The result.
        outcome: WidgetOutcome,
    },
    /// The Messenger says that its session runs.
    Live {
        /// The boot of that call.
        generation: Generation,
    },
    /// A timer ran out.
    Timer {
        /// The boot that armed it.
        generation: Generation,
        /// The timer.
        timer: Timer,
    },
    /// All effects before [`Effect::Finish`](super::Effect::Finish) have been carried out.
    TornDown {
        /// The shutdown that requested it.
        generation: Generation,
    },
    /// The page is being left, or enters the back-forward cache: scripts and requests that fail now are no faults.
    PageHidden,
    /// The page is back.
    PageShown,
}

impl Event {
    /// Boot or shutdown that a completion belongs to; `None` for an event from outside, and for an answer, which
    /// belongs to its question.
    #[must_use]
    pub const fn generation(&self) -> Option<Generation> {
        match self {
            Self::Widget { generation, .. }
            | Self::Timer { generation, .. }
            | Self::Due { generation, .. }
            | Self::Live { generation }
            | Self::TornDown { generation } => Some(*generation),
            Self::Token { .. }
            | Self::Boot { .. }
            | Self::Refused(_)
            | Self::Shutdown { .. }
            | Self::Leave { .. }
            | Self::Refresh { .. }
            | Self::Route { .. }
            | Self::Update { .. }
            | Self::Call { .. }
            | Self::Listen { .. }
            | Self::MessengerEvent(_)
            | Self::Tab(_)
            | Self::Resume(_)
            | Self::PageHidden
            | Self::PageShown => None,
        }
    }
}
