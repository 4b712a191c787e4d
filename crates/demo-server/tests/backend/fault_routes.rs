//! The playground over HTTP, and its log.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::Limits;

use crate::client::{Client, request};

#[tokio::test]
async fn everything_is_in_order_at_first() {
    let state = Client::new().get("/faults").await.json();
    assert_eq!(
        state,
        json!({
            "token": { "kind": "ok" }, "tokenFailNext": null, "widget": { "kind": "ok" }, "widgetFailNext": null,
            "tokenLifeSeconds": 7200, "tokenEnds": true, "skewSeconds": 0, "enforceIdentity": true,
            "limits": { "updates": 20, "windowSeconds": 1800, "identicalSeconds": 60 },
        })
    );
}

#[tokio::test]
async fn a_change_may_be_partial() {
    let mut client = Client::new();
    client.post("/faults", json!({ "tokenLifeSeconds": 30 })).await;
    let fault = json!({ "kind": "status", "status": 429, "retryAfter": 2 });
    let state = client.post("/faults", json!({ "token": fault, "tokenFailNext": 3 })).await.json();
    assert_eq!((&state["token"], &state["tokenFailNext"]), (&fault, &json!(3)));
    assert_eq!(state["tokenLifeSeconds"], 30);
    let state = client.post("/faults", json!({ "tokenFailNext": null })).await.json();
    assert_eq!((&state["token"], &state["tokenFailNext"]), (&fault, &Value::Null));
    let state = client.send(request(Method::DELETE, "/faults", &[])).await.json();
    assert_eq!((&state["token"]["kind"], &state["tokenLifeSeconds"]), (&json!("ok"), &json!(7200)));
}

#[tokio::test]
async fn a_change_that_means_nothing_is_refused() {
    let mut client = Client::new();
    for change in [
        json!({ "tokn": { "kind": "ok" } }),
        json!({ "token": { "kind": "sulk" } }),
        json!({ "token": { "kind": "status", "status": 99 } }),
        json!({ "token": { "kind": "otherUser", "user": "mallory" } }),
        json!({ "token": { "kind": "slow", "ms": 60_001 } }),
        json!({ "token": { "kind": "shortLife", "seconds": 0 } }),
        json!({ "widget": { "kind": "slow", "ms": 60_001 } }),
        json!({ "tokenLifeSeconds": 0 }),
        json!({ "tokenLifeSeconds": 31_536_001 }),
        json!({ "skewSeconds": "much" }),
        json!({ "skewSeconds": i32::MIN }),
    ] {
        let answer = client.post("/faults", change.clone()).await;
        assert!(answer.status.is_client_error(), "{change}");
        assert!(answer.json()["error"].is_string());
    }
    let state = client.get("/faults").await.json();
    assert_eq!((&state["token"]["kind"], &state["widget"]["kind"]), (&json!("ok"), &json!("ok")));
    assert_eq!((&state["tokenLifeSeconds"], &state["skewSeconds"]), (&json!(7200), &json!(0)));
}

#[tokio::test]
async fn the_widget_gets_its_limits() {
    let mut client = Client::new();
    let limits = Limits { updates: 7, window_seconds: 3, identical_seconds: 0 };
    client.app.faults().change(server::Change { limits: Some(limits), ..Default::default() });
    let script = client.get("/fake-messenger/widget/x").await.text();
    assert!(script.contains("updates: 7, windowMs: 3e3, identicalMs: 0e3"));
}

#[tokio::test]
async fn the_log_says_what_a_request_was_and_no_secret_of_it() {
    let mut client = Client::signed_in("ada").await;
    let headers =
        [("sec-fetch-mode", "cors"), ("x-csrf-token", "hidden-value"), ("accept", "application/json")];
    let token = client.send(request(Method::GET, "/api/messenger-token", &headers)).await.token();
    client.ping(json!({ "app_id": "standin1", "intercom_user_jwt": token })).await;
    client.get("/fake-messenger/widget/abc12345").await;
    let answer = client.get("/faults/log").await;
    for hidden in [token.as_str(), "hidden-value", "demo_session"] {
        assert!(!answer.text().contains(hidden));
    }
    let log = answer.json();
    let asked = &log["tokenRequests"][0];
    assert_eq!(
        (&log["tokenCount"], &asked["signedIn"], &asked["cookies"]),
        (&json!(1), &json!("ada"), &json!(true))
    );
    assert_eq!(asked["customHeaders"], json!(["x-csrf-token"]));
    assert_eq!(asked["secFetch"], json!({ "site": null, "mode": "cors", "dest": null }));
    assert_eq!(log["widgetRequests"][0]["appId"], "abc12345");
    let ping = &log["pings"][0];
    assert_eq!((&ping["userId"], &ping["accepted"]), (&json!("user-ada-1815"), &json!(true)));
    assert_eq!((&ping["apiHost"], &ping["signed"]), (&json!("localhost:8080"), &json!(true)));
}

#[tokio::test]
async fn the_log_can_be_cleared_and_does_not_grow_for_ever() {
    let mut client = Client::new();
    for _ in 0..520 {
        client.get("/api/messenger-token").await;
    }
    let log = client.app.faults().log();
    assert_eq!((log.token_count, log.token_requests.len()), (520, 500));
    client.send(request(Method::DELETE, "/faults/log", &[])).await;
    assert_eq!(client.app.faults().log().token_count, 0);
}

#[tokio::test]
async fn the_playgrounds_token_address_takes_any_method() {
    let mut client = Client::signed_in("ada").await;
    assert_eq!(client.post("/faults/intercom-jwt", json!({})).await.status, StatusCode::OK);
    assert_eq!(client.app.faults().log().token_requests[0].method, "POST");
}
