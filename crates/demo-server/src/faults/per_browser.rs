//! Separate playgrounds for browsers that open one, so that two visitors of the demo do not disturb each other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};

use super::Faults;
use crate::settings::random_hex;

/// Name of the cookie that identifies a browser's playground.
pub const FAULTS_COOKIE: &str = "demo_lab";

/// Maximum number of browsers with a playground; beyond that the least recently used one is dropped.
const KEPT: usize = 200;

/// The shared playground, and those of single browsers.
#[derive(Debug)]
pub(crate) struct FaultsPerBrowser {
    common: Faults,
    /// By cookie value, the most recently used last.
    own: Mutex<Vec<(String, Faults)>>,
    token_life_seconds: u32,
    open: bool,
}

impl FaultsPerBrowser {
    /// Creates playgrounds without faults, with this token lifetime in seconds; unless it is open, they stay that
    /// way.
    pub(crate) fn new(token_life_seconds: u32, open: bool) -> Self {
        Self {
            common: Faults::new(token_life_seconds, open),
            own: Mutex::default(),
            token_life_seconds,
            open,
        }
    }

    /// The playground of clients without one of their own: a terminal, a page of another origin, a test.
    pub(crate) const fn common(&self) -> &Faults {
        &self.common
    }

    /// The playground that applies to a request.
    pub(crate) fn of(&self, jar: &CookieJar) -> Faults {
        self.own_of(jar).unwrap_or_else(|| self.common.clone())
    }

    /// Opens a playground for a browser, unless it has one; the jar then has its cookie.
    ///
    /// # Errors
    /// If the operating system provides no random bytes.
    pub(crate) fn open(&self, jar: CookieJar) -> Result<(CookieJar, Faults), getrandom::Error> {
        if let Some(faults) = self.own_of(&jar) {
            return Ok((jar, faults));
        }
        let (id, faults) = (random_hex::<16>()?, Faults::new(self.token_life_seconds, self.open));
        let mut own = self.lock();
        if own.len() >= KEPT {
            own.remove(0);
        }
        own.push((id.clone(), faults.clone()));
        Ok((jar.add(cookie(id)), faults))
    }

    fn own_of(&self, jar: &CookieJar) -> Option<Faults> {
        let id = jar.get(FAULTS_COOKIE)?.value();
        let mut own = self.lock();
        let at = own.iter().position(|(known, _)| known == id)?;
        let used = own.remove(at);
        let faults = used.1.clone();
        own.push(used);
        Some(faults)
    }

    /// Ignores poisoning: no partial change can do harm here.
    fn lock(&self) -> MutexGuard<'_, Vec<(String, Faults)>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cookie with the same restrictions as the session's: scripts cannot read it, other sites' requests do not carry
/// it, and the browser deletes it when it closes.
fn cookie(id: String) -> Cookie<'static> {
    Cookie::build((FAULTS_COOKIE, id)).http_only(true).same_site(SameSite::Lax).path("/").build()
}
