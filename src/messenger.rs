//! The handle that a Rust application holds, and the calls that it makes.

use std::rc::Rc;

use crate::config::Config;
use crate::error::{Code, Error};
use crate::session::{Event, Identity, Notice, Snapshot};
use crate::web::Driver;

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
/// let config = Config::new("abc12345")?.region(Region::Eu).jwt_url("/api/intercom-jwt");
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
        boot(Rc::clone(&self.config)).await
    }

    /// Ends the page's session, whichever handle began it: cancels what is under way, shuts the Messenger down,
    /// and deletes its settings and cookies. It can be called at any time and cannot fail.
    pub async fn shutdown(&self) {
        shutdown().await;
    }

    /// Tells the Messenger that the route changed, to `url` or to what the page's address is now. A burst is told
    /// as one change, and changes over Intercom's quota wait; awaited is only that the change was taken in.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session.
    pub async fn route_update(&self, url: Option<String>) -> Result<(), Error> {
        route_update(url).await
    }

    /// Fetches a new token now and goes on with it.
    ///
    /// # Errors
    /// [`Code::NotBooted`] without a session, [`Code::NoTokenSource`] where no token can be fetched, and what the
    /// endpoint or the token is refused for; the session stays as it was then.
    pub async fn refresh_token(&self) -> Result<Identity, Error> {
        refresh_token().await
    }

    /// The session's state.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn state(&self) -> Result<Snapshot, Error> {
        state()
    }

    /// Calls `listener` with everything that happens, through shutdowns and boots, until the subscription is
    /// dropped.
    ///
    /// # Errors
    /// [`Code::UnsupportedEnvironment`] outside of a page.
    pub fn subscribe(&self, listener: impl Fn(&Notice) + 'static) -> Result<Subscription, Error> {
        subscribe(listener)
    }
}

pub(crate) async fn boot(config: Rc<Config>) -> Result<Identity, Error> {
    let outcome = Driver::of_page()?.call(|ticket| Event::Boot { ticket, config }).await?;
    outcome.ok_or_else(|| Code::BootSuperseded.into())
}

pub(crate) async fn shutdown() {
    if let Ok(driver) = Driver::of_page() {
        // Nothing that the session answers a shutdown with is an error.
        let _ = driver.call(|ticket| Event::Shutdown { ticket }).await;
    }
}

pub(crate) async fn route_update(url: Option<String>) -> Result<(), Error> {
    let driver = Driver::of_page()?;
    let url = url.unwrap_or_else(|| driver.url());
    driver.call(|ticket| Event::Route { ticket, url }).await.map(|_| ())
}

pub(crate) async fn refresh_token() -> Result<Identity, Error> {
    let outcome = Driver::of_page()?.call(|ticket| Event::Refresh { ticket }).await?;
    outcome.ok_or_else(|| Code::BootSuperseded.into())
}

pub(crate) fn state() -> Result<Snapshot, Error> {
    Ok(Driver::of_page()?.snapshot())
}

pub(crate) fn subscribe(listener: impl Fn(&Notice) + 'static) -> Result<Subscription, Error> {
    Ok(Driver::of_page()?.subscribe(listener))
}
