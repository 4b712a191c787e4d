//! Origins that may use the backend with cookies.

use axum::http::{Method, StatusCode};
use serde_json::json;
use server::Origin;

use crate::client::{Answer, Client, post, request, settings};

const ALLOWED: &str = "http://localhost:3000";
const FOREIGN: &str = "https://evil.example";

fn client() -> Client {
    let mut settings = settings();
    settings.allowed_origins = vec![Origin::parse(ALLOWED).unwrap()];
    Client::with(settings)
}

async fn preflight(path: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "x-csrf-token"),
    ];
    client().send(request(Method::OPTIONS, path, &headers)).await
}

#[tokio::test]
async fn an_allowed_origin_may_read_the_token_with_cookies() {
    let answer = client().send(request(Method::GET, "/api/messenger-token", &[("origin", ALLOWED)])).await;
    assert_eq!(answer.header("access-control-allow-origin"), ALLOWED);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert!(answer.header("vary").contains("origin"));
    let exposed = answer.header("access-control-expose-headers").to_lowercase();
    assert!(exposed.contains("date") && exposed.contains("retry-after"), "{exposed}");
}

#[tokio::test]
async fn a_foreign_origin_may_not() {
    for origin in
        [FOREIGN, "null", "http://localhost:3001", "http://localhost:30000", "https://localhost:3000"]
    {
        let answer = client().send(request(Method::GET, "/api/messenger-token", &[("origin", origin)])).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn a_preflight_passes_for_the_allowed_origin_only() {
    let answer = preflight("/api/messenger-token", ALLOWED).await;
    assert!(answer.status.is_success());
    assert_eq!(answer.header("access-control-allow-origin"), ALLOWED);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert_eq!(answer.header("access-control-allow-headers"), "x-csrf-token");
    assert!(answer.header("access-control-allow-methods").contains("GET"));
    assert_eq!(preflight("/api/messenger-token", FOREIGN).await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn without_a_list_no_origin_is_allowed() {
    let answer = Client::new().send(request(Method::GET, "/api/session", &[("origin", ALLOWED)])).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_foreign_page_signs_nobody_out() {
    let mut client = client();
    client.login("ada").await;
    let mut foreign = post("/logout", &json!({}));
    foreign.headers_mut().insert("origin", FOREIGN.parse().unwrap());
    assert_eq!(client.send(foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.get("/api/session").await.json()["user"]["user"], "ada");
}

#[tokio::test]
async fn a_page_of_its_own_host_by_another_scheme_signs_nobody_out() {
    let mut client = client();
    client.login("ada").await;
    for origin in ["https://localhost:8080", "ws://localhost:8080", "localhost:8080"] {
        let mut foreign = post("/logout", &json!({}));
        foreign.headers_mut().insert("origin", origin.parse().unwrap());
        assert_eq!(client.send(foreign).await.status, StatusCode::FORBIDDEN, "{origin}");
    }
    assert_eq!(client.get("/api/session").await.json()["user"]["user"], "ada");
}

#[tokio::test]
async fn its_own_and_allowed_pages_may_sign_in() {
    for origin in ["http://localhost:8080", ALLOWED] {
        let mut login = post("/login", &json!({ "user": "ada" }));
        login.headers_mut().insert("origin", origin.parse().unwrap());
        assert_eq!(client().send(login).await.status, StatusCode::OK, "{origin}");
    }
}

#[tokio::test]
async fn a_foreign_page_cannot_set_the_playground() {
    let mut change = post("/faults", &json!({ "skewSeconds": 5 }));
    change.headers_mut().insert("origin", FOREIGN.parse().unwrap());
    let mut client = client();
    assert_eq!(client.send(change).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.app.faults().behaviour().skew_seconds, 0);
}
