//! What a session wants done. The browser layer carries effects out in their order and decides nothing.

use std::rc::Rc;

use crate::config::{AppId, Config};
use crate::error::Error;
use crate::refresh::Millis;
use crate::session::{Generation, Identity, Outcome, Ticket, Timer};
use crate::settings::Payload;

/// A call of `window.Intercom`.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Begins a session, or goes on with it under a new token.
    Boot(Payload),
    /// Sends attributes.
    Update(Payload),
    /// Ends the session.
    Shutdown,
}

/// What the application hears of, through `on` or as a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Phase, session or last error changed.
    StateChange,
    /// The Messenger is there and has been told to boot.
    Ready(Identity),
    /// The user's token was replaced by a new one.
    TokenRefreshed,
    /// The server says that nobody is signed in any more.
    SignedOut,
    /// Something failed.
    Error(Error),
    /// A route change waits for the quota, this many milliseconds. Only for the log.
    RouteWaits(Millis),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Put the queueing stub where there is no Messenger, and let the browser fetch the widget meanwhile. What is asked
    /// for here holds for the requests and the script that follow.
    Prepare {
        /// What was asked for.
        config: Rc<Config>,
        /// Whether to preload the widget.
        preload: bool,
    },
    /// Ask for a token; exactly one [`Event::Token`](super::Event::Token) comes of it.
    RequestToken {
        /// Who asks.
        generation: Generation,
    },
    /// Load the widget, or wait for one that is on its way already.
    LoadWidget {
        /// Who asks.
        generation: Generation,
    },
    /// Take the widget's script out of the page, before another try.
    RemoveWidget,
    /// Remove identifying attributes from `window.intercomSettings`, which the Messenger would merge in.
    CleanSettings,
    /// Call the Messenger.
    Call(Call),
    /// Start a timer, in place of an older one of its kind.
    Arm {
        /// Which.
        timer: Timer,
        /// Who asks.
        generation: Generation,
        /// After how many milliseconds.
        after: Millis,
    },
    /// Stop a timer.
    Disarm(Timer),
    /// Stop all timers, abort the request, let go of the script.
    CancelAll,
    /// Empty the queue of a Messenger that has not loaded: the old user's calls are not for the next one.
    EmptyQueue,
    /// Delete `window.intercomSettings`.
    ForgetSettings,
    /// Expire the Messenger's cookies on this host and its parents; of every workspace when none is known.
    ExpireCookies(Option<AppId>),
    /// Report back with [`Event::TornDown`](super::Event::TornDown).
    Finish(Generation),
    /// Give a call its result: the session, or `None` for calls that have nothing to give.
    Settle(Ticket, Outcome),
    /// Tell whoever listens.
    Notify(Notice),
    /// Say on the console, once for a page, that identity is sent unsigned.
    WarnUnsigned,
}
