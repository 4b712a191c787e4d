//! Signing in and out.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, post, request, send};

#[tokio::test]
async fn signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let answer = Client::new().login("ada").await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.json()["user"]["email"], "ada@example.com");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn each_session_has_an_id_of_its_own() {
    let mut client = Client::new();
    let first = client.login("ada").await.header("set-cookie").to_owned();
    let second = client.login("ada").await.header("set-cookie").to_owned();
    assert_ne!(first, second);
}

#[tokio::test]
async fn signing_in_again_ends_the_old_session() {
    let mut client = Client::new();
    let old = client.login("ada").await.header("set-cookie").split(';').next().unwrap().to_owned();
    client.login("grace").await;
    let router = server::app(client.app.clone());
    let answer = send(&router, request(Method::GET, "/api/session", &[("cookie", &old)])).await;
    assert_eq!(answer.json(), json!({ "user": null }));
}

#[tokio::test]
async fn the_session_says_who_is_there_until_signing_out() {
    let mut client = Client::new();
    assert_eq!(client.get("/api/session").await.json(), json!({ "user": null }));
    client.login("grace").await;
    let user = client.get("/api/session").await.json()["user"].clone();
    assert_eq!(user["userId"], "user-grace-1906");
    assert!(user["name"].as_str().unwrap().contains("Núñez"), "{user}");
    let gone = client.post("/logout", json!({})).await;
    assert_eq!(gone.status, StatusCode::OK);
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{}", gone.header("set-cookie"));
    assert_eq!(client.get("/api/session").await.json(), json!({ "user": null }));
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let mut client = Client::new();
    let cookie = client.login("ada").await.header("set-cookie").split(';').next().unwrap().to_owned();
    client.post("/logout", Value::Null).await;
    let router = server::app(client.app.clone());
    let answer = send(&router, request(Method::GET, "/api/messenger-token", &[("cookie", &cookie)])).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_without_a_session_succeeds() {
    assert_eq!(Client::new().post("/logout", json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_user_is_named_in_the_error() {
    let answer = Client::new().login("mallory").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    assert!(error.contains("mallory") && error.contains("ada, grace, linus"), "{error}");
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn a_body_that_is_no_login_is_an_error_in_json() {
    let mut client = Client::new();
    assert!(client.post("/login", json!({ "name": "ada" })).await.status.is_client_error());
    let mut broken = post("/login", &Value::Null);
    *broken.body_mut() = "{".into();
    let answer = client.send(broken).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.json()["error"].is_string());
}

#[tokio::test]
async fn a_wrong_method_is_405_in_json() {
    let mut client = Client::new();
    for path in ["/login", "/logout"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(answer.json()["error"].is_string());
        assert_eq!(answer.header("allow"), "POST");
    }
}

#[tokio::test]
async fn the_demo_page_learns_which_messenger_it_is() {
    let facts = Client::new().get("/api/demo").await.json();
    assert_eq!((&facts["fakeMessenger"], &facts["playground"]), (&json!(true), &json!(true)));
    assert_eq!(facts["widgetUrl"], format!("/fake-messenger/widget/{}", facts["appId"].as_str().unwrap()));
    let users: Vec<_> = facts["users"].as_array().unwrap().iter().map(|user| user["user"].clone()).collect();
    assert_eq!(users, ["ada", "grace", "linus"]);
    assert_eq!(facts["users"][2]["email"], Value::Null);
}

#[tokio::test]
async fn with_the_real_messenger_there_is_no_stand_in() {
    let mut settings = crate::client::settings();
    (settings.fake_messenger, settings.app_id) = (false, "abc12345".to_owned());
    let mut client = Client::with(settings);
    let facts = client.get("/api/demo").await.json();
    assert_eq!((&facts["fakeMessenger"], &facts["widgetUrl"]), (&json!(false), &Value::Null));
    assert_eq!(facts["appId"], "abc12345");
    assert_eq!(client.get("/fake-messenger/widget/abc12345").await.status, StatusCode::NOT_FOUND);
}
