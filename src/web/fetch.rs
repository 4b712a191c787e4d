//! Asking the customer's backend for a token.

use gloo_net::http::Response;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortSignal, Request, RequestCache, RequestCredentials, RequestInit};

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

/// Sends the request and reads the answer; `done` is called once, later or at once.
///
/// Through `window.fetch` and not through gloo's `send`, which traps when page code has wrapped `fetch` and rejects with
/// something that is no `Error`; nor with its builder, whose way to a URL costs the wasm 3 KB.
pub(super) fn ask(request: &JwtRequest, who: Who, signal: &AbortSignal, done: impl FnOnce(Reply) + 'static) {
    let request = match build(request, who, signal) {
        Ok(request) => request,
        Err(cause) => return done(unreachable_because(cause)),
    };
    // A response and its text, which is missing when it is too long; without a response what went wrong.
    let done = Closure::once_into_js(move |response: JsValue, text: JsValue| {
        done(match response.dyn_into::<web_sys::Response>() {
            Ok(response) => read(&response.into(), text.as_string().as_deref()),
            Err(_) => unreachable_because(text),
        });
    });
    sys::send(&request, MAX_BODY_BYTES, &done);
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
fn unreachable_because(cause: JsValue) -> Reply {
    (Answer::retry(Error::new(Code::EndpointUnreachable).with_cause(cause)), None)
}

fn read(response: &Response, body: Option<&str>) -> Reply {
    let headers = response.headers();
    let server_time = headers.get("date").as_deref().and_then(clock::parse_date);
    let retry_after = headers.get("retry-after").as_deref().and_then(wait_asked_for);
    let answer = endpoint::interpret(endpoint::Response { status: response.status(), retry_after, body });
    (answer, server_time)
}

/// `Retry-After` is a number of seconds or a date.
fn wait_asked_for(header: &str) -> Option<Millis> {
    match json::integer(header.trim_ascii()) {
        Some(seconds) => Some(seconds.saturating_mul(SECOND)),
        None => clock::parse_date(header).map(|date| date.saturating_sub(clock::unix())),
    }
}
