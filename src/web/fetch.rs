//! Asking the customer's backend for a token.

use gloo_net::http::Response;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::core::config::{Credentials, JwtRequest};
use crate::core::error::{Code, Error};
use crate::core::json;
use crate::core::response::{self, Answer};
use crate::core::schedule::{Millis, SECOND, minus, plus};
use crate::web::{clock, object, read, sys};

/// What came back.
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

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The page, as it was told to.
    Page {
        /// Past every cache.
        fresh: bool,
    },
    /// Somebody who is not signed in: without cookies, headers and body, and past every cache.
    Nobody,
}

/// Sends a request that was begun.
///
/// By JavaScript beside this: gloo's `send` traps when page code has wrapped `fetch` and rejects with something that is
/// no `Error`, its builder's way to a URL costs the wasm 3 KB, and each setter of `web_sys`'s is an import.
pub(super) fn send(id: u32, request: &JwtRequest, who: Who) {
    let JwtRequest { url, method, .. } = request;
    let Who::Page { fresh } = who else {
        // A browser may have kept the user's answer.
        return sys::send(id, url, method, "", None, "omit", true);
    };
    let mut headers = String::new();
    for (name, value) in &request.headers {
        if !headers.is_empty() {
            headers.push('\n');
        }
        headers.push_str(name);
        headers.push(':');
        headers.push_str(value);
    }
    let credentials = match request.credentials {
        Credentials::Include => "include",
        Credentials::SameOrigin => "same-origin",
        Credentials::Omit => "omit",
    };
    sys::send(id, url, method, &headers, request.body.as_deref(), credentials, fresh);
}

/// What `load.js` tells of an answer: a response and its text, nothing and what went wrong, or that time is up.
pub(super) fn reply(response: JsValue, text: JsValue) -> Reply {
    if response.as_bool().is_some() {
        return Answer::retry(Code::EndpointTimeout).into();
    }
    match response.dyn_into::<web_sys::Response>() {
        Ok(response) => answer(&response.into(), object::text(&text).as_deref()),
        Err(_) => unreachable_because(text),
    }
}

/// `fetch` says no more than that: a lost connection, a name that does not resolve and CORS all look the same.
fn unreachable_because(cause: JsValue) -> Reply {
    Answer::retry(Error::new(Code::EndpointUnreachable).with_cause(cause)).into()
}

fn answer(response: &Response, body: Option<&str>) -> Reply {
    let headers = response.headers();
    // An answer that a cache on the way kept was given earlier, by its age.
    let age = headers.get("age").and_then(|age| json::natural(age.trim_ascii())).unwrap_or(0);
    let date = headers.get("date").as_deref().and_then(clock::parse_date);
    let server_time = date.map(|date| plus(date, Millis::from(age) * SECOND));
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
        None => clock::parse_date(header).map(|date| minus(date, clock::unix())),
    }
}
