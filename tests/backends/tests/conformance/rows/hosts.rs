//! The host that a request names. With DNS rebinding a foreign page has the server's own origin; only its host
//! distinguishes it.

use anyhow::{Context as _, Result, ensure};
use backends::{Client, Server};
use serde_json::json;

use crate::bench::Bench;

const ENDPOINT: &str = "/api/messenger-token";

/// Headers that a framework might use instead of `Host`; a page of the server's own origin can send all of them.
const FORWARDED: &[&[(&str, &str)]] =
    &[&[], &[("x-forwarded-host", "localhost")], &[("forwarded", "host=localhost;proto=http")]];

/// Checks that a host gets neither a token nor a session.
fn refused(client: &mut Client, host: &str, more: &[(&str, &str)]) -> Result<()> {
    let origin = format!("http://{host}");
    let headers = [&[("host", host), ("content-type", "application/json")], more].concat();
    let with_origin = [headers.as_slice(), &[("origin", &origin)]].concat();
    let body = json!({ "user": "grace" }).to_string();
    for answer in [
        client.send("GET", ENDPOINT, &headers, "")?,
        client.send("GET", "/api/session", &headers, "")?,
        client.send("POST", "/login", &headers, &body)?,
        client.send("POST", "/login", &with_origin, &body)?,
        client.send("GET", "/nothing", &headers, "")?,
    ] {
        answer.refuses(if answer.status == 400 { 400 } else { 421 })?;
        ensure!(answer.header("set-cookie").is_empty(), "it sets a cookie");
        ensure!(answer.lists("cache-control", "no-store"), "a cache may keep the refusal");
    }
    Ok(())
}

pub(super) fn foreign(bench: &Bench) -> Result<()> {
    let port = bench.server.port();
    let own_port = |host: &str| format!("{host}:{port}");
    let mut client = bench.signed_in("ada")?;
    for host in
        ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost", "10.0.0.1"]
    {
        for host in [host.to_owned(), own_port(host)] {
            for more in FORWARDED {
                refused(&mut client, &host, more).with_context(|| format!("{host}, {more:?}"))?;
            }
        }
    }
    let who = client.get("/api/session")?.json()?;
    ensure!(who["user"]["user"] == "ada", "now it is {who}");
    Ok(())
}

/// Any port, since a development server forwards the host of its request.
pub(super) fn own(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    for host in ["localhost", "127.0.0.1"] {
        for host in [host.to_owned(), format!("{host}:{}", bench.server.port()), format!("{host}:5173")] {
            let answer = client.send("GET", "/api/session", &[("host", &host)], "")?;
            let who = answer.json().with_context(|| host.clone())?;
            ensure!(who["user"]["user"] == "ada", "{host}: {} {who}", answer.status);
            let origin = format!("http://{host}");
            let headers =
                [("host", host.as_str()), ("origin", &origin), ("content-type", "application/json")];
            let answer = client.send("POST", "/login", &headers, r#"{"user":"ada"}"#)?;
            ensure!(answer.status == 200, "{host}: signing in: {} {}", answer.status, answer.body);
        }
    }
    Ok(())
}

pub(super) fn listed(bench: &Bench) -> Result<()> {
    let server = Server::start_with(bench.backend, &[("ALLOWED_HOSTS", "shop.example, api.example")])?;
    let mut client = Client::new(&server.origin(), &bench.tokens);
    for host in ["shop.example", "api.example:8443"] {
        let answer = client.send("GET", "/api/session", &[("host", host)], "")?;
        ensure!(answer.status == 200, "{host}: {} {}", answer.status, answer.body);
    }
    for host in ["localhost", "127.0.0.1", "www.shop.example", "example"] {
        refused(&mut client, host, &[]).with_context(|| host.to_owned())?;
    }
    Ok(())
}

/// Some frameworks treat an empty list as every host.
pub(super) fn empty(bench: &Bench) -> Result<()> {
    for list in ["", " , "] {
        let server = Server::start_with(bench.backend, &[("ALLOWED_HOSTS", list)])?;
        let mut client = Client::new(&server.origin(), &bench.tokens);
        ensure!(client.get("/api/session")?.status == 200, "{list:?}: this machine is refused");
        refused(&mut client, "evil.example", &[]).with_context(|| format!("{list:?}"))?;
    }
    Ok(())
}
