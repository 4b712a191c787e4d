//! What somebody without a session is answered.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::any};
use serde_json::json;
use server::{Secret, TokenFault, sign};

use crate::program::{Backend, Run, SECRET, run, serve};

fn token() -> Response {
    let token = sign(&Secret::new(SECRET), &json!({ "user_id": "7", "exp": 4_000_000_000_u32 })).unwrap();
    Json(json!({ "token": token })).into_response()
}

/// An endpoint that answers by the header that is the user's credential.
async fn judging(judge: fn(Option<&str>) -> Response, credentials: &[&str]) -> Run {
    let answer = move |headers: HeaderMap| async move {
        let given = headers.get(header::COOKIE).or(headers.get(header::AUTHORIZATION));
        judge(given.map(|value| value.to_str().unwrap()))
    };
    let base = serve(Router::new().route("/jwt", any(answer))).await;
    run(&[&["--url", &format!("{base}/jwt"), "--json"], credentials].concat(), None).await
}

#[tokio::test]
async fn a_token_for_anybody_is_a_loud_failure() {
    let token = sign(&Secret::new(SECRET), &json!({ "user_id": "7" })).unwrap();
    let run = Backend::failing(TokenFault::Raw { token }).await.verify(&[]).await;
    for name in ["no_session", "invented_session"] {
        assert!(run.expect(name, "fail", "anyone can get this user's token").contains("session"));
    }
}

#[tokio::test]
async fn a_session_that_is_not_looked_up_is_found() {
    let trusting = |given: Option<&str>| {
        if given.is_some() { token() } else { StatusCode::UNAUTHORIZED.into_response() }
    };
    for credentials in
        [&[][..], &["--cookie", "sid=0123456789"], &["--header", "Authorization: Bearer 0123456789"]]
    {
        let run = judging(trusting, credentials).await;
        run.expect("no_session", "pass", "401");
        run.expect("invented_session", "fail", "anyone can get this user's token");
    }
}

#[tokio::test]
async fn an_invented_session_has_the_names_of_the_user_s() {
    let strict = |given: Option<&str>| match given {
        Some("sid=0123456789; theme=dark" | "Bearer 0123456789") => token(),
        Some(
            "sid=invented-by-intercom-messenger-loader-verify; theme=invented-by-intercom-messenger-loader-verify"
            | "Bearer invented-by-intercom-messenger-loader-verify",
        ) => StatusCode::FORBIDDEN.into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
        Some(_) => StatusCode::IM_A_TEAPOT.into_response(),
    };
    for credentials in [
        &["--cookie", "Cookie: sid=0123456789;", "--cookie", "theme=dark"],
        &["--header", "Authorization: Bearer 0123456789", "--header", "Accept: application/json"],
    ] {
        let run = judging(strict, credentials).await;
        run.expect("answer", "pass", "");
        run.expect("no_session", "pass", "204");
        run.expect("invented_session", "pass", "403");
    }
}

#[tokio::test]
async fn every_refusal_that_the_loader_knows_passes() {
    for fault in [
        TokenFault::NullToken,
        TokenFault::Status { status: 204, retry_after: None },
        TokenFault::Status { status: 401, retry_after: None },
        TokenFault::Status { status: 403, retry_after: None },
    ] {
        let run = Backend::failing(fault.clone()).await.verify(&[]).await;
        assert_eq!(run.status("no_session"), "pass", "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_no_refusal_fails_and_says_what_to_answer() {
    for (fault, code) in [
        (TokenFault::Html, "endpoint_html"),
        (TokenFault::Empty, "endpoint_empty"),
        (TokenFault::Status { status: 500, retry_after: None }, "endpoint_server_error"),
        (TokenFault::Status { status: 404, retry_after: None }, "endpoint_status"),
    ] {
        let run = Backend::failing(fault).await.verify(&[]).await;
        let check = run.check("no_session");
        assert_eq!((&check["status"], &check["code"]), (&"fail".into(), &code.into()));
        assert!(!check["hint"].as_str().unwrap().is_empty(), "{check:#}");
    }
    let limited =
        Backend::failing(TokenFault::Status { status: 429, retry_after: None }).await.verify(&[]).await;
    limited.expect("no_session", "warn", "429");
}

#[tokio::test]
async fn another_method_and_a_body_go_with_every_request() {
    let base = serve(Router::new().route(
        "/jwt",
        axum::routing::post(|headers: HeaderMap, body: String| async move {
            match (headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap()), body.as_str()) {
                (Some("application/json"), "{\"a\":1}") if headers.contains_key(header::COOKIE) => token(),
                (Some("application/json"), "{\"a\":1}") => StatusCode::UNAUTHORIZED.into_response(),
                _ => StatusCode::BAD_REQUEST.into_response(),
            }
        }),
    ))
    .await;
    let url = format!("{base}/jwt");
    let args = [
        "--url",
        &url,
        "--method",
        "post",
        "--body",
        "{\"a\":1}",
        "--header",
        "Content-Type: application/json",
    ];
    let run = run(&[&args[..], &["--cookie", "sid=0123456789", "--json"]].concat(), None).await;
    run.expect("answer", "pass", "");
    run.expect("no_session", "pass", "401");
}
