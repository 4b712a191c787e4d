//! A playground for each browser that opens one, so that two visitors of the demo do not disturb each other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};

use super::Faults;
use crate::settings::random_hex;

/// The name of the cookie that holds a browser's playground.
pub const FAULTS_COOKIE: &str = "demo_lab";

/// How many browsers have one at the same time; beyond that the one that was not used for longest is forgotten.
const KEPT: usize = 200;

/// The playground of everybody, and those of single browsers.
#[derive(Debug)]
pub(crate) struct FaultsPerBrowser {
    common: Faults,
    /// By the cookie's value, the one used last at the end.
    own: Mutex<Vec<(String, Faults)>>,
    token_life_seconds: u32,
    open: bool,
}

impl FaultsPerBrowser {
    /// Everything in order everywhere, with this token life in seconds; unless it is open, for ever.
    pub(crate) fn new(token_life_seconds: u32, open: bool) -> Self {
        Self {
            common: Faults::new(token_life_seconds, open),
            own: Mutex::default(),
            token_life_seconds,
            open,
        }
    }

    /// What counts for whoever has none of their own: a terminal, a page of another origin, a test.
    pub(crate) const fn common(&self) -> &Faults {
        &self.common
    }

    /// The one that counts for a request.
    pub(crate) fn of(&self, jar: &CookieJar) -> Faults {
        self.own_of(jar).unwrap_or_else(|| self.common.clone())
    }

    /// Gives a browser its own, unless it has one; the jar then has its cookie.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
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

    /// A poisoned lock is used all the same: no half-done change can hurt here.
    fn lock(&self) -> MutexGuard<'_, Vec<(String, Faults)>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As the session's: not for scripts, not for other sites, gone when the browser closes.
fn cookie(id: String) -> Cookie<'static> {
    Cookie::build((FAULTS_COOKIE, id)).http_only(true).same_site(SameSite::Lax).path("/").build()
}
