//! Limits of the size of request bodies.

use axum::{body::Body, http::StatusCode};
use serde_json::json;

use crate::client::{Client, post};

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_in_json_whether_its_length_is_told_or_not() {
    let long = "x".repeat(64 * 1024);
    for (path, body) in [
        ("/login", json!({ "user": "ada", "more": long })),
        ("/faults", json!({ "token": { "kind": "raw", "token": long } })),
        ("/faults/session", json!({ "user": long })),
        ("/segment/v1/t", json!({ "event": long })),
    ] {
        let mut client = Client::new();
        let told = post(path, &body);
        let mut chunked = post(path, &body);
        let chunk = futures_util::stream::iter([Ok::<_, std::io::Error>(body.to_string())]);
        *chunked.body_mut() = Body::from_stream(chunk);
        for request in [told, chunked] {
            let answer = client.send(request).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: {}", answer.text());
            assert!(answer.json()["error"].is_string());
            assert_eq!(answer.header("set-cookie"), "");
        }
    }
    let fits = json!({ "user": "ada", "more": "x".repeat(63 * 1024) });
    assert_eq!(Client::new().post("/login", fits).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_call_of_the_widget_has_a_limit_too() {
    let call = |length| json!({ "app_id": "standin1", "name": "x".repeat(length) });
    assert_eq!(Client::new().ping(call(512 * 1024)).await.status, StatusCode::OK);
    assert_eq!(Client::new().ping(call(1024 * 1024)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
