//! Asking the customer's backend for a token.

use gloo_net::http::Response;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, Request, RequestCache, RequestCredentials, RequestInit,
};

use crate::config::{Credentials, JwtRequest};
use crate::endpoint::{self, Answer, MAX_BODY_BYTES};
use crate::error::{Code, Error};
use crate::json;
use crate::refresh::{Millis, SECOND};
use crate::web::{clock, sys};

/// What came back, and the server's clock when it did, where the page may read it.
pub(super) type Reply = (Answer, Option<Millis>);

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The page, as it was told to.
    Page,
    /// Somebody who is not signed in: without cookies, headers and body, and past every cache.
    Nobody,
}

/// Sends the request and reads the answer.
pub(super) async fn ask(request: &JwtRequest, who: Who, signal: &AbortSignal) -> Reply {
    match send(request, who, signal).await {
        Ok(response) => read(response).await,
        Err(error) => (Answer::retry(error), None),
    }
}

/// Fetches through `window.fetch` and not through gloo's `send`, which traps when page code has wrapped `fetch` and
/// rejects with something that is no `Error`; nor with its builder, whose way to a URL costs the wasm 3 KB.
async fn send(request: &JwtRequest, who: Who, signal: &AbortSignal) -> Result<Response, Error> {
    let request = build(request, who, signal).map_err(unreachable_because)?;
    let response = sys::fetch_request(&request).map_err(unreachable_because)?;
    let response = JsFuture::from(Promise::resolve(&response)).await.map_err(unreachable_because)?;
    let response: web_sys::Response = response.dyn_into().map_err(unreachable_because)?;
    Ok(response.into())
}

fn build(request: &JwtRequest, who: Who, signal: &AbortSignal) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_credentials(match request.credentials {
        Credentials::Include => RequestCredentials::Include,
        Credentials::SameOrigin => RequestCredentials::SameOrigin,
        Credentials::Omit => RequestCredentials::Omit,
    });
    init.set_signal(Some(signal));
    if who == Who::Nobody {
        init.set_credentials(RequestCredentials::Omit);
        // A browser may have kept the user's answer.
        init.set_cache(RequestCache::NoStore);
        return Request::new_with_str_and_init(&request.url, &init);
    }
    if !request.headers.is_empty() {
        let headers = Array::new();
        for (name, value) in &request.headers {
            headers.push(&Array::of2(&name.into(), &value.into()));
        }
        init.set_headers(&headers);
    }
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Request::new_with_str_and_init(&request.url, &init)
}

/// `fetch` says no more than that: a lost connection, a name that does not resolve and CORS all look the same.
fn unreachable_because(cause: JsValue) -> Error {
    Error::new(Code::EndpointUnreachable).with_cause(cause)
}

async fn read(response: Response) -> Reply {
    let headers = response.headers();
    let server_time = headers.get("date").as_deref().and_then(clock::parse_date);
    let retry_after = headers.get("retry-after").as_deref().and_then(wait_asked_for);
    let body = match body(&response).await {
        Ok(body) => body,
        Err(cause) => return (Answer::retry(unreachable_because(cause)), None),
    };
    let answer = endpoint::interpret(endpoint::Response {
        status: response.status(),
        retry_after,
        body: body.as_deref(),
    });
    (answer, server_time)
}

/// `Retry-After` is a number of seconds or a date.
fn wait_asked_for(header: &str) -> Option<Millis> {
    match json::integer(header.trim_ascii()) {
        Some(seconds) => Some(seconds.saturating_mul(SECOND)),
        None => clock::parse_date(header).map(|date| date.saturating_sub(clock::unix())),
    }
}

/// The body as text; `None` as soon as it is longer than any answer, however much more would come.
async fn body(response: &Response) -> Result<Option<String>, JsValue> {
    let mut bytes = Vec::new();
    if let Some(stream) = response.body() {
        let reader = stream.unchecked_ref::<sys::Body>().get_reader()?;
        while let Some(chunk) = next_chunk(&reader).await? {
            bytes.extend_from_slice(&chunk.to_vec());
            if bytes.len() > MAX_BODY_BYTES {
                // Nobody waits for the end of it.
                let _ = reader.cancel();
                return Ok(None);
            }
        }
    }
    // What is not UTF-8 is not JSON either; the replacement character makes sure that it is read as neither.
    Ok(Some(String::from_utf8(bytes).unwrap_or_else(|_| String::from('\u{fffd}'))))
}

async fn next_chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let chunk: sys::Chunk = JsFuture::from(reader.read()).await?.unchecked_into();
    Ok(chunk.value())
}
