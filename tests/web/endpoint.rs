//! Tokens from an endpoint, through a `window.fetch` that page code may have replaced.

use std::rc::Rc;

use intercom_messenger_loader::config::{JwtRequest, TokenSource};
use intercom_messenger_loader::{Code, Config, Identity, Messenger};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    APP, REFUSES, SHUTDOWN, begin_boot, boot, config, fresh_with_messenger, jitter, page_code, seen_requests,
    settled, token, told, until, user_boot, value, visitor_boot, wrap_fetch,
};
use crate::tokens::{token_of, user};

fn endpoint() -> Config {
    config().jwt_url("/api/messenger-token")
}

/// A `window.fetch` that responds with this body, and the other fields of `init`.
fn answers(body: &str, init: &str) -> String {
    format!("async () => new Response({body}, {init})")
}

/// A `window.fetch` that responds with the token of this user.
fn signs_in(user_id: &str) -> String {
    let token = token_of(user_id);
    answers(&format!("'{{\"token\":\"{token}\"}}'"), "{ headers: { 'Content-Type': 'application/json' } }")
}

async fn is_refused(wrapper: &str, code: Code, requests: usize) {
    fresh_with_messenger().await;
    jitter(0.0);
    wrap_fetch(wrapper);
    let error = boot(endpoint()).await.unwrap_err();
    assert_eq!((error.code(), seen_requests().len()), (code, requests), "{wrapper}");
    assert!(told().is_empty(), "{wrapper}");
}

#[wasm_bindgen_test]
async fn one_that_cannot_be_reached_is_tried_three_times() {
    fresh_with_messenger().await;
    jitter(0.0);
    page_code("window.own_fetch = fetch");
    wrap_fetch("(request) => own_fetch(request)");
    let error = boot(config().jwt_url(REFUSES)).await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (Code::EndpointUnreachable, true));
    assert_eq!(seen_requests().len(), 3);
    assert!(error.cause().is_some_and(|cause| cause.is::<JsValue>()));
    assert!(told().is_empty());
}

#[wasm_bindgen_test]
async fn a_plain_get_with_cookies_signs_in() {
    fresh_with_messenger().await;
    wrap_fetch(&signs_in("ada"));
    assert_eq!(boot(endpoint()).await, Ok(user("ada")));
    assert_eq!(told(), [user_boot(&token_of("ada"))]);
    let url = value("new URL('/api/messenger-token', location.href).href");
    let request =
        format!(r#"{{"aborted":false,"credentials":"include","headers":[],"method":"GET","url":{url}}}"#);
    assert_eq!(seen_requests(), [request]);
}

#[wasm_bindgen_test]
async fn a_request_is_made_as_it_is_written() {
    fresh_with_messenger().await;
    wrap_fetch(&signs_in("ada"));
    let mut request = JwtRequest::get("https://api.example/jwt");
    request.method = "POST".to_owned();
    request.headers = vec![("X-Page".to_owned(), "1".to_owned())];
    request.body = Some("{}".to_owned());
    request.credentials = intercom_messenger_loader::config::Credentials::Omit;
    let mut config = Config::new(APP).unwrap();
    config.token = TokenSource::Request(request);
    assert_eq!(boot(config).await, Ok(user("ada")));
    let seen = seen_requests().join("");
    for part in
        [r#""credentials":"omit""#, r#""method":"POST""#, r#"["x-page","1"]"#, "https://api.example/jwt"]
    {
        assert!(seen.contains(part), "{seen}");
    }
}

#[wasm_bindgen_test]
async fn what_the_answer_means_reaches_the_messenger() {
    for (body, init) in [
        ("null", "{ status: 204 }"),
        ("''", "{ status: 401 }"),
        ("'{}'", "{ status: 403 }"),
        ("'{\"token\":null}'", "{}"),
    ] {
        fresh_with_messenger().await;
        wrap_fetch(&answers(body, init));
        assert_eq!(boot(endpoint()).await, Ok(Identity::Visitor), "{body} {init}");
        assert_eq!((told(), seen_requests().len()), (vec![visitor_boot()], 1));
    }
}

#[wasm_bindgen_test]
async fn a_server_that_recovers_is_asked_again() {
    fresh_with_messenger().await;
    jitter(0.0);
    let token = token_of("ada");
    wrap_fetch(&format!(
        "async (request, number) => number < 3 ? new Response('', {{ status: 503 }})
            : new Response('{{\"token\":\"{token}\"}}')"
    ));
    assert_eq!(boot(endpoint()).await, Ok(user("ada")));
    assert_eq!((told(), seen_requests().len()), (vec![user_boot(&token)], 3));
}

#[wasm_bindgen_test]
async fn answers_of_no_use_have_their_codes() {
    let html = answers("'<!doctype html>'", "{ headers: { 'Content-Type': 'text/html' } }");
    is_refused(&html, Code::EndpointHtml, 1).await;
    is_refused(&answers("''", "{}"), Code::EndpointEmpty, 1).await;
    is_refused(&answers("'garbage'", "{}"), Code::EndpointInvalid, 1).await;
    is_refused(&answers("new Uint8Array([123, 255, 125])", "{}"), Code::EndpointInvalid, 1).await;
    is_refused(&answers("''", "{ status: 404 }"), Code::EndpointStatus, 1).await;
    is_refused(&answers("''", "{ status: 500 }"), Code::EndpointServerError, 3).await;
    is_refused(&answers("''", "{ status: 429 }"), Code::EndpointRateLimited, 3).await;
}

#[wasm_bindgen_test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let endless = "async () => new Response(new ReadableStream({
        pull: (stream) => stream.enqueue(new Uint8Array(10_000)),
        cancel: () => { window.cancelled = true },
    }))";
    page_code("window.cancelled = false");
    is_refused(endless, Code::EndpointTooLarge, 1).await;
    until("the stream is cancelled", || value("cancelled") == "true").await;
}

#[wasm_bindgen_test]
async fn an_answer_that_breaks_off_is_a_lost_connection() {
    let broken = "async () => new Response(new ReadableStream({
        start: (stream) => stream.enqueue(new Uint8Array([123])),
        pull: (stream) => stream.error(undefined),
    }))";
    is_refused(broken, Code::EndpointUnreachable, 3).await;
}

#[wasm_bindgen_test]
async fn page_code_may_reject_with_anything() {
    for wrapper in [
        "() => Promise.reject()",
        "() => Promise.reject(null)",
        "() => Promise.reject('no network here')",
        "() => Promise.reject({ code: 7 })",
        "() => Promise.reject(Symbol('no'))",
        "() => { throw undefined }",
        "() => { throw 'no network here' }",
    ] {
        is_refused(wrapper, Code::EndpointUnreachable, 3).await;
    }
}

#[wasm_bindgen_test]
async fn page_code_may_resolve_with_anything() {
    for wrapper in ["async () => {}", "async () => null", "async () => 'text'", "async () => ({ ok: true })"]
    {
        is_refused(wrapper, Code::EndpointUnreachable, 3).await;
    }
}

#[wasm_bindgen_test]
async fn a_shutdown_aborts_the_request() {
    fresh_with_messenger().await;
    page_code("window.own_fetch = new Promise((resolve) => { window.answer = resolve })");
    wrap_fetch("() => own_fetch");
    let messenger = Messenger::new(endpoint());
    let boot = begin_boot(&messenger);
    until("the endpoint is asked", || seen_requests().len() == 1).await;
    settled(messenger.shutdown()).await;
    assert_eq!(boot.await.unwrap_err().code(), Code::BootSuperseded);
    assert!(seen_requests()[0].contains("\"aborted\":true"), "{:?}", seen_requests());
    page_code(&format!("answer(new Response('{{\"token\":\"{}\"}}'))", token_of("ada")));
    crate::page::turns(5).await;
    assert_eq!(told(), [SHUTDOWN]);
}

#[wasm_bindgen_test]
async fn a_request_out_of_time_is_aborted() {
    fresh_with_messenger().await;
    jitter(0.0);
    wrap_fetch("() => new Promise(() => {})");
    let mut config = endpoint();
    config.timeout = 20;
    let error = boot(config).await.unwrap_err();
    let requests: Rc<[String]> = seen_requests().into();
    assert_eq!((error.code(), requests.len()), (Code::EndpointTimeout, 3));
    assert!(requests.iter().all(|request| request.contains("\"aborted\":true")), "{requests:?}");
}

/// A cache on the way reports the age of a response; by its date alone an expired token would be valid.
#[wasm_bindgen_test]
async fn an_answer_s_age_counts() {
    fresh_with_messenger().await;
    let ended = token("ada", (js_sys::Date::now() / 1_000.0).floor() - 3_600.0);
    wrap_fetch(&format!(
        "async () => new Response('{{\"token\":\"{ended}\"}}', {{ headers: {{
           Date: new Date(Date.now() - 7200e3).toUTCString(), Age: '7200' }} }})"
    ));
    assert_eq!(boot(endpoint()).await.unwrap_err().code(), Code::TokenExpired);
}
