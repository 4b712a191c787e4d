//! The handle of a Rust application, and its calls.

use std::rc::Rc;

use futures_channel::oneshot;
use serde::Serialize;

use crate::core::attributes::{Attributes, Value};
use crate::core::config::Config;
use crate::core::diagnosis::Diagnosis;
use crate::core::error::{Code, Error};
use crate::core::session::{
    CallResult, CallValue, Event, Identity, MessengerEvent, MethodCall, SessionEvent, Settle, Snapshot,
    Ticket,
};
use crate::web::Runtime;

pub use crate::web::Subscription;

/// The page's Messenger, with one configuration.
///
/// A page has one Messenger, which every handle controls: a boot with a configuration other than the current one ends
/// that session first. On a host target every call returns [`Code::UnsupportedEnvironment`].
///
/// ```no_run
/// # async fn example() -> Result<(), intercom_messenger_loader::Error> {
/// use intercom_messenger_loader::{Config, Messenger, config::Region};
///
/// let config = Config::new("abc12345")?.region(Region::Eu).jwt_url("/api/messenger-token");
/// let messenger = Messenger::new(config);
/// messenger.boot().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Messenger {
    config: Rc<Config>,
}

impl Messenger {
    /// Creates a handle; nothing happens before [`Self::boot`].
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config: Rc::new(config) }
    }

    /// Loads the Messenger and signs in. Called again it joins a boot that is under way, and does nothing for a user's
    /// session; for a visitor's it asks again who is signed in.
    ///
    /// # Errors
    /// Contradictory options, an invalid token or answer of the endpoint, a script that does not load;
    /// [`Code::BootSuperseded`] when a shutdown or another boot came first.
    pub async fn boot(&self) -> Result<Identity, Error> {
        self.config.check()?;
        let config = Rc::clone(&self.config);
        session(answer(|ticket| Event::Boot { ticket, config, called: None }).await)
    }

    /// Ends the page's session, whichever handle began it: cancels what is under way, shuts the Messenger down,
    /// and deletes its settings and cookies. It can be called at any time and cannot fail.
    pub async fn shutdown(&self) {
        // No result of a shutdown is an error, and without a page there is no session.
        let _ = answer(|ticket| Event::Shutdown { ticket }).await;
    }

    /// Notifies the Messenger of a route change, to `url` or to the page's current address. A burst is sent as one
    /// change, and changes over Intercom's quota wait; the call does not wait for them.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session.
    pub async fn route_update(&self, url: Option<String>) -> Result<(), Error> {
        answer(route(url)).await.map(|_| ())
    }

    /// Sends changed attributes, with the token attached for a user; called without attributes, it checks for new
    /// messages. Over Intercom's quota they wait, and of each attribute the last value wins.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session; the errors of [`Config::check`] for attributes.
    pub async fn update(&self, settings: Attributes) -> Result<(), Error> {
        answer(|ticket| Event::Update { ticket, settings }).await.map(|_| ())
    }

    /// Calls a method of the Messenger, such as `show` or `trackEvent`: one of
    /// [`METHODS`](crate::core::session::METHODS). It waits until the Messenger is ready. Returns the method's result,
    /// if any.
    ///
    /// # Errors
    /// [`Code::InvalidOption`] for an unknown method or invalid arguments; [`Code::NotBooted`] without a session;
    /// [`Code::BootSuperseded`] when it ended before the call was made.
    pub async fn call(&self, method: &str, args: Vec<Value>) -> Result<Option<Value>, Error> {
        let call = MethodCall::new(method, args)?;
        let given = answer(|ticket| Event::Call { ticket, call }).await?;
        Ok(if let CallValue::Value(value) = given { Some(value) } else { None })
    }

    /// Fetches a new token now and continues with it.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session, [`Code::NoTokenSource`] where no token can be fetched, and the failures
    /// of the endpoint or the token; the session stays as it was then.
    pub async fn refresh_token(&self) -> Result<Identity, Error> {
        session(answer(|ticket| Event::Refresh { ticket }).await)
    }

    /// The session's state.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn state(&self) -> Result<Snapshot, Error> {
        state()
    }

    /// Checks the installation on this page: the Messenger, the endpoint, the token, and their surroundings. It
    /// requests a token, and calls the endpoint a second time without credentials; the session stays as it is. The
    /// page's last boot is checked, whichever handle made it.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page, and nothing else.
    pub async fn diagnose(&self) -> Result<Diagnosis, Error> {
        let (sender, receiver) = oneshot::channel();
        // The caller may have stopped waiting.
        diagnose(|diagnosis| drop(sender.send(diagnosis)));
        receiver.await.unwrap_or_else(|_| Err(Code::UnsupportedEnvironment.into()))
    }

    /// Calls `listener` for every event, through shutdowns and boots, until the subscription is dropped.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn subscribe(&self, listener: impl Fn(&SessionEvent) + 'static) -> Result<Subscription, Error> {
        subscribe(listener)
    }

    /// Registers a callback of the Messenger for `news`, in this session and later ones; subscribers receive it as
    /// [`SessionEvent::MessengerEvent`].
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn listen(&self, news: MessengerEvent) -> Result<(), Error> {
        listen(news)
    }
}

/// Attributes from a type of the application's own, serialized by serde; see [`Attributes`] for a few that are written
/// by hand.
///
/// ```
/// # fn example() -> Result<(), intercom_messenger_loader::Error> {
/// use intercom_messenger_loader::{Config, attributes_of};
/// use std::collections::BTreeMap;
///
/// let profile = BTreeMap::from([("plan", "pro"), ("language_override", "fr")]);
/// let config = Config::new("abc12345")?.settings(attributes_of(&profile)?);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Code::InvalidSettings`] for a value that is no object, or that JSON cannot represent;
/// [`Code::UnsupportedEnvironment`] on a host target.
pub fn attributes_of<T: Serialize + ?Sized>(attributes: &T) -> Result<Attributes, Error> {
    crate::web::serialized(attributes)
}

/// Result of a call that requests a session.
fn session(outcome: CallResult) -> Result<Identity, Error> {
    match outcome? {
        CallValue::Session(identity) => Ok(identity),
        CallValue::Nothing | CallValue::Value(_) => Err(Code::BootSuperseded.into()),
    }
}

/// Waits for the session's result.
async fn answer(event: impl FnOnce(Ticket) -> Event) -> CallResult {
    let (sender, receiver) = oneshot::channel();
    // The caller may have stopped waiting.
    ask(Box::new(move |outcome| drop(sender.send(outcome))), event);
    receiver.await.unwrap_or_else(|_| Err(Code::BootSuperseded.into()))
}

/// Dispatches a call to the page's session; `settle` is called with its result, once.
pub(crate) fn ask(settle: Settle, event: impl FnOnce(Ticket) -> Event) {
    ask_in(None, settle, event);
}

/// The same for a call that was made in another run of script, `turn`.
pub(crate) fn ask_in(turn: Option<u32>, settle: Settle, event: impl FnOnce(Ticket) -> Event) {
    if let Some((runtime, ticket)) = open(settle) {
        runtime.dispatch_in(turn.unwrap_or_else(Runtime::turn), event(ticket));
    }
}

/// Registers a call; one outside of a page is settled at once.
#[inline(never)]
fn open(settle: Settle) -> Option<(&'static Runtime, Ticket)> {
    match Runtime::of_page() {
        Ok(runtime) => Some((runtime, runtime.open(settle))),
        Err(error) => {
            settle(Err(error));
            None
        }
    }
}

/// Event of a route change to `url`, or to the page's address.
pub(crate) fn route(url: Option<String>) -> impl FnOnce(Ticket) -> Event {
    let url = url.map_or_else(Runtime::url, Runtime::absolute);
    move |ticket| Event::Route { ticket: Some(ticket), url }
}

/// Registers the application's listening to `news` with the session.
pub(crate) fn listen(news: MessengerEvent) -> Result<(), Error> {
    Runtime::of_page().map(|runtime| runtime.dispatch(Event::Listen { news }))
}

/// Checks the page's installation; `then` is called with the result, once.
pub(crate) fn diagnose(then: impl FnOnce(Result<Diagnosis, Error>) + 'static) {
    match Runtime::of_page() {
        Ok(runtime) => runtime.diagnose(|diagnosis| then(Ok(diagnosis))),
        Err(error) => then(Err(error)),
    }
}

pub(crate) fn state() -> Result<Snapshot, Error> {
    Ok(Runtime::of_page()?.snapshot())
}

pub(crate) fn subscribe(listener: impl Fn(&SessionEvent) + 'static) -> Result<Subscription, Error> {
    Ok(Runtime::of_page()?.subscribe(listener))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::panic)]

    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[test]
    fn without_a_page_there_is_nothing_to_diagnose() {
        let messenger = Config::new("abc12345").map(Messenger::new);
        let Ok(messenger) = messenger else { panic!("{messenger:?}") };
        let diagnosis = pin!(messenger.diagnose()).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(diagnosis, Poll::Ready(Err(Code::UnsupportedEnvironment.into())));
    }
}
