//! Receives messages of pages over HTTP. Chromium's `Runtime` domain could send them too, but while it is enabled V8
//! parses large functions a second time for source positions of calls, which does not happen for users.

use anyhow::{Context, Result};
use axum::{Router, extract::State, routing::post};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time;

use crate::cdp::PATIENCE;

/// First script of every page: reports when the Messenger has accepted a user, and the page's measurements.
const RECORDER: &str = include_str!("recorder.js");

/// Receives the messages of all recorders.
#[derive(Debug)]
pub(crate) struct Told {
    port: u16,
    messages: UnboundedReceiver<String>,
}

impl Told {
    pub(crate) async fn listen() -> Result<Self> {
        let (sender, messages) = unbounded_channel();
        let listener = server::bind(0).await?;
        let port = listener.local_addr()?.port();
        let router = Router::new().route("/", post(take)).with_state(sender);
        tokio::spawn(server::serve_plain(listener, router, std::future::pending()));
        Ok(Self { port, messages })
    }

    /// The recorder, as a script for pages.
    pub(crate) fn recorder(&self) -> String {
        format!("{{ const told = \"http://localhost:{}/\";\n{RECORDER}}}", self.port)
    }

    /// Drops the received messages.
    pub(crate) fn forget(&mut self) {
        while self.messages.try_recv().is_ok() {}
    }

    /// The next message of this kind.
    pub(crate) async fn next(&mut self, kind: &str) -> Result<Value> {
        loop {
            let message =
                time::timeout(PATIENCE, self.messages.recv()).await.context("the page is silent")?;
            let told: Value = serde_json::from_str(&message.context("nobody listens to pages")?)?;
            if told.get("kind").and_then(Value::as_str) == Some(kind) {
                return Ok(told);
            }
        }
    }
}

async fn take(State(sender): State<UnboundedSender<String>>, message: String) {
    // The receiver is gone at the end.
    let _ = sender.send(message);
}
