//! Limits of the size of request bodies.

use anyhow::{Result, ensure};
use backends::raw;

use crate::bench::Bench;

/// Maximum length of a body, in bytes.
const LIMIT: usize = 64 * 1024;

/// A login of this length, valid except for its length.
fn login(length: usize) -> String {
    let (start, end) = (r#"{"user":"ada","more":""#, r#""}"#);
    format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
}

/// A request with this body, either with a `Content-Length` or in chunks.
fn request(bench: &Bench, body: &str, chunked: bool) -> Vec<u8> {
    let (how, body) = if chunked {
        let chunks = body.as_bytes().chunks(8192).map(|chunk| String::from_utf8_lossy(chunk));
        let chunks: String = chunks.map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).collect();
        ("transfer-encoding: chunked".to_owned(), format!("{chunks}0\r\n\r\n"))
    } else {
        (format!("content-length: {}", body.len()), body.to_owned())
    };
    format!(
        "POST /login HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\ncontent-type: application/json\r\n{how}\r\n\
         \r\n{body}",
        bench.server.port()
    )
    .into_bytes()
}

/// A server that supports no chunks rejects them too.
pub(super) fn too_large(bench: &Bench) -> Result<()> {
    let port = bench.server.port();
    let fits = raw(port, &request(bench, &login(LIMIT - 1024), false))?;
    ensure!(fits.status == 200, "one that is small enough: {}", fits.text);
    for (chunked, statuses) in [(false, [400, 413].as_slice()), (true, &[400, 411, 413])] {
        let answer = raw(port, &request(bench, &login(LIMIT + 16 * 1024), chunked))?;
        ensure!(statuses.contains(&answer.status), "chunked: {chunked}: {}", answer.text);
        ensure!(answer.text.contains(r#""error""#), "chunked: {chunked}: no sentence: {}", answer.text);
        let cookie = answer.text.to_ascii_lowercase().contains("set-cookie");
        ensure!(!cookie, "chunked: {chunked}: somebody is signed in: {}", answer.text);
    }
    Ok(())
}
