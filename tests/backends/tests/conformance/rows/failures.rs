//! Failures on the server, and requests that no browser sends.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use backends::{ALLOWED, Client, SECRET, Server, faults, raw};
use serde_json::json;

use crate::bench::Bench;

/// The page gets a sentence, the log contains the cause, and neither contains the secret.
fn fails(bench: &Bench, server: &Server, user: &str, cause: &str) -> Result<()> {
    let mut client = Client::new(&server.origin(), &bench.tokens);
    let answer = client.post("/login", &json!({ "user": user }), Some(ALLOWED))?;
    answer.refuses(500)?;
    ensure!(answer.lists("cache-control", "no-store"), "a cache may keep it");
    ensure!(answer.header("access-control-allow-origin") == ALLOWED, "the page cannot read it");
    ensure!(!answer.body.to_lowercase().contains(cause), "the cause is in the answer: {}", answer.body);
    let printed = server.printed();
    ensure!(printed.to_lowercase().contains(cause), "the cause is not in the log: {printed}");
    // Traces truncate arguments.
    ensure!(!printed.contains(SECRET.get(..12).unwrap_or(SECRET)), "the secret is in the log");
    Ok(())
}

pub(super) fn on_the_server(bench: &Bench) -> Result<()> {
    for fault in faults(bench.backend) {
        let server = Server::start_copy(&fault.copy(bench.backend)?, bench.backend)?;
        fails(bench, &server, "grace", fault.cause).with_context(|| format!("{fault:?}"))?;
    }
    Ok(())
}

/// Without a php.ini, PHP shows errors on the page and prints arguments in traces.
pub(super) fn php_session_folder(bench: &Bench) -> Result<()> {
    if bench.backend.name != "php" {
        return Ok(());
    }
    let folder = bench.backend.folder()?.with_extension("ini");
    fs::create_dir_all(&folder)?;
    let missing = folder.join("missing");
    fs::write(folder.join("php.ini"), format!("session.save_path = {}\n", missing.display()))?;
    let ini = folder.display().to_string();
    let server = Server::start_with(bench.backend, &[("PHPRC", &ini), ("PHP_INI_SCAN_DIR", "")])?;
    fails(bench, &server, "ada", "missing")
}

/// Nested lists, as deep as 64 KiB allow.
pub(super) fn deep(bench: &Bench) -> Result<()> {
    for (open, close) in [("[", "]"), (r#"{"user":"#, "}")] {
        let depth = 60 * 1024 / (open.len() + close.len());
        let body = format!("{}null{}", open.repeat(depth), close.repeat(depth));
        let answer = bench.nobody().send("POST", "/login", &[("content-type", "application/json")], &body)?;
        ensure!((400..=422).contains(&answer.status), "{open}: {} {}", answer.status, answer.body);
        answer.refuses(answer.status)?;
    }
    Ok(())
}

pub(super) fn not_utf8(bench: &Bench) -> Result<()> {
    let port = bench.server.port();
    let host = format!("host: localhost:{port}\r\nconnection: close\r\n");
    let body = b"{\"user\":\"\xff\xfe\"}";
    let login = format!(
        "POST /login HTTP/1.1\r\n{host}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let requests = [
        ("a name", [login.as_bytes(), body].concat()),
        ("an address", format!("GET /api/%ff HTTP/1.1\r\n{host}\r\n").into_bytes()),
        ("a query", format!("GET /api/messenger-token?x=%ff HTTP/1.1\r\n{host}\r\n").into_bytes()),
        (
            "a query's name",
            format!("GET /api/messenger-token?%ff[]=1&%ff=2 HTTP/1.1\r\n{host}\r\n").into_bytes(),
        ),
    ];
    for (what, request) in requests {
        let answer = raw(port, &request)?;
        ensure!((400..500).contains(&answer.status), "{what}: {}", answer.text);
        ensure!(answer.text.contains(r#""error""#), "{what}: no sentence: {}", answer.text);
    }
    Ok(())
}
