//! The fake Messenger's widget address and API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::{App, Change};

use crate::client::{Client, post, request, send, settings};

async fn token(client: &mut Client, user: &str) -> String {
    client.login(user).await;
    client.get("/api/messenger-token").await.token()
}

#[tokio::test]
async fn the_widget_is_a_script_for_any_workspace() {
    let answer = Client::new().get("/fake-messenger/widget/abc12345").await;
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.text().contains("Fake Messenger"), "it says what it is");
}

#[tokio::test]
async fn alone_it_serves_the_real_addresses() {
    let router = server::fake_messenger(App::new(settings()));
    let widget = send(&router, request(Method::GET, "/widget/abc12345", &[])).await;
    assert_eq!(widget.status, StatusCode::OK);
    let ping = send(&router, post("/messenger/web/ping", &json!({ "app_id": "abc12345" }))).await;
    assert_eq!(ping.json(), json!({ "kind": "visitor" }));
    assert_eq!(send(&router, request(Method::GET, "/login", &[])).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn any_page_may_call_the_api() {
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer =
        Client::new().send(request(Method::OPTIONS, "/fake-messenger/messenger/web/ping", &headers)).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

#[tokio::test]
async fn a_signed_user_is_accepted_by_name() {
    let mut client = Client::new();
    let token = token(&mut client, "grace").await;
    let answer = client.ping(json!({ "app_id": "standin1", "intercom_user_jwt": token })).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.json(),
        json!({
            "kind": "user", "user_id": "user-grace-1906", "name": "Grace Núñez Höpper",
            "email": "grace@example.com", "resumed": false,
        })
    );
}

#[tokio::test]
async fn a_visitor_is_accepted() {
    let answer = Client::new().ping(json!({ "app_id": "standin1", "event": "boot" })).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({ "kind": "visitor" })));
}

#[tokio::test]
async fn unsigned_identity_is_refused_on_boot_and_update() {
    for event in ["boot", "update"] {
        for key in ["user_id", "email", "phone", "user_hash"] {
            let answer =
                Client::new().ping(json!({ "app_id": "standin1", "event": event, key: "ada" })).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{event} {key}");
            assert!(answer.json()["reason"].as_str().unwrap().contains("enforced"));
        }
    }
}

#[tokio::test]
async fn an_attribute_that_is_null_is_no_identity() {
    let answer = Client::new().ping(json!({ "app_id": "standin1", "user_id": null, "email": "" })).await;
    assert_eq!(answer.json()["kind"], "visitor");
}

#[tokio::test]
async fn without_enforcement_anyone_can_be_anyone() {
    let mut client = Client::new();
    client.app.faults().change(Change { enforce_identity: Some(false), ..Change::default() });
    let answer = client.ping(json!({ "app_id": "standin1", "user_id": "user-ada-1815" })).await;
    assert_eq!(answer.json()["user_id"], "user-ada-1815");
    let forged = client.ping(json!({ "app_id": "standin1", "intercom_user_jwt": "a.b.c" })).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "a token that is there must be good");
}

#[tokio::test]
async fn a_user_id_beside_the_token_must_be_the_tokens() {
    let mut client = Client::new();
    let token = token(&mut client, "ada").await;
    let call = |id: &str| json!({ "app_id": "standin1", "intercom_user_jwt": token, "user_id": id });
    assert_eq!(client.ping(call("user-ada-1815")).await.status, StatusCode::OK);
    assert_eq!(client.ping(call("user-grace-1906")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_left_over_session_cookie_makes_a_visitor_the_former_user() {
    let mut client = Client::new();
    let token = token(&mut client, "ada").await;
    client.ping(json!({ "app_id": "standin1", "session": "s1", "intercom_user_jwt": token })).await;
    let leak = client.ping(json!({ "app_id": "standin1", "session": "s1" })).await.json();
    assert_eq!((&leak["user_id"], &leak["resumed"]), (&json!("user-ada-1815"), &json!(true)));
    let fresh = client.ping(json!({ "app_id": "standin1", "session": "s2" })).await.json();
    assert_eq!(fresh["kind"], "visitor");
    client.ping(json!({ "app_id": "standin1", "session": "s1", "event": "shutdown" })).await;
    let after = client.ping(json!({ "app_id": "standin1", "session": "s1" })).await.json();
    assert_eq!(after["kind"], "visitor", "shutdown ends it");
}

#[tokio::test]
async fn calls_that_are_none_are_400() {
    let mut client = Client::new();
    for body in [json!({}), json!([]), json!({ "app_id": "a", "event": "dance" }), Value::Null] {
        let answer = client.ping(body.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(answer.json()["reason"].is_string());
    }
    assert_eq!(client.get("/fake-messenger/messenger/web/ping").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
