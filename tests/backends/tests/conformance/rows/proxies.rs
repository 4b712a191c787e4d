//! Behind a proxy, which states the client and the scheme; and without one, where any client can state them.

use anyhow::{Context as _, Result, ensure};
use backends::{Client, Server};

use crate::bench::Bench;

const ENDPOINT: &str = "/api/messenger-token";
const LOGIN: &str = r#"{"user":"ada"}"#;

/// Signs in from a page of the server's own host with this scheme; returns the status and the cookie.
fn sign_in(
    client: &mut Client,
    server: &Server,
    scheme: &str,
    said: &[(&str, &str)],
) -> Result<(u16, String)> {
    let origin = server.origin().replace("http://", &format!("{scheme}://"));
    let own = [("content-type", "application/json"), ("origin", origin.as_str())];
    let answer = client.send("POST", "/login", &[&own, said].concat(), LOGIN)?;
    Ok((answer.status, answer.header("set-cookie").to_ascii_lowercase()))
}

pub(super) fn scheme(bench: &Bench) -> Result<()> {
    let https: &[(&str, &str)] = &[("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.1")];
    let http: &[(&str, &str)] = &[("x-forwarded-proto", "http")];
    let is_secure = |cookie: &str| cookie.split([';', ',']).any(|one| one.trim() == "secure");
    let server = Server::start_with(bench.backend, &[("TRUST_PROXY", "1")])?;
    for (scheme, said, status, secure) in [
        ("https", https, 200, true),
        ("http", https, 403, false),
        ("https", http, 403, false),
        ("http", http, 200, false),
        ("http", &[], 200, false),
    ] {
        let mut client = Client::new(&server.origin(), &bench.tokens);
        let (found, cookie) = sign_in(&mut client, &server, scheme, said)?;
        ensure!(found == status, "a page by {scheme}, {said:?}: {found} in place of {status}");
        ensure!(is_secure(&cookie) == secure, "a page by {scheme}, {said:?}: {cookie}");
        if status == 200 {
            let answer = client.send("GET", ENDPOINT, said, "")?;
            ensure!(answer.status == 200, "the session does not last: {} {}", answer.status, answer.body);
        }
    }
    Ok(())
}

/// Without a proxy, a visitor can send the same headers.
pub(super) fn nobody_says(bench: &Bench) -> Result<()> {
    let said: &[&[(&str, &str)]] = &[
        &[("x-forwarded-proto", "https")],
        &[("x-forwarded-ssl", "on")],
        &[("x-forwarded-scheme", "https")],
        &[("forwarded", "proto=https")],
    ];
    for said in said {
        let (status, cookie) = sign_in(&mut bench.nobody(), &bench.server, "https", said)?;
        ensure!(status == 403, "{said:?}: {status}");
        ensure!(!cookie.contains("; secure"), "{said:?}: {cookie}");
        let (status, cookie) = sign_in(&mut bench.nobody(), &bench.server, "http", said)?;
        ensure!(status == 200 && !cookie.contains("; secure"), "{said:?}: {status} {cookie}");
    }
    Ok(())
}

/// Sends requests until one is rejected; returns their number.
fn until_refused(client: &mut Client, visitor: impl Fn(u32) -> String) -> Result<Option<u32>> {
    for sent in 0..180 {
        let answer = client.send("GET", ENDPOINT, &[("x-forwarded-for", &visitor(sent))], "")?;
        if answer.status != 401 {
            answer.refuses(429)?;
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

pub(super) fn limit(bench: &Bench) -> Result<()> {
    let server = Server::start_with(bench.backend, &[("TRUST_PROXY", "1")])?;
    let mut client = Client::new(&server.origin(), &bench.tokens);
    // A visitor can prepend any value to the proxy's.
    let sent = until_refused(&mut client, |sent| format!("198.51.100.{sent}, 203.0.113.1"))?;
    sent.context("180 requests of one visitor, and none was refused")?;
    let other = client.send("GET", ENDPOINT, &[("x-forwarded-for", "203.0.113.2")], "")?;
    other.refuses(401).context("another visitor")
}

/// Last except for the log: it uses up the limit of signed-out visitors.
pub(super) fn nobody_says_who(bench: &Bench) -> Result<()> {
    let sent = until_refused(&mut bench.nobody(), |sent| format!("198.51.100.{sent}"))?;
    sent.map(drop).context("180 requests of a visitor with many names, and none was refused")
}
