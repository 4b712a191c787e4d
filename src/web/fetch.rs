//! Requests of the customer's token endpoint.
//!
//! gloo-net builds the request and reads the response. It does not send: its `send` panics when page code has wrapped
//! `fetch` and rejects with a value that is no `Error` (ranile/gloo#477).

use gloo_net::http::{Headers, Method, Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortSignal, RequestCache, RequestCredentials};

use crate::core::config::{Credentials, JwtRequest};
use crate::core::error::{Code, Error};
use crate::core::json;
use crate::core::response::{self, Answer, MAX_BODY_BYTES};
use crate::core::schedule::{Millis, SECOND};
use crate::web::promise::settled;
use crate::web::{clock, dom, read};

/// An answer of the endpoint.
pub(super) struct Reply {
    pub(super) answer: Answer,
    /// The server's clock when it answered, where the page may read it.
    pub(super) server_time: Option<Millis>,
    /// Whether a cache may have given it.
    pub(super) storable: bool,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, server_time: None, storable: false }
    }
}

/// On whose behalf a request is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The page's, as the options describe it.
    Page {
        /// Past every cache.
        fresh: bool,
    },
    /// A visitor's: without cookies, headers and body, and past every cache.
    Nobody,
}

/// The absolute address to which a request of the page's goes.
pub(super) fn absolute(url: &str) -> Result<String, JsValue> {
    web_sys::Request::new_with_str(url).map(|request| request.url())
}

/// Sends a request and waits for its answer.
pub(super) async fn send(request: &JwtRequest, who: Who, signal: Option<&AbortSignal>) -> Reply {
    let sent = build(request, who, signal)
        .and_then(|request| dom::call_global("fetch", &[&web_sys::Request::from(request)]));
    match sent {
        Ok(response) => receive(response).await,
        Err(cause) => unreachable_because(cause),
    }
}

/// Waits for the answer of a request that has been sent: `response` is what `fetch` returned, which page code may have
/// wrapped.
pub(super) async fn receive(response: JsValue) -> Reply {
    let response = match settled(response).await.and_then(JsCast::dyn_into::<web_sys::Response>) {
        Ok(response) => response,
        Err(cause) => return unreachable_because(cause),
    };
    match text_of(&response).await {
        Ok(text) => reply(&response.into(), text.as_deref()),
        Err(cause) => unreachable_because(cause),
    }
}

fn build(request: &JwtRequest, who: Who, signal: Option<&AbortSignal>) -> Result<Request, JsValue> {
    // Where the page's `Request` throws, gloo-net's builder would panic.
    absolute(&request.url)?;
    let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
    let builder = RequestBuilder::new(&request.url).method(method).abort_signal(signal);
    let Who::Page { fresh } = who else {
        // A browser may have kept the user's answer.
        let builder = builder.credentials(RequestCredentials::Omit).cache(RequestCache::NoStore);
        return builder.build().map_err(thrown);
    };
    let headers = Headers::new();
    request.headers.iter().for_each(|(name, value)| headers.append(name, value));
    let credentials = match request.credentials {
        Credentials::Include => RequestCredentials::Include,
        Credentials::SameOrigin => RequestCredentials::SameOrigin,
        Credentials::Omit => RequestCredentials::Omit,
    };
    let builder = builder.headers(headers).credentials(credentials);
    let builder = if fresh { builder.cache(RequestCache::NoStore) } else { builder };
    let built = match &request.body {
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    };
    built.map_err(thrown)
}

fn thrown(error: gloo_net::Error) -> JsValue {
    match error {
        gloo_net::Error::JsError(error) => js_sys::Error::new(&error.message).into(),
        gloo_net::Error::GlooError(message) => js_sys::Error::new(&message).into(),
    }
}

/// The text of a body; `None` for one of more than [`MAX_BODY_BYTES`], which is not read to its end.
async fn text_of(response: &web_sys::Response) -> Result<Option<String>, JsValue> {
    let body = dom::try_get(response, "body")?;
    let mut bytes = Vec::new();
    if body.is_object() {
        let reader = dom::call(&body, "getReader", &[])?;
        while let Some(chunk) = next_chunk(&reader).await? {
            if bytes.len().saturating_add(chunk.len()) > MAX_BODY_BYTES {
                cancel(&reader);
                return Ok(None);
            }
            bytes.extend(chunk);
        }
    }
    // Text that is not UTF-8 is no JSON either; the replacement character is read as neither JSON nor nothing.
    Ok(Some(String::from_utf8(bytes).unwrap_or_else(|_| "\u{fffd}".to_owned())))
}

/// The next bytes; `None` at the end of the stream. A stream that page code made may yield anything: what is no bytes
/// becomes one that is not UTF-8.
async fn next_chunk(reader: &JsValue) -> Result<Option<Vec<u8>>, JsValue> {
    let result = settled(dom::call(reader, "read", &[])?).await?;
    if dom::try_get(&result, "done")?.is_truthy() {
        return Ok(None);
    }
    let value = dom::try_get(&result, "value")?;
    Ok(Some(value.dyn_into::<Uint8Array>().map_or_else(|_| vec![0xff], |bytes| limited(&bytes))))
}

/// The bytes of a chunk, or of a longer one as many as are too many.
fn limited(bytes: &Uint8Array) -> Vec<u8> {
    let limit = u32::try_from(MAX_BODY_BYTES).unwrap_or(u32::MAX).saturating_add(1);
    bytes.subarray(0, bytes.length().min(limit)).to_vec()
}

/// Ends a stream whose rest is not wanted; whether that succeeds does not matter.
fn cancel(reader: &JsValue) {
    if let Ok(cancelled) = dom::call(reader, "cancel", &[]) {
        spawn_local(async { drop(settled(cancelled).await) });
    }
}

/// `fetch` says no more than that: a lost connection, a name that does not resolve and CORS all look the same.
fn unreachable_because(cause: JsValue) -> Reply {
    Answer::retry(Error::new(Code::EndpointUnreachable).with_cause(cause)).into()
}

fn reply(response: &Response, body: Option<&str>) -> Reply {
    let headers = response.headers();
    // An answer that a cache on the way kept was given earlier, by its age.
    let age = headers.get("age").and_then(|age| json::natural(age.trim_ascii())).unwrap_or(0);
    let date = headers.get("date").as_deref().and_then(clock::parse_date);
    let server_time = date.map(|date| date.saturating_add(Millis::from(age) * SECOND));
    let retry_after = headers.get("retry-after").as_deref().and_then(wait_asked_for);
    let answer =
        response::interpret(response::Response { status: response.status(), retry_after, body }, read::body);
    let dated = headers.get("expires").is_some() || headers.get("last-modified").is_some();
    let storable = response::is_storable(headers.get("cache-control").as_deref(), dated);
    Reply { answer, server_time, storable }
}

/// `Retry-After` is a number of seconds or a date.
fn wait_asked_for(header: &str) -> Option<Millis> {
    match json::natural(header.trim_ascii()) {
        Some(seconds) => Some(Millis::from(seconds) * SECOND),
        None => clock::parse_date(header).map(|date| date.saturating_sub(clock::unix())),
    }
}
