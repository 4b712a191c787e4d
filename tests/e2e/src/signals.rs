//! Signals between a journey and its pages without the driver: it cannot query a page that is being left or restored,
//! and WebKitGTK's driver then never responds.

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

/// Signals that were sent and not yet received, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Signals {
    /// Sends a signal to a current or later receiver.
    pub(crate) fn tell(&self, name: &str) {
        self.of(name).add_permits(1);
    }

    /// Waits for a signal and consumes it.
    pub(crate) async fn wait(&self, name: &str) {
        // The semaphore is never closed, and the time limit of the journey ends a wait without a signal.
        if let Ok(permit) = self.of(name).acquire_owned().await {
            permit.forget();
        }
    }

    fn of(&self, name: &str) -> Arc<Semaphore> {
        let mut signals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(signals.entry(name.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(0))))
    }

    /// `POST /e2e/tell/<name>`, and `GET /e2e/wait/<name>`, which responds when the signal is sent.
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
