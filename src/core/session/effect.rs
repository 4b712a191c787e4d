//! Effects that a session requests. The browser layer carries them out in their order and makes no decisions.

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
    /// Begins a session, or continues it with a new token.
    Boot(Payload),
    /// Sends attributes.
    Update(Payload),
    /// Ends the session.
    Shutdown,
    /// Asks for an [`Event::Live`](super::Event::Live) when the session of the boot call that follows runs.
    Ready(Generation),
    /// Registers a callback, until the session ends.
    Register(MessengerEvent),
}

/// Event for the application, emitted through `on` or seen as a state.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionEvent {
    /// The phase, session or last error changed.
    StateChange,
    /// The Messenger has loaded and has its boot call.
    Ready(Identity),
    /// The Messenger reports that its session runs.
    Live,
    /// The user's token was replaced by a new one.
    TokenRefreshed,
    /// The server says that the user is no longer signed in.
    SignedOut,
    /// An operation failed.
    Error(Error),
    /// The Messenger called back.
    MessengerEvent(MessengerEvent),
    /// A route change or changed attributes wait for the quota, for this many milliseconds. Only for the log.
    UpdateWaits(Millis),
}

/// One action of the browser layer.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Install the queueing stub where there is no Messenger, and meanwhile let the browser fetch the widget. The
    /// options apply to the requests and the script that follow.
    Prepare {
        /// The options.
        config: Rc<Config>,
        /// Whether to preload the widget.
        preload: bool,
    },
    /// Request a token; exactly one [`Event::Token`](super::Event::Token) results.
    RequestToken {
        /// The question it belongs to.
        question: Generation,
        /// Whether it bypasses every cache, as all but the first question of a page do: only that one can use the
        /// request made in the page's head.
        fresh: bool,
    },
    /// Report with [`Event::Due`](super::Event::Due) when the moment has come that the options name, and draw a
    /// launcher where an interaction is awaited. Repeated when attributes have changed: the launcher follows, and the
    /// wait continues.
    Defer {
        /// The boot that waits.
        generation: Generation,
        /// The launcher's appearance and behaviour.
        look: Attributes,
    },
    /// Stop waiting for that moment, and remove the launcher: the Messenger's own is there.
    EndDefer,
    /// Listen to the page's navigation.
    WatchRoutes,
    /// Load the widget, or wait for one that is already loading.
    LoadWidget {
        /// The boot that needs it.
        generation: Generation,
    },
    /// Remove the widget's script from the page, before another attempt.
    RemoveWidget,
    /// Call the Messenger.
    Call(Call),
    /// Call a method of the Messenger for the application, which receives its return value.
    Invoke(Option<Ticket>, MethodCall),
    /// Start a timer, replacing an older one of its kind.
    Arm {
        /// The timer.
        timer: Timer,
        /// The boot that arms it.
        generation: Generation,
        /// Delay in milliseconds.
        after: Millis,
    },
    /// Stop a timer.
    Disarm(Timer),
    /// Stop all timers, abort the request, release the script, stop listening to the page, remove the launcher.
    CancelAll,
    /// Empty the queue of a Messenger that has not loaded: the old user's calls are not for the next one.
    EmptyQueue,
    /// Remove the loader's shutdown from a queue that no script has run: it was for a script that loads without a boot.
    WithdrawShutdown,
    /// Delete `window.intercomSettings`.
    ForgetSettings,
    /// Expire the Messenger's cookies on this host and its parents.
    ExpireCookies {
        /// The workspace; every one when none is known.
        app_id: Option<AppId>,
        /// Whether to expire the device's id as well. From a visitor to a user it stays: it is no other user's.
        device: bool,
    },
    /// Note the last user of this browser, for later pages; `None` after a shutdown and for a visitor.
    Note(AppId, Option<LastUser>),
    /// Remove the notes of every workspace, as the workspace is not known.
    ForgetNotes,
    /// Send a message to the other tabs of this site.
    TellTabs(TabMessage),
    /// Report back with [`Event::TornDown`](super::Event::TornDown).
    Finish(Generation),
    /// Settle a call with its result.
    Settle(Ticket, CallResult),
    /// Notify the listeners.
    Notify(SessionEvent),
    /// Warn on the console, once for a page, that identity is sent unsigned.
    WarnUnsigned,
}
