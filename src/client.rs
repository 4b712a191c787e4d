//! The handle that a Rust application holds, and the calls that it makes.

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

/// The page's Messenger, as one configuration wants it.
///
/// A page has one Messenger, and every handle drives it: booting one whose configuration differs from what is
/// booted ends that session first. On a host target every call answers [`Code::UnsupportedEnvironment`].
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
    /// A handle; nothing happens before [`Self::boot`].
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config: Rc::new(config) }
    }

    /// Loads the Messenger and signs in. Called again it joins a boot that is under way, and does nothing for a
    /// user's session; a visitor's asks again who is signed in.
    ///
    /// # Errors
    /// Options that contradict each other, a token or an endpoint that does not do, a script that does not load;
    /// [`Code::BootSuperseded`] when a shutdown or another boot came first.
    pub async fn boot(&self) -> Result<Identity, Error> {
        self.config.check()?;
        let config = Rc::clone(&self.config);
        session(answer(|ticket| Event::Boot { ticket, config, called: None }).await)
    }

    /// Ends the page's session, whichever handle began it: cancels what is under way, shuts the Messenger down,
    /// and deletes its settings and cookies. It can be called at any time and cannot fail.
    pub async fn shutdown(&self) {
        // Nothing that the session answers a shutdown with is an error, and without a page there is no session.
        let _ = answer(|ticket| Event::Shutdown { ticket }).await;
    }

    /// Tells the Messenger that the route changed, to `url` or to what the page's address is now. A burst is told
    /// as one change, and changes over Intercom's quota wait; awaited is only that the change was taken in.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session.
    pub async fn route_update(&self, url: Option<String>) -> Result<(), Error> {
        answer(route(url)).await.map(|_| ())
    }

    /// Sends changed attributes, with the token attached for a user; with none it lets the Messenger look for news.
    /// Over Intercom's quota they wait, and of each attribute the last value wins.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session; what [`Config::check`] says of attributes.
    pub async fn update(&self, settings: Attributes) -> Result<(), Error> {
        answer(|ticket| Event::Update { ticket, settings }).await.map(|_| ())
    }

    /// Calls a method of the Messenger's, such as `show` or `trackEvent`: one of [`METHODS`](crate::core::session::METHODS).
    /// It waits its turn while the Messenger is not there yet. Gives what the method returned, if anything.
    ///
    /// # Errors
    /// [`Code::InvalidOption`] for what the method does not take; [`Code::NotBooted`] without a session;
    /// [`Code::BootSuperseded`] when it ended before the call's turn.
    pub async fn call(&self, method: &str, args: Vec<Value>) -> Result<Option<Value>, Error> {
        let call = MethodCall::new(method, args)?;
        let given = answer(|ticket| Event::Call { ticket, call }).await?;
        Ok(if let CallValue::Value(value) = given { Some(value) } else { None })
    }

    /// Fetches a new token now and goes on with it.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session, [`Code::NoTokenSource`] where no token can be fetched, and what the
    /// endpoint or the token is refused for; the session stays as it was then.
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

    /// Checks the installation on this page: the Messenger, the endpoint, the token, and what is around them. It asks
    /// for a token, and asks the endpoint a second time without credentials; the session stays as it is. What the page
    /// booted last is checked, whichever handle did.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page, and nothing else.
    pub async fn diagnose(&self) -> Result<Diagnosis, Error> {
        let (sender, receiver) = oneshot::channel();
        // The caller may have stopped waiting.
        diagnose(|diagnosis| drop(sender.send(diagnosis)));
        receiver.await.unwrap_or_else(|_| Err(Code::UnsupportedEnvironment.into()))
    }

    /// Calls `listener` with everything that happens, through shutdowns and boots, until the subscription is
    /// dropped.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn subscribe(&self, listener: impl Fn(&SessionEvent) + 'static) -> Result<Subscription, Error> {
        subscribe(listener)
    }

    /// Asks the Messenger to call back for `news`, in this session and those to come; subscribers then hear of it as
    /// [`SessionEvent::MessengerEvent`].
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn listen(&self, news: MessengerEvent) -> Result<(), Error> {
        listen(news)
    }
}

/// Attributes that an application has in a type of its own, written by serde; see [`Attributes`] for a few that are put
/// together by hand.
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
/// [`Code::InvalidSettings`] for what is no object, or holds what JSON cannot say;
/// [`Code::UnsupportedEnvironment`] on a host target.
pub fn attributes_of<T: Serialize + ?Sized>(attributes: &T) -> Result<Attributes, Error> {
    crate::web::serialized(attributes)
}

/// What a call is given that asks for a session.
fn session(outcome: CallResult) -> Result<Identity, Error> {
    match outcome? {
        CallValue::Session(identity) => Ok(identity),
        CallValue::Nothing | CallValue::Value(_) => Err(Code::BootSuperseded.into()),
    }
}

/// Waits for what the session answers.
async fn answer(event: impl FnOnce(Ticket) -> Event) -> CallResult {
    let (sender, receiver) = oneshot::channel();
    // The caller may have stopped waiting.
    ask(Box::new(move |outcome| drop(sender.send(outcome))), event);
    receiver.await.unwrap_or_else(|_| Err(Code::BootSuperseded.into()))
}

/// Brings a call before the page's session; `settle` is given its result, once.
pub(crate) fn ask(settle: Settle, event: impl FnOnce(Ticket) -> Event) {
    ask_in(None, settle, event);
}

/// The same for a call that was made in this run of script, where that is not the present one.
pub(crate) fn ask_in(turn: Option<u32>, settle: Settle, event: impl FnOnce(Ticket) -> Event) {
    if let Some((runtime, ticket)) = open(settle) {
        runtime.dispatch_in(turn.unwrap_or_else(Runtime::turn), event(ticket));
    }
}

/// Takes in a call; one outside of a page is settled at once.
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

/// The route change to `url`, or to where the page is.
pub(crate) fn route(url: Option<String>) -> impl FnOnce(Ticket) -> Event {
    let url = url.unwrap_or_else(Runtime::url);
    move |ticket| Event::Route { ticket: Some(ticket), url }
}

/// Tells the session that the application listens to `news`.
pub(crate) fn listen(news: MessengerEvent) -> Result<(), Error> {
    Runtime::of_page().map(|runtime| runtime.dispatch(Event::Listen { news }))
}

/// Checks the page's installation; `then` is given the result, once.
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
