//! What pages tell, over HTTP: Chromium's `Runtime` domain would tell it too, but while that is enabled V8 reads large
//! functions a second time for where in their source a call was, which no page does for its users.

use anyhow::{Context, Result};
use axum::{Router, extract::State, routing::post};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time;

use crate::cdp::PATIENCE;

/// What every page runs first: it tells when the Messenger has accepted somebody, and what the page was like.
const RECORDER: &str = include_str!("recorder.js");

/// Takes what the recorders of all pages tell.
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

    /// Forgets what has come.
    pub(crate) fn forget(&mut self) {
        while self.messages.try_recv().is_ok() {}
    }

    /// What is told of this kind.
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
    // Nobody waits any more at the end.
    let _ = sender.send(message);
}
