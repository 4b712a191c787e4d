//! The command as npm has it: `npm/src/cli/verify.ts` calls this, and sends the requests.
//!
//! What passes between them is JSON, which neither prints.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use intercom_messenger_loader::core::schedule::Millis;
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::answer::Body;
use crate::failure::Cause;
use crate::request::{Reply, Request, Transport};
use crate::{Command, MAX_BODY_BYTES, run};

#[wasm_bindgen]
extern "C" {
    /// Sends a request. Never rejects.
    pub type Send;

    #[wasm_bindgen(method, catch)]
    async fn send(this: &Send, request: &str) -> Result<JsValue, JsValue>;
}

/// Runs a command. Gives `{stdout, stderr, code}` as JSON.
#[wasm_bindgen]
pub async fn verify(program: String, args: Vec<String>, secret: Option<String>, network: Send) -> String {
    let args = args.into_iter().map(Into::into).collect();
    let ended = run(Command { program: &program, args, secret }, &network).await;
    json!({ "stdout": ended.stdout, "stderr": ended.stderr, "code": ended.code }).to_string()
}

/// What `send` answers with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Sent {
    Reply { status: u16, headers: Vec<(String, String)>, body: Body, received: Millis },
    Cause(Cause),
}

impl Transport for Send {
    async fn send(&self, request: Request<'_>) -> Result<Reply, Cause> {
        let headers: Vec<_> =
            request.headers.iter().map(|(name, value)| (name.as_str(), latin1(value.as_bytes()))).collect();
        let request = json!({
            "url": request.url.to_string(),
            "method": request.method.as_str(),
            "headers": headers,
            "body": request.body,
            "seconds": request.timeout.as_secs(),
            "insecure": request.insecure,
            "limit": MAX_BODY_BYTES,
        });
        let sent = self.send(&request.to_string()).await.ok().and_then(|sent| sent.as_string());
        let sent = sent.and_then(|sent| serde_json::from_str(&sent).ok());
        match sent.unwrap_or(Sent::Cause(Cause::NotHttp)) {
            Sent::Cause(cause) => Err(cause),
            Sent::Reply { status, headers, body, received } => {
                let status = StatusCode::from_u16(status).map_err(|_| Cause::NotHttp)?;
                let mut map = HeaderMap::new();
                for (name, value) in headers.into_iter().filter_map(header) {
                    map.append(name, value);
                }
                Ok(Reply { status, headers: map, body, received })
            }
        }
    }
}

/// A header's bytes as Node has them: each is a letter.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn header((name, value): (String, String)) -> Option<(HeaderName, HeaderValue)> {
    let bytes: Option<Vec<u8>> = value.chars().map(|letter| u8::try_from(letter).ok()).collect();
    Some((name.parse().ok()?, HeaderValue::from_bytes(&bytes?).ok()?))
}
