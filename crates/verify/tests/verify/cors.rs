//! Pages of other origins.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::{Json, Router};
use serde_json::json;

use crate::program::{Backend, ORIGIN, Run, run, serve};

/// The headers for CORS, of an origin: allowed origin, credentials, vary.
type Policy = fn(&str) -> (Option<String>, Option<&'static str>, Option<&'static str>);

async fn under(policy: Policy, more: &[&str]) -> Run {
    let answer = move |request: Request| async move {
        let origin = request.headers().get(header::ORIGIN).map_or("", |origin| origin.to_str().unwrap());
        let (allowed, credentials, vary) = policy(origin);
        let preflight = request.method() == Method::OPTIONS;
        let mut response = if preflight {
            StatusCode::NO_CONTENT.into_response()
        } else {
            Json(json!({ "token": null })).into_response()
        };
        let headers = response.headers_mut();
        if let Some(allowed) = allowed {
            headers.insert("access-control-allow-origin", allowed.parse().unwrap());
        }
        if let Some(credentials) = credentials {
            headers.insert("access-control-allow-credentials", HeaderValue::from_static(credentials));
        }
        if let Some(vary) = vary {
            headers.insert("vary", HeaderValue::from_static(vary));
        }
        if preflight {
            headers.insert("access-control-allow-headers", HeaderValue::from_static("X-One, authorization"));
        }
        response
    };
    let base = serve(Router::new().fallback(answer)).await;
    run(&[&["--url", &format!("{base}/jwt"), "--origin", ORIGIN, "--json"], more].concat(), None).await
}

#[tokio::test]
async fn the_demo_allows_its_list_and_nobody_else() {
    let backend = Backend::start().await;
    let allowed = backend.verify(&["--origin", ORIGIN]).await;
    for name in ["cors_origin", "cors_credentials", "cors_vary", "cors_foreign"] {
        assert_eq!(allowed.status(name), "pass", "{name}");
    }
    let other = backend.verify(&["--origin", "https://www.example.com"]).await;
    assert!(other.expect("cors_origin", "fail", "there is no").contains("https://www.example.com"));
    other.expect("cors_foreign", "pass", "");
}

#[tokio::test]
async fn the_endpoint_s_own_origin_and_none_need_no_cors() {
    let backend = Backend::start().await;
    let own = backend.verify(&["--origin", &backend.base]).await;
    own.expect("cors_origin", "skip", "own");
    backend.verify(&[]).await.expect("cors_credentials", "skip", "no --origin");
}

#[tokio::test]
async fn a_wildcard_is_refused() {
    let run = under(|_| (Some("*".to_owned()), Some("true"), None), &[]).await;
    run.expect("cors_origin", "fail", "*, which browsers refuse");
    run.expect("cors_vary", "warn", "lacks Origin");
    run.expect("cors_foreign", "fail", "* with credentials");
    under(|_| (Some("*".to_owned()), None, None), &[]).await.expect("cors_foreign", "warn", "*");
}

#[tokio::test]
async fn an_origin_that_is_only_repeated_is_everybody_s() {
    let run = under(|origin| (Some(origin.to_owned()), Some("true"), Some("Accept, origin")), &[]).await;
    assert!(run.expect("cors_foreign", "fail", "any website can read").contains("list of your own origins"));
    for name in ["cors_origin", "cors_credentials", "cors_vary"] {
        assert_eq!(run.status(name), "pass");
    }
    let without = under(|origin| (Some(origin.to_owned()), None, Some("*")), &[]).await;
    assert!(without.expect("cors_credentials", "fail", "there is no").contains("true"));
    without.expect("cors_foreign", "warn", "without cookies");
}

#[tokio::test]
async fn an_origin_that_begins_like_ours_and_a_frame_without_one_are_tried() {
    let begins = under(
        |o| (o.starts_with("http://localhost").then(|| o.to_owned()), Some("true"), Some("Origin")),
        &[],
    );
    begins.await.expect("cors_foreign", "fail", "http://localhost.attacker.invalid was allowed");
    let null =
        under(|o| ((o == "null" || o == ORIGIN).then(|| o.to_owned()), Some("true"), Some("Origin")), &[]);
    null.await.expect("cors_foreign", "fail", "null was allowed");
}

#[tokio::test]
async fn another_origin_and_a_true_in_capitals_are_found() {
    let run = under(|_| (Some("http://localhost:3001".to_owned()), Some("True"), Some("Origin")), &[]).await;
    run.expect("cors_origin", "fail", "another origin");
    run.expect("cors_credentials", "fail", "True");
    run.expect("cors_foreign", "pass", "");
}

#[tokio::test]
async fn headers_and_methods_of_their_own_need_a_preflight() {
    let policy: Policy = |o| ((o == ORIGIN).then(|| o.to_owned()), Some("true"), Some("Origin"));
    let bearer = ["--header", "Authorization: Bearer 0123456789"];
    under(policy, &bearer).await.expect("cors_preflight", "pass", "authorization");
    let unknown = under(policy, &["--header", "X-Two: 0123456789"]).await;
    assert!(unknown.expect("cors_preflight", "fail", "x-two").contains("OPTIONS"));
    under(policy, &["--method", "PUT"]).await.expect("cors_preflight", "fail", "PUT");
    under(policy, &["--cookie", "sid=0123456789"]).await.expect("cors_preflight", "skip", "plain GET");
    let json = ["--method", "POST", "--header", "Content-Type: application/json"];
    under(policy, &json).await.expect("cors_preflight", "fail", "content-type");
    let closed = under(|_| (None, None, None), &bearer).await;
    closed.expect("cors_preflight", "fail", "");
}
