//! The playground: makes the token endpoint and the widget fail on purpose, and records what arrived.
//!
//! Anybody who reaches the server can set it. That is why the server binds 127.0.0.1 only: it is for one's own machine.
//! What a browser sets counts for that browser alone once it has opened a playground of its own ([`per_browser`]).
//! With a secret that may be a workspace's own it is closed: nothing can be set.

mod check;
mod kinds;
pub(crate) mod log;
mod per_browser;
pub(crate) mod routes;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};

pub use kinds::{Limits, TokenFault, WidgetFault};
pub use log::{Log, Ping, SecFetch, SegmentEvent, TokenRequest, WidgetRequest};
pub use per_browser::FAULTS_COOKIE;
pub(crate) use per_browser::FaultsPerBrowser;

/// How the server behaves; also the JSON of `GET /faults`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Behaviour {
    /// What the token endpoint does.
    pub token: TokenFault,
    /// For how many more requests; `None` for all of them.
    pub token_fail_next: Option<u32>,
    /// What the widget's address does.
    pub widget: WidgetFault,
    /// For how many more requests; `None` for all of them.
    pub widget_fail_next: Option<u32>,
    /// How long a token lives, in seconds.
    pub token_life_seconds: u32,
    /// Whether a token ends at all; without an end it has no `exp`, and its life does not matter.
    pub token_ends: bool,
    /// How far the server's clock is off, in seconds: `iat`, `exp` and the token endpoint's `Date`.
    pub skew_seconds: i32,
    /// Whether the Messenger refuses identity without a token.
    pub enforce_identity: bool,
    /// The limits that the widget puts on calls, from its next load on.
    pub limits: Limits,
}

/// A partial change; also the JSON of `POST /faults`, where an unknown key is an error. What is left out stays.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Change {
    /// Sets the token endpoint's behaviour, for all requests unless `token_fail_next` says otherwise.
    pub token: Option<TokenFault>,
    /// For how many requests, then ok; `Some(None)`, in JSON `null`, for all of them.
    #[serde(deserialize_with = "given")]
    pub token_fail_next: Option<Option<u32>>,
    /// Sets the widget's behaviour, for all requests unless `widget_fail_next` says otherwise.
    pub widget: Option<WidgetFault>,
    /// For how many requests, then ok; `Some(None)`, in JSON `null`, for all of them.
    #[serde(deserialize_with = "given")]
    pub widget_fail_next: Option<Option<u32>>,
    /// Sets a token's life, in seconds.
    pub token_life_seconds: Option<u32>,
    /// Sets whether a token ends.
    pub token_ends: Option<bool>,
    /// Sets the server's clock skew, in seconds.
    pub skew_seconds: Option<i32>,
    /// Switches the enforcement of identity.
    pub enforce_identity: Option<bool>,
    /// Sets the widget's limits.
    pub limits: Option<Limits>,
}

/// The handle to the playground. Clones share it; routers and tests hold one each.
#[derive(Clone, Debug)]
pub struct Faults(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    /// Whether anything may be changed.
    open: bool,
    initial: Behaviour,
    now: Behaviour,
    log: Log,
}

impl Faults {
    /// Everything in order, with this token life in seconds; unless it is open, for ever.
    pub(crate) fn new(token_life_seconds: u32, open: bool) -> Self {
        let initial = Behaviour {
            token: TokenFault::Ok,
            token_fail_next: None,
            widget: WidgetFault::Ok,
            widget_fail_next: None,
            token_life_seconds,
            token_ends: true,
            skew_seconds: 0,
            enforce_identity: true,
            limits: Limits::default(),
        };
        Self(Arc::new(Mutex::new(Inner { open, now: initial.clone(), initial, log: Log::default() })))
    }

    /// How the server behaves now.
    #[must_use]
    pub fn behaviour(&self) -> Behaviour {
        self.inner().now.clone()
    }

    /// Applies a partial change and answers with the whole. A closed playground stays as it is.
    pub fn change(&self, change: Change) -> Behaviour {
        let mut inner = self.inner();
        if !inner.open {
            return inner.now.clone();
        }
        let now = &mut inner.now;
        if let Some(fault) = change.token {
            (now.token, now.token_fail_next) = (fault, None);
        }
        if let Some(fault) = change.widget {
            (now.widget, now.widget_fail_next) = (fault, None);
        }
        now.token_fail_next = change.token_fail_next.unwrap_or(now.token_fail_next);
        now.widget_fail_next = change.widget_fail_next.unwrap_or(now.widget_fail_next);
        now.token_life_seconds = change.token_life_seconds.unwrap_or(now.token_life_seconds);
        now.token_ends = change.token_ends.unwrap_or(now.token_ends);
        now.skew_seconds = change.skew_seconds.unwrap_or(now.skew_seconds);
        now.enforce_identity = change.enforce_identity.unwrap_or(now.enforce_identity);
        now.limits = change.limits.unwrap_or(now.limits);
        now.clone()
    }

    /// Makes every request for a token meet this fault, until it is set anew.
    pub fn token(&self, fault: TokenFault) {
        self.change(Change { token: Some(fault), ..Change::default() });
    }

    /// Makes the next `count` requests for a token meet this fault; the ones after it succeed.
    pub fn token_next(&self, count: u32, fault: TokenFault) {
        self.change(Change { token: Some(fault), token_fail_next: Some(Some(count)), ..Change::default() });
    }

    /// Makes every request for the widget meet this fault, until it is set anew.
    pub fn widget(&self, fault: WidgetFault) {
        self.change(Change { widget: Some(fault), ..Change::default() });
    }

    /// Makes the next `count` requests for the widget meet this fault; the ones after it succeed.
    pub fn widget_next(&self, count: u32, fault: WidgetFault) {
        self.change(Change { widget: Some(fault), widget_fail_next: Some(Some(count)), ..Change::default() });
    }

    /// Puts everything in order again, as at the start. The log stays.
    pub fn reset(&self) {
        let mut inner = self.inner();
        inner.now = inner.initial.clone();
    }

    /// What arrived so far.
    #[must_use]
    pub fn log(&self) -> Log {
        self.inner().log.clone()
    }

    /// Forgets what arrived.
    pub fn clear_log(&self) {
        self.inner().log = Log::default();
    }

    /// The fault that a request for a token meets now; counts it.
    pub(crate) fn next_token_fault(&self) -> TokenFault {
        let now = &mut self.inner().now;
        next(&mut now.token, &mut now.token_fail_next)
    }

    /// The fault that a request for the widget meets now; counts it.
    pub(crate) fn next_widget_fault(&self) -> WidgetFault {
        let now = &mut self.inner().now;
        next(&mut now.widget, &mut now.widget_fail_next)
    }

    /// Writes to the log.
    pub(crate) fn record(&self, write: impl FnOnce(&mut Log)) {
        write(&mut self.inner().log);
    }

    /// A poisoned lock is used all the same: no half-done change can hurt here.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes one request's worth off a plan; when its count runs out, everything is in order again.
fn next<F: Clone + Default>(fault: &mut F, fail_next: &mut Option<u32>) -> F {
    match *fail_next {
        None => fault.clone(),
        Some(count) => {
            let met = if count == 0 { F::default() } else { fault.clone() };
            if count <= 1 {
                (*fault, *fail_next) = (F::default(), None);
            } else {
                *fail_next = Some(count - 1);
            }
            met
        }
    }
}

/// Tells a `null` that was given from a key that was left out.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
