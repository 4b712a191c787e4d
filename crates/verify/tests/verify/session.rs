//! What a signed-in user is answered.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Json, Router, routing::get};
use serde_json::json;
use server::TokenFault;

use crate::program::{Backend, SECRET, run, serve};

#[tokio::test]
async fn a_good_endpoint_passes_everything() {
    let run = Backend::start().await.verify(&["--origin", crate::program::ORIGIN]).await;
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let json = run.json();
    for check in json["checks"].as_array().unwrap() {
        let expected = if check["name"] == "cors_preflight" { "skip" } else { "pass" };
        assert_eq!(check["status"], expected, "{check:#}");
    }
    assert_eq!(json["counts"], json!({ "pass": 22, "warn": 0, "fail": 0, "skip": 1 }));
    assert_eq!(json["failed"], false);
    assert_eq!(run.stderr, "");
}

#[tokio::test]
async fn without_a_session_the_session_is_skipped_and_refusals_are_checked() {
    let backend = Backend::start().await;
    let run = run(&["--url", &backend.url(), "--json"], Some(SECRET)).await;
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.expect("answer", "skip", "no session was given").contains("--cookie"));
    for name in ["content_type", "cache_control", "token_form", "token_life", "token_signature"] {
        assert_eq!(run.status(name), "skip");
    }
    run.expect("no_session", "pass", "401");
    run.expect("invented_session", "pass", "401");
    assert!(run.expect("cors_foreign", "skip", "only refusals").contains("--cookie"));
}

#[tokio::test]
async fn a_cookie_that_is_no_session_is_told_from_a_broken_endpoint() {
    let backend = Backend::start().await;
    let run = run(&["--url", &backend.url(), "--cookie", "demo_session=0123456789", "--json"], None).await;
    assert!(
        run.expect("answer", "fail", "401: to the endpoint, nobody is signed in").contains("Cookie header")
    );
    assert_eq!(run.check("answer")["code"], "signed_out");
}

#[tokio::test]
async fn each_answer_that_is_no_token_has_the_loader_s_own_code() {
    let status = |status| TokenFault::Status { status, retry_after: None };
    for (fault, code) in [
        (TokenFault::Html, "endpoint_html"),
        (TokenFault::Garbage, "endpoint_invalid_response"),
        (TokenFault::Empty, "endpoint_empty"),
        (TokenFault::Huge, "endpoint_too_large"),
        (TokenFault::NullToken, "signed_out"),
        (TokenFault::Redirect, "endpoint_html"),
        (status(404), "endpoint_status"),
        (status(429), "endpoint_rate_limited"),
        (status(500), "endpoint_server_error"),
    ] {
        let run = Backend::failing(fault.clone()).await.verify(&[]).await;
        let check = run.check("answer");
        assert_eq!((&check["status"], &check["code"]), (&"fail".into(), &code.into()), "{fault:?}");
        assert!(!check["hint"].as_str().unwrap().is_empty());
        assert_eq!(run.code, Some(1));
        assert_eq!(run.status("token_form"), "skip");
    }
}

#[tokio::test]
async fn a_redirect_is_a_finding_and_is_not_followed() {
    let router = Router::new()
        .route("/jwt", get(|| async { (StatusCode::FOUND, [(header::LOCATION, "/login?next=private")]) }))
        .route("/login", get(|| async { Json(json!({ "token": null })) }));
    let base = serve(router).await;
    let run = run(&["--url", &format!("{base}/jwt"), "--cookie", "session=0123456789", "--json"], None).await;
    for name in ["answer", "no_session", "invented_session"] {
        assert!(run.expect(name, "fail", "302, a redirect to \"/login\"").contains("401"));
    }
    assert!(!run.stdout.contains("private"), "what a query holds is not printed");
}

async fn with_headers(headers: &'static [(&'static str, &'static str)]) -> crate::program::Run {
    let answer = move |request: HeaderMap| async move {
        if request.get(header::COOKIE).is_none_or(|cookie| cookie != "session=0123456789") {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let mut response = "{\"token\":\"a.b\"}".into_response();
        response.headers_mut().remove(header::CONTENT_TYPE);
        for &(name, value) in headers {
            response.headers_mut().append(name, HeaderValue::from_static(value));
        }
        response
    };
    let base = serve(Router::new().route("/jwt", get(answer))).await;
    run(&["--url", &format!("{base}/jwt"), "--cookie", "session=0123456789", "--json"], None).await
}

#[tokio::test]
async fn caches_and_media_types() {
    let bare = with_headers(&[]).await;
    assert!(bare.expect("cache_control", "warn", "there is none").contains("no-store"));
    assert!(bare.expect("content_type", "warn", "there is none").contains("application/json"));
    let public =
        with_headers(&[("cache-control", "Public, max-age=60"), ("content-type", "text/html")]).await;
    assert!(public.expect("cache_control", "fail", "any cache").contains("no-store"));
    public.expect("content_type", "warn", "text/html");
    let private = with_headers(&[("cache-control", "private, max-age=0")]).await;
    private.expect("cache_control", "warn", "lacks no-store");
    let good = with_headers(&[("cache-control", "private"), ("cache-control", "NO-STORE")]).await;
    good.expect("cache_control", "pass", "");
    let json = with_headers(&[("content-type", "application/problem+json; charset=utf-8")]).await;
    json.expect("content_type", "pass", "");
}
