//! The host that a request names: with DNS rebinding a foreign page has the server's own origin.

use axum::http::{HeaderValue, Method, StatusCode};
use serde_json::json;
use server::Host;

use crate::client::{Answer, Client, post, request, settings};

/// Requests a token as the server's own page does, with this host.
async fn ask(client: &mut Client, host: &[u8], path: &str) -> Answer {
    let mut asked = request(Method::GET, path, &[]);
    asked.headers_mut().insert("host", HeaderValue::from_bytes(host).unwrap());
    client.send(asked).await
}

#[tokio::test]
async fn a_foreign_host_gets_neither_token_nor_session_nor_page() {
    let mut client = Client::signed_in("ada").await;
    for host in [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example:8080",
        "10.0.0.1",
        "localhost@evil.example",
        "evil.example@localhost:8080 ",
        "localhost evil.example",
        "",
    ] {
        for path in [
            "/api/messenger-token",
            "/api/session",
            "/api/demo",
            "/faults",
            "/faults/log",
            "/fake-messenger/widget/x",
            "/",
            "/no",
        ] {
            let answer = ask(&mut client, host.as_bytes(), path).await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            assert!(answer.json()["error"].as_str().unwrap().contains("ALLOWED_HOSTS"));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        let mut login = post("/login", &json!({ "user": "grace" }));
        login.headers_mut().insert("host", host.parse().unwrap());
        if let Ok(origin) = format!("http://{host}").parse() {
            login.headers_mut().insert("origin", origin);
        }
        let answer = client.send(login).await;
        assert_eq!(
            (answer.status, answer.header("set-cookie")),
            (StatusCode::MISDIRECTED_REQUEST, ""),
            "{host}"
        );
    }
    assert_eq!(client.get("/api/session").await.json()["user"]["user"], "ada");
}

#[tokio::test]
async fn a_request_without_a_host_or_with_one_that_is_no_text_is_refused() {
    let mut client = Client::new();
    let mut none = request(Method::GET, "/api/session", &[]);
    none.headers_mut().remove("host");
    assert_eq!(client.send(none).await.status, StatusCode::MISDIRECTED_REQUEST);
    let answer = ask(&mut client, b"localhost\xff", "/api/session").await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn what_a_page_may_say_of_its_host_besides_does_not_count() {
    for name in ["x-forwarded-host", "forwarded", "x-host", "x-original-host"] {
        let headers = [("host", "evil.example"), (name, "localhost")];
        let mut asked = request(Method::GET, "/api/session", &headers[1..]);
        asked.headers_mut().insert("host", headers[0].1.parse().unwrap());
        assert_eq!(Client::new().send(asked).await.status, StatusCode::MISDIRECTED_REQUEST, "{name}");
    }
}

#[tokio::test]
async fn this_machine_is_answered_on_every_port() {
    let mut client = Client::signed_in("ada").await;
    for host in
        ["localhost", "LOCALHOST:8080", "localhost:5173", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"]
    {
        assert_eq!(
            ask(&mut client, host.as_bytes(), "/api/messenger-token").await.status,
            StatusCode::OK,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_list_takes_the_place_of_this_machine_and_a_dot_takes_in_subdomains() {
    let mut settings = settings();
    settings.allowed_hosts = ["shop.example", ".demo.test"].map(|host| Host::parse(host).unwrap()).into();
    let mut client = Client::with(settings);
    for (host, status) in [
        ("shop.example:8080", StatusCode::OK),
        ("app.demo.test", StatusCode::OK),
        ("a.b.demo.test:1", StatusCode::OK),
        ("demo.test", StatusCode::MISDIRECTED_REQUEST),
        ("evildemo.test", StatusCode::MISDIRECTED_REQUEST),
        ("www.shop.example", StatusCode::MISDIRECTED_REQUEST),
        ("localhost", StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(ask(&mut client, host.as_bytes(), "/api/session").await.status, status, "{host}");
    }
}
