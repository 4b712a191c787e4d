//! What a session wants done. The browser layer carries effects out in their order and decides nothing.

use std::rc::Rc;

use crate::core::attributes::{Attributes, Payload};
use crate::core::config::{AppId, Config};
use crate::core::error::Error;
use crate::core::last_user::LastUser;
use crate::core::schedule::Millis;
use crate::core::session::{CallResult, Generation, Identity, MessengerEvent, MethodCall, Ticket, Timer};
use crate::core::tabs::TabMessage;

/// A call of `window.Intercom`.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Begins a session, or goes on with it under a new token.
    Boot(Payload),
    /// Sends attributes.
    Update(Payload),
    /// Ends the session.
    Shutdown,
    /// Asks to be told, with [`Event::Live`](super::Event::Live), that the session of the boot call behind this one runs.
    Ready(Generation),
    /// Asks to be called back, until the session ends.
    Register(MessengerEvent),
}

/// What the application hears of, through `on` or as a state.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionEvent {
    /// Phase, session or last error changed.
    StateChange,
    /// The Messenger is there and has been told to boot.
    Ready(Identity),
    /// The Messenger says that its session runs.
    Live,
    /// The user's token was replaced by a new one.
    TokenRefreshed,
    /// The server says that nobody is signed in any more.
    SignedOut,
    /// Something failed.
    Error(Error),
    /// The Messenger called back.
    MessengerEvent(MessengerEvent),
    /// A route change or changed attributes wait for the quota, this many milliseconds. Only for the log.
    UpdateWaits(Millis),
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
        /// Which question it is.
        question: Generation,
        /// Whether it goes past every cache, as all but the first question of a page do: only that one can take what the
        /// page's head has asked for.
        fresh: bool,
    },
    /// Report with [`Event::Due`](super::Event::Due) when the moment has come that the options name, and draw a launcher
    /// where somebody has to ask for it. Said again when attributes have changed: the launcher follows, and what is waited for
    /// stays.
    Defer {
        /// Who waits.
        generation: Generation,
        /// How the launcher looks and behaves.
        look: Attributes,
    },
    /// Stop waiting for that moment, and take the launcher away: the Messenger's own is there.
    EndDefer,
    /// Listen to the page's navigation.
    WatchRoutes,
    /// Load the widget, or wait for one that is on its way already.
    LoadWidget {
        /// Who asks.
        generation: Generation,
    },
    /// Take the widget's script out of the page, before another try.
    RemoveWidget,
    /// Call the Messenger.
    Call(Call),
    /// Call a method of the Messenger's for the application, which is given what it returns.
    Invoke(Option<Ticket>, MethodCall),
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
    /// Stop all timers, abort the request, let go of the script, listen to the page no more, take the launcher away.
    CancelAll,
    /// Empty the queue of a Messenger that has not loaded: the old user's calls are not for the next one.
    EmptyQueue,
    /// Take a shutdown of ours out of the queue that no script has run: it was for one that came without a boot.
    WithdrawShutdown,
    /// Delete `window.intercomSettings`.
    ForgetSettings,
    /// Expire the Messenger's cookies on this host and its parents.
    ExpireCookies {
        /// The workspace; every one when none is known.
        app_id: Option<AppId>,
        /// Whether the device's id goes along. From a visitor to a user it stays: there is nobody to protect from.
        device: bool,
    },
    /// Note whose session is the last one in this browser, for pages to come; `None` after a shutdown and for a visitor.
    Note(AppId, Option<LastUser>),
    /// Remove the notes of every workspace: nobody has said which one it is.
    ForgetNotes,
    /// Tell the other tabs of this site.
    TellTabs(TabMessage),
    /// Report back with [`Event::TornDown`](super::Event::TornDown).
    Finish(Generation),
    /// Give a call its result.
    Settle(Ticket, CallResult),
    /// Tell whoever listens.
    Notify(SessionEvent),
    /// Say on the console, once for a page, that identity is sent unsigned.
    WarnUnsigned,
}
