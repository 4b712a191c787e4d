//! Static files.

use std::fs;

use axum::http::{Method, StatusCode};
use tempfile::TempDir;

use crate::client::{Client, request, settings};

/// A package and a site; some of the files have precompressed siblings.
fn site() -> (TempDir, Client) {
    let folder = tempfile::tempdir().unwrap();
    let (dist, www) = (folder.path().join("dist"), folder.path().join("www"));
    fs::create_dir_all(&dist).unwrap();
    fs::create_dir_all(&www).unwrap();
    for (name, text) in [
        ("index.js", "export {}"),
        ("index.js.br", "brotli"),
        ("index.js.gz", "gzip"),
        ("core.wasm", "wasm"),
        ("core.wasm.br", "brotli"),
        ("data.json", "{}"),
    ] {
        fs::write(dist.join(name), text).unwrap();
    }
    for (name, text) in
        [("index.html", "<h1>home"), ("app.html", "<h1>app"), ("style.css", "a{}"), ("m.mjs", "")]
    {
        fs::write(www.join(name), text).unwrap();
    }
    let docs = folder.path().join("docs");
    fs::create_dir_all(docs.join("guides")).unwrap();
    fs::write(docs.join("index.html"), "<h1>documentation").unwrap();
    let mut settings = settings();
    (settings.dist, settings.www, settings.docs) = (dist, www, docs);
    (folder, Client::with(settings))
}

#[tokio::test]
async fn files_have_their_types() {
    let (_folder, mut client) = site();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/m.mjs", "text/javascript; charset=utf-8"),
        ("/docs/", "text/html; charset=utf-8"),
        ("/dist/index.js", "text/javascript; charset=utf-8"),
        ("/dist/core.wasm", "application/wasm"),
        ("/dist/data.json", "application/json"),
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
}

#[tokio::test]
async fn precompressed_siblings_are_sent_to_those_who_take_them() {
    let (_folder, mut client) = site();
    for (accept, encoding, body) in
        [("br, gzip", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "export {}")]
    {
        let answer =
            client.send(request(Method::GET, "/dist/index.js", &[("accept-encoding", accept)])).await;
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body));
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{accept}");
    }
    let wasm = client.send(request(Method::GET, "/dist/core.wasm", &[("accept-encoding", "br")])).await;
    assert_eq!((wasm.header("content-type"), wasm.header("content-encoding")), ("application/wasm", "br"));
}

#[tokio::test]
async fn addresses_inside_the_application_serve_its_page() {
    let (_folder, mut client) = site();
    for path in ["/app", "/app/", "/app/settings", "/app/a/b?tab=1"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "<h1>app"), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_not_a_page() {
    let (_folder, mut client) = site();
    for path in ["/nothing", "/app/missing.js", "/dist/missing.js", "/application", "/dist/../../etc/passwd"]
    {
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("<h1>"), "{path}");
    }
}

#[tokio::test]
async fn documentation_that_is_not_rendered_says_how() {
    let (_folder, mut client) = site();
    let folder = client.get("/docs").await;
    assert_eq!((folder.status, folder.header("location")), (StatusCode::TEMPORARY_REDIRECT, "/docs/"));
    let answer = client.get("/docs/guides/none.html").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("cargo xtask docs"));
}

#[tokio::test]
async fn files_cannot_be_posted_to() {
    let (_folder, mut client) = site();
    let answer = client.post("/index.html", serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}
