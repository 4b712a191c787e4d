//! What the routers and the tests share.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum_extra::extract::CookieJar;

use crate::{Lab, Settings, User, auth::SESSION_COOKIE, lab::Labs, settings::random_hex, token::Verified};

/// One running backend: its settings, its sessions and its laboratory. Clones share all of it.
///
/// Nothing is global, so any number of them can run in one process.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    labs: Labs,
    signed_in: Mutex<HashMap<String, &'static User>>,
    messenger: Mutex<HashMap<String, Verified>>,
}

impl App {
    /// A backend with nobody signed in and nothing failing.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let life = u32::try_from(settings.token_life.as_secs()).unwrap_or(u32::MAX);
        Self(Arc::new(Inner {
            labs: Labs::new(life, has_laboratory(&settings)),
            settings,
            signed_in: Mutex::default(),
            messenger: Mutex::default(),
        }))
    }

    /// What it was started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The laboratory of everybody who has none of their own: faults to set, and what arrived.
    #[must_use]
    pub fn lab(&self) -> &Lab {
        self.0.labs.common()
    }

    /// Whether anything can be made to fail.
    pub(crate) fn has_laboratory(&self) -> bool {
        has_laboratory(self.settings())
    }

    pub(crate) fn labs(&self) -> &Labs {
        &self.0.labs
    }

    /// The laboratory that counts for a request.
    pub(crate) fn lab_of(&self, jar: &CookieJar) -> Lab {
        self.0.labs.of(jar)
    }

    /// Starts a session and answers with its id, 128 random bits in hexadecimal.
    pub(crate) fn sign_in(&self, user: &'static User) -> Result<String, getrandom::Error> {
        let id = random_hex::<16>()?;
        lock(&self.0.signed_in).insert(id.clone(), user);
        Ok(id)
    }

    pub(crate) fn sign_out(&self, jar: &CookieJar) {
        if let Some(cookie) = jar.get(SESSION_COOKIE) {
            lock(&self.0.signed_in).remove(cookie.value());
        }
    }

    /// Makes a browser's session somebody else's, its cookie staying as it is; `false` when there is no session.
    pub(crate) fn switch(&self, jar: &CookieJar, user: &'static User) -> bool {
        let mut sessions = lock(&self.0.signed_in);
        let session = jar.get(SESSION_COOKIE).and_then(|cookie| sessions.get_mut(cookie.value()));
        session.map(|known| *known = user).is_some()
    }

    pub(crate) fn signed_in(&self, jar: &CookieJar) -> Option<&'static User> {
        lock(&self.0.signed_in).get(jar.get(SESSION_COOKIE)?.value()).copied()
    }

    /// Whom the stand-in knows a Messenger session (the value of `intercom-session-<app_id>`) to belong to.
    pub(crate) fn messenger_session(&self, id: &str) -> Option<Verified> {
        lock(&self.0.messenger).get(id).cloned()
    }

    /// Remembers, or with `None` forgets, whom a Messenger session belongs to.
    pub(crate) fn set_messenger_session(&self, id: String, user: Option<Verified>) {
        let mut sessions = lock(&self.0.messenger);
        match user {
            Some(user) => sessions.insert(id, user),
            None => sessions.remove(&id),
        };
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

/// Beside the real Messenger the secret is a workspace's own, whatever else is said of it.
const fn has_laboratory(settings: &Settings) -> bool {
    settings.laboratory && settings.stand_in
}

/// A poisoned lock is used all the same: no half-done change can hurt here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
