//! Pages of other origins.

use anyhow::{Context as _, Result, ensure};
use backends::{ALLOWED, Answer};
use serde_json::json;

use crate::bench::Bench;

const ENDPOINT: &str = "/api/messenger-token";

const FOREIGN: &[&str] = &[
    "https://evil.example",
    "null",
    "http://localhost:5174",
    "http://localhost:51730",
    "http://localhost",
    "https://localhost:5173",
    "http://localhost:5173.evil.example",
    "http://evil.localhost:5173",
    "https://www.example.com.evil.example",
    "https://wwwxexample.com",
];

fn readable(answer: &Answer, origin: &str) -> Result<()> {
    for (name, value) in
        [("access-control-allow-origin", origin), ("access-control-allow-credentials", "true")]
    {
        ensure!(answer.header(name) == value, "{name} is {:?}", answer.header(name));
    }
    ensure!(answer.lists("vary", "origin"), "Vary is {:?}", answer.header("vary"));
    for name in ["Date", "Retry-After"] {
        let exposed = answer.header("access-control-expose-headers");
        ensure!(answer.lists("access-control-expose-headers", name), "{name} is not exposed: {exposed:?}");
    }
    Ok(())
}

pub(super) fn allowed(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    for origin in [ALLOWED, "https://www.example.com"] {
        let answer = client.send("GET", ENDPOINT, &[("origin", origin)], "")?;
        answer.token()?;
        readable(&answer, origin)?;
    }
    Ok(())
}

pub(super) fn allowed_refusal(bench: &Bench) -> Result<()> {
    let answer = bench.nobody().send("GET", ENDPOINT, &[("origin", ALLOWED)], "")?;
    answer.refuses(401)?;
    readable(&answer, ALLOWED)
}

pub(super) fn allowed_errors(bench: &Bench) -> Result<()> {
    for (method, path, status) in [("GET", "/nothing", 404), ("PUT", ENDPOINT, 405), ("GET", "/login", 405)] {
        let answer = bench.nobody().send(method, path, &[("origin", ALLOWED)], "")?;
        answer.refuses(status).with_context(|| format!("{method} {path}"))?;
        readable(&answer, ALLOWED).with_context(|| format!("{method} {path}"))?;
        ensure!(answer.lists("cache-control", "no-store"), "{method} {path}: a cache may keep it");
    }
    Ok(())
}

pub(super) fn foreign_refusal(bench: &Bench) -> Result<()> {
    let answer = bench.nobody().post("/login", &json!({ "user": "ada" }), Some("https://evil.example"))?;
    answer.refuses(403)?;
    ensure!(
        answer.lists("cache-control", "no-store"),
        "Cache-Control is {:?}",
        answer.header("cache-control")
    );
    ensure!(answer.lists("vary", "origin"), "Vary is {:?}", answer.header("vary"));
    ensure!(answer.header("access-control-allow-origin").is_empty(), "the page may read it");
    Ok(())
}

pub(super) fn foreign(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    for origin in FOREIGN {
        let answer = client.send("GET", ENDPOINT, &[("origin", origin)], "")?;
        let allowed = answer.header("access-control-allow-origin");
        ensure!(allowed.is_empty(), "{origin}: access-control-allow-origin is {allowed:?}");
        ensure!(answer.lists("vary", "origin"), "{origin}: Vary is {:?}", answer.header("vary"));
    }
    Ok(())
}

pub(super) fn preflight(bench: &Bench) -> Result<()> {
    for (path, method) in [(ENDPOINT, "GET"), ("/login", "POST")] {
        let ask = |origin: &str| {
            let headers = [
                ("origin", origin),
                ("access-control-request-method", method),
                ("access-control-request-headers", "content-type"),
            ];
            bench.nobody().send("OPTIONS", path, &headers, "")
        };
        let answer = ask(ALLOWED)?;
        ensure!((200..300).contains(&answer.status), "{path}: {} {}", answer.status, answer.body);
        for (name, value) in
            [("access-control-allow-origin", ALLOWED), ("access-control-allow-credentials", "true")]
        {
            ensure!(answer.header(name) == value, "{path}: {name} is {:?}", answer.header(name));
        }
        for (name, word) in
            [("access-control-allow-methods", method), ("access-control-allow-headers", "content-type")]
        {
            ensure!(answer.lists(name, word), "{path}: {name} is {:?}", answer.header(name));
        }
        for origin in FOREIGN {
            let allowed = ask(origin)?.header("access-control-allow-origin");
            ensure!(allowed.is_empty(), "{path}, {origin}: access-control-allow-origin is {allowed:?}");
        }
    }
    Ok(())
}

pub(super) fn foreign_write(bench: &Bench) -> Result<()> {
    for origin in FOREIGN {
        let mut client = bench.signed_in("ada")?;
        for (path, body) in [("/logout", json!({})), ("/login", json!({ "user": "grace" }))] {
            let answer = client.post(path, &body, Some(origin))?;
            answer.refuses(403).with_context(|| format!("{origin}, {path}"))?;
        }
        let who = client.get("/api/session")?.json()?;
        ensure!(who["user"]["user"] == "ada", "{origin}: now it is {who}");
    }
    Ok(())
}

/// The origin with http is not the one with https: an attacker on the network may have written the page.
pub(super) fn other_scheme(bench: &Bench) -> Result<()> {
    let host = bench.server.origin().replace("http://", "");
    for origin in ["https", "ws", "ftp"].map(|scheme| format!("{scheme}://{host}")) {
        let mut client = bench.signed_in("ada")?;
        for (path, body) in [("/logout", json!({})), ("/login", json!({ "user": "grace" }))] {
            let answer = client.post(path, &body, Some(&origin))?;
            answer.refuses(403).with_context(|| format!("{origin}, {path}"))?;
        }
        let who = client.get("/api/session")?.json()?;
        ensure!(who["user"]["user"] == "ada", "{origin}: now it is {who}");
    }
    Ok(())
}

pub(super) fn own_write(bench: &Bench) -> Result<()> {
    for origin in [ALLOWED, &bench.server.origin()] {
        let mut client = bench.nobody();
        for (path, body) in [("/login", json!({ "user": "ada" })), ("/logout", json!({}))] {
            let answer = client.post(path, &body, Some(origin))?;
            answer.json().with_context(|| format!("{origin}, {path}"))?;
            ensure!(answer.status == 200, "{origin}, {path}: {} {}", answer.status, answer.body);
        }
    }
    Ok(())
}
