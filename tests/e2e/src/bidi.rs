//! WebDriver BiDi commands that create and remove user contexts. Everything else uses classic WebDriver, which
//! identifies a window by the same id.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// A second connection of a session.
#[derive(Debug)]
pub(crate) struct Bidi {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
}

/// A user context with one window.
#[derive(Debug)]
pub(crate) struct UserContext {
    id: String,
    /// The window's handle.
    pub(crate) window: String,
}

impl Bidi {
    /// Connects to the address that a new session returned as `webSocketUrl`.
    pub(crate) async fn connect(url: &str) -> Result<Self> {
        let (socket, _) = connect_async(url).await.with_context(|| format!("connecting to {url}"))?;
        Ok(Self { socket, last: 0 })
    }

    /// Creates a user context and a window in it.
    pub(crate) async fn open(&mut self) -> Result<UserContext> {
        let made = self.send("browser.createUserContext", json!({})).await?;
        let id = text(&made, "userContext")?;
        // In a separate window where the engine supports it; a tab in front is just as visible, and created faster.
        let create = json!({ "type": "tab", "userContext": id });
        let window = text(&self.send("browsingContext.create", create).await?, "context")?;
        Ok(UserContext { id, window })
    }

    /// Removes a user context with its window and its stored data.
    pub(crate) async fn remove(&mut self, context: UserContext) -> Result<()> {
        self.send("browser.removeUserContext", json!({ "userContext": context.id })).await.map(drop)
    }

    async fn send(&mut self, method: &str, params: Value) -> Result<Value> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": params });
        self.socket.send(Message::text(command.to_string())).await?;
        while let Some(message) = self.socket.next().await {
            let Message::Text(message) = message? else { continue };
            let mut answer: Value = serde_json::from_str(&message)?;
            // Events have no id.
            if answer.get("id").and_then(Value::as_u64) != Some(self.last) {
                continue;
            }
            return match answer.get_mut("result") {
                Some(result) => Ok(result.take()),
                None => bail!("{method} failed: {answer}"),
            };
        }
        bail!("the browser closed its connection instead of answering {method}")
    }
}

fn text(answer: &Value, field: &str) -> Result<String> {
    let found = answer.get(field).and_then(Value::as_str);
    Ok(found.with_context(|| format!("there is no {field} in {answer}"))?.to_owned())
}
