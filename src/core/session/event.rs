//! What can happen to a session.

use std::rc::Rc;

use crate::core::attributes::Attributes;
use crate::core::config::Config;
use crate::core::error::Error;
use crate::core::last_user::LastUser;
use crate::core::response::Answer;
use crate::core::schedule::{Millis, Moment};
use crate::core::session::{Generation, MessengerEvent, MethodCall};
use crate::core::tabs::TabMessage;

/// Names one call of the application's, so that its result finds back to it. Every ticket is settled once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// What the session may look at: time, chance, and the page as it stands.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// The device's clock, in milliseconds since 1970. It may be wrong and may jump.
    pub unix: Millis,
    /// A clock that never jumps, in milliseconds since some moment.
    pub uptime: Millis,
    /// Chance, uniform over its range.
    pub random: u32,
    /// The run of script in which this happens: calls of the same run have the same number, and nothing that they ask
    /// for has been sent before them.
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
    /// `window.Intercom` is the widget itself and not a stub that queues for it.
    pub is_widget: bool,
    /// The Messenger may have a session that somebody else's code began: it is live, or a boot is in its queue.
    pub has_session: bool,
    /// The page's address.
    pub url: String,
    /// Whose session was the last one in this browser in this workspace, as it is noted at this moment.
    pub last_user: Option<LastUser>,
    /// Whether that note is what every tab sees: a cookie's is, and what stands in a tab's storage may be old.
    pub note_is_shared: bool,
}

/// How the widget's script ended.
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
    /// The Messenger has had its time to say that its session runs.
    Live,
    /// To tell the Messenger of a route change, and of changed attributes.
    Update,
    /// The token is to be replaced.
    Refresh,
}

/// Why the session may have missed that time passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// The page came to the front.
    Focused,
    /// The network is back.
    Online,
    /// The page came back out of the back-forward cache, where it heard nothing of what happened.
    Restored,
}

/// What stood when a call was made that the session learns of later: its code was still on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// The note of the last user.
    pub last_user: Option<LastUser>,
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
        /// What stood when it was called, where that was before this moment.
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
    /// The application wants a new token now.
    Refresh {
        /// The call.
        ticket: Ticket,
    },
    /// The page's address changed, says the application, or with no ticket the browser.
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
    /// The application calls a method of the Messenger's.
    Call {
        /// The call.
        ticket: Ticket,
        /// Which.
        call: MethodCall,
    },
    /// The application wants to hear of this from now on.
    Listen {
        /// What the Messenger calls back for.
        news: MessengerEvent,
    },
    /// The Messenger called back.
    MessengerEvent(MessengerEvent),
    /// What a boot waited for has come: the page has loaded, is idle, or somebody wants to chat.
    Due {
        /// The boot that waits.
        generation: Generation,
        /// Whether the Messenger is to open.
        open: bool,
    },
    /// Another tab of this site has something to say. It has been read, and that is all.
    Tab(TabMessage),
    /// Time may have passed unseen.
    Resume(Resume),
    /// A request for the token ended.
    Token {
        /// Which question it answers.
        question: Generation,
        /// What came back.
        answer: Answer,
        /// The server's clock when it answered, in milliseconds since 1970, where it is known.
        server_time: Option<Millis>,
        /// Whether a cache may have given the answer, by what the answer says of being kept.
        storable: bool,
    },
    /// The widget's script ended.
    Widget {
        /// The boot that asked for it.
        generation: Generation,
        /// How.
        outcome: WidgetOutcome,
    },
    /// The Messenger says that its session runs.
    Live {
        /// Whose boot call that was.
        generation: Generation,
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
    /// The boot or shutdown that a completion belongs to; `None` for what comes from outside, and for an answer, which
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
