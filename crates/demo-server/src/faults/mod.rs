//! The playground: makes the token endpoint and the widget fail on purpose, and records requests.
//!
//! Anyone who reaches the server can change it, which is why the server binds 127.0.0.1 only: it is for local use.
//! The changes of a browser apply to that browser alone once it has opened a playground of its own ([`per_browser`]).
//! With a secret that may be a workspace's own the playground is closed: nothing can be set.

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

/// Behaviour of the server; also the JSON of `GET /faults`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Behaviour {
    /// Behaviour of the token endpoint.
    pub token: TokenFault,
    /// Number of further requests that it applies to; `None` for all of them.
    pub token_fail_next: Option<u32>,
    /// Behaviour of the widget's address.
    pub widget: WidgetFault,
    /// Number of further requests that it applies to; `None` for all of them.
    pub widget_fail_next: Option<u32>,
    /// Lifetime of a token, in seconds.
    pub token_life_seconds: u32,
    /// Whether tokens expire; otherwise they have no `exp`, and the lifetime is ignored.
    pub token_ends: bool,
    /// Clock skew of the server, in seconds: applies to `iat`, `exp` and the token endpoint's `Date`.
    pub skew_seconds: i32,
    /// Whether the Messenger rejects an identity without a token.
    pub enforce_identity: bool,
    /// Rate limits of the widget's calls, from its next load on.
    pub limits: Limits,
}

/// A partial change; also the JSON of `POST /faults`, where an unknown key is an error. Omitted fields stay as they
/// are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Change {
    /// Sets the token endpoint's behaviour, for all requests unless `token_fail_next` limits it.
    pub token: Option<TokenFault>,
    /// Number of requests that it applies to, before ok; `Some(None)`, in JSON `null`, for all of them.
    #[serde(deserialize_with = "given")]
    pub token_fail_next: Option<Option<u32>>,
    /// Sets the widget's behaviour, for all requests unless `widget_fail_next` limits it.
    pub widget: Option<WidgetFault>,
    /// Number of requests that it applies to, before ok; `Some(None)`, in JSON `null`, for all of them.
    #[serde(deserialize_with = "given")]
    pub widget_fail_next: Option<Option<u32>>,
    /// Sets the lifetime of tokens, in seconds.
    pub token_life_seconds: Option<u32>,
    /// Sets whether tokens expire.
    pub token_ends: Option<bool>,
    /// Sets the server's clock skew, in seconds.
    pub skew_seconds: Option<i32>,
    /// Switches the enforcement of identity.
    pub enforce_identity: Option<bool>,
    /// Sets the widget's limits.
    pub limits: Option<Limits>,
}

/// Handle to the playground. Clones share it; routers and tests hold one each.
#[derive(Clone, Debug)]
pub struct Faults(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    /// Whether changes are allowed.
    open: bool,
    initial: Behaviour,
    now: Behaviour,
    log: Log,
}

impl Faults {
    /// Creates a playground without faults, with this token lifetime in seconds; unless it is open, it stays that
    /// way.
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

    /// The current behaviour.
    #[must_use]
    pub fn behaviour(&self) -> Behaviour {
        self.inner().now.clone()
    }

    /// Applies a partial change and returns the whole behaviour. A closed playground stays as it is.
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

    /// Sets this fault for all token requests, until it is set again.
    pub fn token(&self, fault: TokenFault) {
        self.change(Change { token: Some(fault), ..Change::default() });
    }

    /// Sets this fault for the next `count` token requests; later ones succeed.
    pub fn token_next(&self, count: u32, fault: TokenFault) {
        self.change(Change { token: Some(fault), token_fail_next: Some(Some(count)), ..Change::default() });
    }

    /// Sets this fault for all widget requests, until it is set again.
    pub fn widget(&self, fault: WidgetFault) {
        self.change(Change { widget: Some(fault), ..Change::default() });
    }

    /// Sets this fault for the next `count` widget requests; later ones succeed.
    pub fn widget_next(&self, count: u32, fault: WidgetFault) {
        self.change(Change { widget: Some(fault), widget_fail_next: Some(Some(count)), ..Change::default() });
    }

    /// Removes all faults, as at the start. The log stays.
    pub fn reset(&self) {
        let mut inner = self.inner();
        inner.now = inner.initial.clone();
    }

    /// The requests so far.
    #[must_use]
    pub fn log(&self) -> Log {
        self.inner().log.clone()
    }

    /// Clears the log.
    pub fn clear_log(&self) {
        self.inner().log = Log::default();
    }

    /// The fault for the current token request; counts the request.
    pub(crate) fn next_token_fault(&self) -> TokenFault {
        let now = &mut self.inner().now;
        next(&mut now.token, &mut now.token_fail_next)
    }

    /// The fault for the current widget request; counts the request.
    pub(crate) fn next_widget_fault(&self) -> WidgetFault {
        let now = &mut self.inner().now;
        next(&mut now.widget, &mut now.widget_fail_next)
    }

    /// Writes to the log.
    pub(crate) fn record(&self, write: impl FnOnce(&mut Log)) {
        write(&mut self.inner().log);
    }

    /// Ignores poisoning: no partial change can do harm here.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one request; when the count reaches zero, the fault ends.
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

/// Distinguishes an explicit `null` from an omitted key.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
