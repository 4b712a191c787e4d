//! Endpoints that cannot be reached, or not safely.

use server::{App, Secret, Settings, TokenFault};
use tokio::io::AsyncWriteExt as _;

use crate::program::{Backend, ENDPOINT, SECRET, run};

#[tokio::test]
async fn a_port_where_nothing_listens_says_what_to_do() {
    let listener = server::bind(0).await.unwrap();
    let url = format!("http://{}/jwt", listener.local_addr().unwrap());
    drop(listener);
    let run = run(&["--url", &url, "--json"], None).await;
    let hint = run.expect("reachable", "fail", "nothing listens");
    assert!(hint.contains("Start the server"));
    assert_eq!(run.check("reachable")["code"], "endpoint_unreachable");
    assert_eq!(run.json()["checks"].as_array().unwrap().len(), 2, "nothing else is asked");
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_named() {
    let run = run(&["--url", "https://endpoint.invalid/jwt", "--json"], None).await;
    assert!(run.expect("reachable", "fail", "no host is called endpoint.invalid").contains("spelling"));
}

#[tokio::test]
async fn an_endpoint_that_hangs_ends_in_time() {
    let run = Backend::failing(TokenFault::Hang).await.verify(&["--timeout", "1"]).await;
    for name in ["reachable", "answer", "no_session", "invented_session", "cors_foreign"] {
        assert!(run.expect(name, "fail", "(1 s)").contains("--timeout"));
        assert_eq!(run.check(name)["code"], "endpoint_timeout");
    }
}

#[tokio::test]
async fn what_does_not_speak_http_is_told_from_what_does() {
    let listener = server::bind(0).await.unwrap();
    let url = format!("http://{}/jwt", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n").await;
        }
    });
    let run = run(&["--url", &url, "--json"], None).await;
    assert!(run.expect("reachable", "fail", "").contains(&format!("curl -i {url}")));
}

#[tokio::test]
async fn an_endpoint_that_changes_to_another_protocol_has_not_answered() {
    let listener = server::bind(0).await.unwrap();
    let url = format!("http://{}/jwt", listener.local_addr().unwrap());
    let head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(head).await;
        }
    });
    for more in [&[][..], &["--cookie", "session=0123456789"]] {
        let run = run(&[&["--url", &url, "--json"], more].concat(), None).await;
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        assert!(run.json()["checks"].as_array().unwrap().iter().any(|check| check["status"] == "fail"));
    }
}

#[tokio::test]
async fn https_to_a_port_for_http_is_told() {
    let url = Backend::start().await.url().replace("http://", "https://");
    for more in [&[][..], &["--insecure"]] {
        let run = run(&[&["--url", &url, "--json"], more].concat(), None).await;
        assert!(run.expect("reachable", "fail", "speaks http, and not https").contains("http://"));
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_needs_insecure_which_is_warned_of() {
    let listener = server::bind(0).await.unwrap();
    let url = format!("https://localhost:{}{ENDPOINT}", listener.local_addr().unwrap().port());
    let app = App::new(Settings::fake_messenger(Secret::new(SECRET)));
    tokio::spawn(server::serve_tls(listener, server::app(app)));
    let strict = run(&["--url", &url, "--json"], None).await;
    assert!(strict.expect("reachable", "fail", "TLS failed").contains("--insecure"));
    let insecure = run(&["--url", &url, "--json", "--insecure"], None).await;
    insecure.expect("encrypted", "warn", "certificate was not looked at");
    insecure.expect("no_session", "pass", "401");
    assert_eq!(insecure.code, Some(0));
}

#[tokio::test]
async fn http_is_for_this_machine_only() {
    Backend::start().await.verify(&[]).await.expect("encrypted", "pass", "stays on this machine");
    let far = run(&["--url", "http://endpoint.invalid/jwt", "--json"], None).await;
    assert!(far.expect("encrypted", "warn", "http").contains("https"));
}
