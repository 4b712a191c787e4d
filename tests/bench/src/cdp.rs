//! A connection to Chromium with the DevTools protocol.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// Time limit for a response of Chromium, or of a page in it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A connection, and the events that were not yet awaited.
#[derive(Debug)]
pub(crate) struct Cdp {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    events: VecDeque<Value>,
}

impl Cdp {
    pub(crate) async fn connect(url: &str) -> Result<Self> {
        let (socket, _) = connect_async(url).await.with_context(|| format!("connecting to {url}"))?;
        Ok(Self { socket, last: 0, events: VecDeque::new() })
    }

    /// Sends a command, to a session or, with an empty name, to the browser; returns its result.
    pub(crate) async fn send(&mut self, session: &str, method: &str, params: Value) -> Result<Value> {
        self.last += 1;
        let mut command = json!({ "id": self.last, "method": method, "params": params });
        if let (Some(command), false) = (command.as_object_mut(), session.is_empty()) {
            command.insert("sessionId".to_owned(), session.into());
        }
        self.socket.send(Message::text(command.to_string())).await?;
        loop {
            let mut message = self.read().await.with_context(|| format!("waiting for {method}"))?;
            if message.get("id").and_then(Value::as_u64) != Some(self.last) {
                self.events.push_back(message);
                continue;
            }
            return match message.get_mut("result") {
                Some(result) => Ok(result.take()),
                None => bail!("{method} failed: {message}"),
            };
        }
    }

    /// The next event with this name, with its parameters. Earlier events are kept.
    pub(crate) async fn event(&mut self, name: &str) -> Result<Value> {
        if let Some(at) = self.events.iter().position(|event| is_named(event, name)) {
            return Ok(self.events.remove(at).map(params).unwrap_or_default());
        }
        loop {
            let message = self.read().await.with_context(|| format!("waiting for {name}"))?;
            if is_named(&message, name) {
                return Ok(params(message));
            }
            self.events.push_back(message);
        }
    }

    /// Removes and returns all received events with this name.
    pub(crate) fn taken(&mut self, name: &str) -> Vec<Value> {
        let (found, others): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.events).into_iter().partition(|event| is_named(event, name));
        self.events = others;
        found.into_iter().map(params).collect()
    }

    /// Drops all events.
    pub(crate) fn forget(&mut self) {
        self.events.clear();
    }

    async fn read(&mut self) -> Result<Value> {
        loop {
            let message = time::timeout(PATIENCE, self.socket.next()).await.context("Chromium is silent")?;
            if let Message::Text(text) = message.context("Chromium has closed its connection")?? {
                return Ok(serde_json::from_str(&text)?);
            }
        }
    }
}

fn is_named(event: &Value, name: &str) -> bool {
    event.get("method").and_then(Value::as_str) == Some(name)
}

fn params(mut event: Value) -> Value {
    event.get_mut("params").map(Value::take).unwrap_or_default()
}

/// A text field of a response.
pub(crate) fn text(answer: &Value, field: &str) -> Result<String> {
    let found = answer.get(field).and_then(Value::as_str);
    Ok(found.with_context(|| format!("there is no {field} in {answer}"))?.to_owned())
}
