//! A browser's own playground, and its changes to a session that the pages do not notice.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::client::Client;

const ENDPOINT: &str = "/api/messenger-token";
const WIDGET: &str = "/fake-messenger/widget/standin1";

/// Two browsers on one server, each signed in as Ada and with a playground of its own.
async fn two() -> (Client, Client) {
    let mut one = Client::signed_in("ada").await;
    let mut other = one.beside();
    other.login("ada").await;
    for client in [&mut one, &mut other] {
        assert_eq!(client.post("/faults/own", json!({})).await.status, StatusCode::OK);
    }
    (one, other)
}

#[tokio::test]
async fn what_one_browser_breaks_no_other_notices() {
    let (mut one, mut other) = two().await;
    let change = json!({
        "token": { "kind": "status", "status": 503 }, "widget": { "kind": "blocked" }, "tokenLifeSeconds": 9,
    });
    one.post("/faults", change).await;
    for (client, status) in [(&mut one, StatusCode::SERVICE_UNAVAILABLE), (&mut other, StatusCode::OK)] {
        assert_eq!(client.get(ENDPOINT).await.status, status);
        assert_eq!(client.get(WIDGET).await.status, status);
    }
    assert_eq!(other.get("/faults").await.json()["tokenLifeSeconds"], 7200);
    let mut third = one.beside();
    assert_eq!(third.get("/faults").await.json()["token"]["kind"], "ok", "nor one without a playground");
    assert_eq!(third.get(WIDGET).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_sees_its_own_log_and_its_own_calls() {
    let (mut one, mut other) = two().await;
    let token = one.get(ENDPOINT).await.token();
    one.get(WIDGET).await;
    one.ping(json!({ "app_id": "standin1", "intercom_user_jwt": token })).await;
    let log = one.get("/faults/log").await.json();
    let counts = ["tokenCount", "widgetCount", "pingCount"].map(|count| log[count].clone());
    assert_eq!(counts, [1, 1, 1]);
    assert_eq!(log["pings"][0]["accepted"], true);
    let log = other.get("/faults/log").await.json();
    assert_eq!(["tokenCount", "widgetCount", "pingCount"].map(|count| log[count].clone()), [0, 0, 0]);
}

#[tokio::test]
async fn it_stays_the_same_until_its_cookie_is_lost() {
    let mut client = Client::new();
    let opened = client.post("/faults/own", json!({})).await;
    let cookie = opened.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    client.post("/faults", json!({ "tokenLifeSeconds": 30 })).await;
    let again = client.post("/faults/own", json!({})).await;
    assert_eq!((again.header("set-cookie"), &again.json()["tokenLifeSeconds"]), ("", &json!(30)));
    let elsewhere = client.beside().post("/faults/own", json!({})).await;
    assert_eq!(elsewhere.json()["tokenLifeSeconds"], 7200);
}

#[tokio::test]
async fn of_many_the_one_not_used_for_longest_is_forgotten() {
    let mut kept = Client::new();
    let mut idle = kept.beside();
    for client in [&mut kept, &mut idle] {
        client.post("/faults/own", json!({})).await;
        client.post("/faults", json!({ "tokenLifeSeconds": 30 })).await;
    }
    for _ in 0..199 {
        kept.beside().post("/faults/own", json!({})).await;
        assert_eq!(kept.get("/faults").await.json()["tokenLifeSeconds"], 30);
    }
    assert_eq!(idle.get("/faults").await.json()["tokenLifeSeconds"], 7200);
}

#[tokio::test]
async fn a_session_ends_at_the_server_and_its_cookie_stays() {
    let mut client = Client::signed_in("ada").await;
    let mut other = client.beside();
    other.login("ada").await;
    let answer = client.post("/faults/session", json!({ "user": null })).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::OK, ""));
    assert_eq!(client.get(ENDPOINT).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.get("/api/session").await.json(), json!({ "user": null }));
    assert_eq!(other.get(ENDPOINT).await.status, StatusCode::OK, "another browser's session is its own");
}

#[tokio::test]
async fn a_session_becomes_somebody_elses() {
    let mut client = Client::signed_in("ada").await;
    let answer = client.post("/faults/session", json!({ "user": "grace" })).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::OK, ""));
    assert_eq!(client.get("/api/session").await.json()["user"]["user"], "grace");
}

#[tokio::test]
async fn a_switch_that_means_nothing_is_refused() {
    let mut client = Client::new();
    assert_eq!(client.post("/faults/session", json!({ "user": "grace" })).await.status, StatusCode::CONFLICT);
    client.login("ada").await;
    for body in
        [json!({}), json!({ "user": "mallory" }), json!({ "user": 3 }), json!({ "usr": null }), Value::Null]
    {
        let answer = client.post("/faults/session", body.clone()).await;
        assert!(answer.status.is_client_error(), "{body}");
        assert!(answer.json()["error"].is_string());
    }
    assert_eq!(client.get("/api/session").await.json()["user"]["user"], "ada");
}
