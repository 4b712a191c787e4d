//! Requests to the customer's token endpoint.
//!
//! They use the browser's own `fetch`, `Request` and `Response`, each member of which a page can make throw.

use wasm_bindgen::JsValue;

use crate::core::config::{Credentials, JwtRequest};
use crate::core::error::{Code, Error};
use crate::core::json;
use crate::core::response::{self, Answer, MAX_BODY_BYTES};
use crate::core::schedule::{Millis, SECOND, minus, plus};
use crate::web::object::{self, Arg, Arg::Js, Arg::Text};
use crate::web::promise::when_settled;
use crate::web::texts::join;
use crate::web::{clock, global, read};

/// An answer of the endpoint.
pub(super) struct Reply {
    pub(super) answer: Answer,
    /// The server's clock at the answer, where the page may read it.
    pub(super) server_time: Option<Millis>,
    /// Whether a cache may have given the answer.
    pub(super) storable: bool,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, server_time: None, storable: false }
    }
}

/// Credentials with which a request is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The page's, as in the options.
    Page {
        /// Whether it bypasses every cache.
        fresh: bool,
    },
    /// None: no cookies, headers or body, and past every cache.
    Nobody,
}

/// The absolute address of the page's request; `None` for an invalid address.
pub(super) fn absolute(url: &str) -> Option<String> {
    object::text_of(&global::construct("Request", &[Text(url)]).ok()?, "url")
}

/// Sends a request. Returns the value of `fetch`.
///
/// # Errors
/// The exception of the page's `Request` or `fetch`.
pub(super) fn send(request: &JwtRequest, who: Who, signal: &JsValue) -> object::Page {
    let method = json::quoted(&request.method);
    let (mut headers, mut body) = (String::new(), "null".to_owned());
    let (credentials, cache) = match who {
        // A browser may have cached the user's answer.
        Who::Nobody => ("omit", "no-store"),
        Who::Page { fresh } => {
            for (name, value) in &request.headers {
                headers.push_str(if headers.is_empty() { "[" } else { ",[" });
                headers.push_str(&json::quoted(name));
                headers.push(',');
                headers.push_str(&json::quoted(value));
                headers.push(']');
            }
            if let Some(text) = &request.body {
                body = json::quoted(text);
            }
            let credentials = match request.credentials {
                Credentials::Include => "include",
                Credentials::SameOrigin => "same-origin",
                Credentials::Omit => "omit",
            };
            (credentials, if fresh { "no-store" } else { "default" })
        }
    };
    // Fields parsed from JSON are own properties, whatever the page has on `Object.prototype`.
    let init = object::of_json(&join(&[
        "{\"signal\":null,\"method\":",
        &method,
        ",\"credentials\":\"",
        credentials,
        "\",\"cache\":\"",
        cache,
        "\",\"headers\":[",
        &headers,
        "],\"body\":",
        &body,
        "}",
    ]));
    if !signal.is_undefined() {
        object::set(&init, "signal", signal);
    }
    let request = global::construct("Request", &[Text(&request.url), Js(&init)])?;
    global::call("fetch", &[Js(&request)])
}

/// Callback for the answer.
pub(super) type Done = Box<dyn FnOnce(Reply)>;

/// Waits for the answer to a sent request: `response` is the value of `fetch`, which page code may have wrapped.
pub(super) fn receive(response: object::Page, done: Done) {
    let nothing = JsValue::UNDEFINED;
    let (stream, decoder) = (nothing.clone(), nothing.clone());
    let reader = Reader { response: nothing, stream, decoder, text: String::new(), length: 0, done };
    Box::new(reader).wait(response, Reader::open);
}

/// Reader of a response and its body, up to the end or to more than [`MAX_BODY_BYTES`].
struct Reader {
    response: JsValue,
    /// Undefined where there is no body, and at its end.
    stream: JsValue,
    decoder: JsValue,
    text: String,
    length: usize,
    done: Done,
}

/// Continuation that handles a promise's value.
type Step = fn(&mut Reader, JsValue) -> object::Page<()>;

impl Reader {
    fn wait(self: Box<Self>, promise: object::Page, step: Step) {
        match promise {
            Ok(promise) => {
                when_settled(&promise, Box::new(move |failed, value| self.advance(failed, value, step)));
            }
            Err(cause) => self.fail(cause),
        }
    }

    fn advance(mut self: Box<Self>, failed: bool, value: JsValue, step: Step) {
        let ended = if failed { Err(value) } else { step(&mut self, value) };
        if let Err(cause) = ended {
            self.fail(cause);
        } else if self.stream.is_undefined() || self.length > MAX_BODY_BYTES {
            self.end();
        } else {
            let chunk = object::try_call(&self.stream, "read", &[]);
            self.wait(chunk, Self::add);
        }
    }

    fn open(&mut self, response: JsValue) -> object::Page<()> {
        if !global::is_a(&response, "Response") {
            return Err(response);
        }
        let body = object::try_get(&response, "body")?;
        self.response = response;
        if body.is_object() {
            self.stream = object::try_call(&body, "getReader", &[])?;
        }
        let strictly = object::of_json(r#"{"fatal":true,"ignoreBOM":true}"#);
        self.decoder = global::construct("TextDecoder", &[Text("utf-8"), Js(&strictly)])?;
        Ok(())
    }

    fn add(&mut self, chunk: JsValue) -> object::Page<()> {
        if object::try_get(&chunk, "done")?.is_truthy() {
            self.stream = JsValue::UNDEFINED;
            self.decode(&[]);
            return Ok(());
        }
        let bytes = object::try_get(&chunk, "value")?;
        // A stream of page code may yield anything, without end.
        let length =
            usize::try_from(object::number(&object::get(&bytes, "byteLength"))).unwrap_or(usize::MAX);
        self.length = self.length.saturating_add(length.max(1));
        if self.length <= MAX_BODY_BYTES {
            self.decode(&[Js(&bytes), Js(&object::of_json(r#"{"stream":true}"#))]);
        }
        Ok(())
    }

    /// Text that is not UTF-8 is no JSON either; the replacement character is neither JSON nor an empty body.
    fn decode(&mut self, arguments: &[Arg<'_>]) {
        let text = object::try_call(&self.decoder, "decode", arguments).unwrap_or_default();
        self.text.push_str(object::text(&text).as_deref().unwrap_or("\u{fffd}"));
    }

    fn end(self) {
        let is_whole = self.length <= MAX_BODY_BYTES;
        if !is_whole && let Ok(cancelled) = object::try_call(&self.stream, "cancel", &[]) {
            // A failure to cancel the rest does not matter.
            when_settled(&cancelled, Box::new(|_, _| ()));
        }
        (self.done)(reply(&self.response, is_whole.then_some(&self.text)));
    }

    /// `fetch` gives no reason: a lost connection, a name that does not resolve and CORS all look the same.
    fn fail(self, cause: JsValue) {
        (self.done)(Answer::retry(Error::new(Code::EndpointUnreachable).with_cause(cause)).into());
    }
}

fn reply(response: &JsValue, body: Option<&str>) -> Reply {
    let headers = object::get(response, "headers");
    let header = |name| object::text(&object::call(&headers, "get", &[Text(name)]));
    // An answer from an intermediate cache is older, by its `Age`.
    let age = header("age").and_then(|age| json::natural(&age)).unwrap_or(0);
    let date = header("date").as_deref().and_then(clock::parse_date);
    let server_time = date.map(|date| plus(date, Millis::from(age) * SECOND));
    let retry_after = header("retry-after").as_deref().and_then(wait_asked_for);
    let status = u16::try_from(object::number(&object::get(response, "status"))).unwrap_or_default();
    let answer = response::interpret(response::Response { status, retry_after, body }, read::body);
    let dated = header("expires").is_some() || header("last-modified").is_some();
    let storable = response::is_storable(header("cache-control").as_deref(), dated);
    Reply { answer, server_time, storable }
}

/// Reads `Retry-After`, a number of seconds or a date.
fn wait_asked_for(header: &str) -> Option<Millis> {
    match json::natural(header) {
        Some(seconds) => Some(Millis::from(seconds) * SECOND),
        None => clock::parse_date(header).map(|date| minus(date, clock::unix())),
    }
}
