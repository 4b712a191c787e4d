//! A laboratory for each browser that opens one, so that two visitors of the demo do not disturb each other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};

use super::Lab;
use crate::settings::random_hex;

/// The name of the cookie that holds a browser's laboratory.
pub const LAB_COOKIE: &str = "demo_lab";

/// How many browsers have one at the same time; beyond that the one that was not used for longest is forgotten.
const KEPT: usize = 200;

/// The laboratory of everybody, and those of single browsers.
#[derive(Debug)]
pub(crate) struct Labs {
    common: Lab,
    /// By the cookie's value, the one used last at the end.
    own: Mutex<Vec<(String, Lab)>>,
    token_life_seconds: u32,
    open: bool,
}

impl Labs {
    /// Everything in order everywhere, with this token life in seconds; unless it is open, for ever.
    pub(crate) fn new(token_life_seconds: u32, open: bool) -> Self {
        Self { common: Lab::new(token_life_seconds, open), own: Mutex::default(), token_life_seconds, open }
    }

    /// What counts for whoever has none of their own: a terminal, a page of another origin, a test.
    pub(crate) const fn common(&self) -> &Lab {
        &self.common
    }

    /// The one that counts for a request.
    pub(crate) fn of(&self, jar: &CookieJar) -> Lab {
        self.own_of(jar).unwrap_or_else(|| self.common.clone())
    }

    /// Gives a browser its own, unless it has one; the jar then has its cookie.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub(crate) fn open(&self, jar: CookieJar) -> Result<(CookieJar, Lab), getrandom::Error> {
        if let Some(lab) = self.own_of(&jar) {
            return Ok((jar, lab));
        }
        let (id, lab) = (random_hex::<16>()?, Lab::new(self.token_life_seconds, self.open));
        let mut own = self.lock();
        if own.len() >= KEPT {
            own.remove(0);
        }
        own.push((id.clone(), lab.clone()));
        Ok((jar.add(cookie(id)), lab))
    }

    fn own_of(&self, jar: &CookieJar) -> Option<Lab> {
        let id = jar.get(LAB_COOKIE)?.value();
        let mut own = self.lock();
        let at = own.iter().position(|(known, _)| known == id)?;
        let used = own.remove(at);
        let lab = used.1.clone();
        own.push(used);
        Some(lab)
    }

    /// A poisoned lock is used all the same: no half-done change can hurt here.
    fn lock(&self) -> MutexGuard<'_, Vec<(String, Lab)>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As the session's: not for scripts, not for other sites, gone when the browser closes.
fn cookie(id: String) -> Cookie<'static> {
    Cookie::build((LAB_COOKIE, id)).http_only(true).same_site(SameSite::Lax).path("/").build()
}
