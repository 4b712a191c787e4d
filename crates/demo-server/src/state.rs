//! State shared by the routers and the tests.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum_extra::extract::CookieJar;

use crate::{
    Faults, Settings, User, auth::SESSION_COOKIE, faults::FaultsPerBrowser, settings::random_hex,
    token::Verified,
};

/// One running backend: its settings, its sessions and its playground. Clones share all of it.
///
/// There is no global state, so any number of them can run in one process.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    per_browser: FaultsPerBrowser,
    signed_in: Mutex<HashMap<String, &'static User>>,
    messenger: Mutex<HashMap<String, Verified>>,
}

impl App {
    /// Creates a backend with no sessions and no faults.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let life = u32::try_from(settings.token_life.as_secs()).unwrap_or(u32::MAX);
        Self(Arc::new(Inner {
            per_browser: FaultsPerBrowser::new(life, has_playground(&settings)),
            settings,
            signed_in: Mutex::default(),
            messenger: Mutex::default(),
        }))
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The shared playground, for clients without one of their own: faults to set, and recorded requests.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        self.0.per_browser.common()
    }

    /// Whether faults can be set.
    pub(crate) fn has_playground(&self) -> bool {
        has_playground(self.settings())
    }

    pub(crate) fn per_browser(&self) -> &FaultsPerBrowser {
        &self.0.per_browser
    }

    /// The playground that applies to a request.
    pub(crate) fn faults_of(&self, jar: &CookieJar) -> Faults {
        self.0.per_browser.of(jar)
    }

    /// Starts a session and returns its id, 128 random bits in hexadecimal.
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

    /// Changes the user of a browser's session without changing its cookie; `false` if there is no session.
    pub(crate) fn switch(&self, jar: &CookieJar, user: &'static User) -> bool {
        let mut sessions = lock(&self.0.signed_in);
        let session = jar.get(SESSION_COOKIE).and_then(|cookie| sessions.get_mut(cookie.value()));
        session.map(|known| *known = user).is_some()
    }

    pub(crate) fn signed_in(&self, jar: &CookieJar) -> Option<&'static User> {
        lock(&self.0.signed_in).get(jar.get(SESSION_COOKIE)?.value()).copied()
    }

    /// The user of a Messenger session (the value of `intercom-session-<app_id>`) in the fake Messenger.
    pub(crate) fn messenger_session(&self, id: &str) -> Option<Verified> {
        lock(&self.0.messenger).get(id).cloned()
    }

    /// Stores the user of a Messenger session, or removes it with `None`.
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

/// With the real Messenger the secret is a workspace's own, whatever the settings say.
const fn has_playground(settings: &Settings) -> bool {
    settings.playground && settings.fake_messenger
}

/// Ignores poisoning: no partial change can do harm here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
