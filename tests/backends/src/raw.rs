//! Sends a request as bytes, for requests that no client sends, or does not finish if the server closes the
//! connection.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{Context as _, Result};

/// Time limit for a response.
const ANSWER: Duration = Duration::from_secs(60);

/// A response as received.
#[derive(Debug)]
pub struct Raw {
    /// Its status.
    pub status: u16,
    /// Its head and body, as text.
    pub text: String,
}

/// Sends these bytes to a local port, and reads until the response is complete or the server closes. A server that
/// rejects a body may close before it has read all of it, which is not a failure here.
///
/// # Errors
/// If nothing listens, or the received bytes are not a response.
pub fn raw(port: u16, request: &[u8]) -> Result<Raw> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(ANSWER))?;
    stream.set_write_timeout(Some(ANSWER))?;
    let _ = stream.write_all(request);
    let (mut bytes, mut more) = (Vec::new(), [0; 4096]);
    // Flask's server closes only after the client.
    while !is_whole(&String::from_utf8_lossy(&bytes)) {
        match stream.read(&mut more) {
            Ok(0) | Err(_) => break,
            Ok(count) => bytes.extend(more.iter().take(count)),
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok());
    let status = status.with_context(|| format!("no answer: {text:?}"))?;
    Ok(Raw { status, text })
}

/// Whether the body is as long as the head says.
fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let head = head.to_ascii_lowercase();
    let told =
        head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    told.is_some_and(|length| body.len() >= length)
}
