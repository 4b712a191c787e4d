//! Signals between a journey and its pages that go past the driver: a page that is leaving or coming back has nobody to
//! ask, and WebKitGTK's driver never answers who asks it then.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use tokio::sync::Semaphore;

/// What was told and not waited for yet, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Signals {
    /// Gives a signal to one who waits, or will.
    pub(crate) fn tell(&self, name: &str) {
        self.of(name).add_permits(1);
    }

    /// Waits for a signal and takes it.
    pub(crate) async fn wait(&self, name: &str) {
        // Nobody closes it, and the journey's own limit ends a wait in vain.
        if let Ok(permit) = self.of(name).acquire_owned().await {
            permit.forget();
        }
    }

    fn of(&self, name: &str) -> Arc<Semaphore> {
        let mut signals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(signals.entry(name.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(0))))
    }

    /// `POST /e2e/tell/<name>`, and `GET /e2e/wait/<name>`, which answers when the signal is given.
    pub(crate) fn routes(&self) -> Router {
        Router::new()
            .route("/e2e/tell/{name}", post(tell))
            .route("/e2e/wait/{name}", get(wait))
            .with_state(self.clone())
    }
}

async fn tell(State(signals): State<Signals>, Path(name): Path<String>) -> StatusCode {
    signals.tell(&name);
    StatusCode::NO_CONTENT
}

async fn wait(State(signals): State<Signals>, Path(name): Path<String>) -> StatusCode {
    signals.wait(&name).await;
    StatusCode::NO_CONTENT
}
