//! The token endpoint.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use backends::{ALLOWED, SECRET};
use jsonwebtoken::{Algorithm, decode_header};
use serde_json::{Value, json};

use crate::bench::{Bench, claims, signed_by, unix_now};

const ENDPOINT: &str = "/api/messenger-token";

pub(super) fn for_a_user(bench: &Bench) -> Result<()> {
    let token = bench.signed_in("ada")?.token()?.token()?;
    let header = decode_header(&token)?;
    ensure!(header.alg == Algorithm::HS256, "the algorithm is {:?}", header.alg);
    Ok(())
}

pub(super) fn says_who(bench: &Bench) -> Result<()> {
    let claims = bench.claims("ada")?;
    let mut names: Vec<_> = claims.as_object().context("the claims are no object")?.keys().collect();
    names.sort();
    ensure!(names == ["email", "exp", "iat", "name", "user_id"], "{names:?}");
    // Compared as JSON, so a number is not equal to a text.
    for (name, value) in
        [("user_id", "user-ada-1815"), ("email", "ada@example.com"), ("name", "Ada Lovelace")]
    {
        ensure!(claims[name] == json!(value), "{name} is {}", claims[name]);
    }
    Ok(())
}

pub(super) fn times(bench: &Bench) -> Result<()> {
    let claims = bench.claims("ada")?;
    let whole = |name: &str| claims[name].as_i64().with_context(|| format!("{name} is {}", claims[name]));
    let (iat, exp, now) = (whole("iat")?, whole("exp")?, unix_now());
    ensure!((iat - now).abs() <= 5, "iat is {iat}, and now is {now}");
    ensure!(exp > now + 300, "exp is {exp}, and now is {now}");
    ensure!(exp <= now + 7200 + 5, "exp is {} s away", exp - now);
    Ok(())
}

pub(super) fn signature(bench: &Bench) -> Result<()> {
    let token = bench.signed_in("ada")?.token()?.token()?;
    signed_by(&token, SECRET)?;
    for another in ["another secret", "", &format!("{SECRET}\n")] {
        ensure!(signed_by(&token, another).is_err(), "{another:?} verifies it");
    }
    Ok(())
}

pub(super) fn letters(bench: &Bench) -> Result<()> {
    let claims = bench.claims("grace")?;
    ensure!(claims["name"] == "Grace Núñez Höpper", "{}", claims["name"]);
    Ok(())
}

pub(super) fn without_address(bench: &Bench) -> Result<()> {
    let claims = bench.claims("linus")?;
    ensure!(claims["user_id"] == "user-linus-1969", "{}", claims["user_id"]);
    ensure!(claims.get("email").is_none(), "email is {}", claims["email"]);
    Ok(())
}

pub(super) fn nobody(bench: &Bench) -> Result<()> {
    bench.nobody().token()?.refuses(401)
}

pub(super) fn no_redirect(bench: &Bench) -> Result<()> {
    let accept = [("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")];
    bench.nobody().send("GET", ENDPOINT, &accept, "")?.refuses(401)
}

pub(super) fn invented(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    ensure!(!client.cookies.is_empty(), "there is no session cookie");
    for value in client.cookies.values_mut() {
        "0123456789abcdef0123456789abcdef".clone_into(value);
    }
    client.token()?.refuses(401)
}

pub(super) fn wrong_method(bench: &Bench) -> Result<()> {
    for (path, wrong, right) in [
        (ENDPOINT, ["POST", "PUT", "DELETE"].as_slice(), "GET"),
        ("/api/session", &["POST"], "GET"),
        ("/login", &["GET", "PUT"], "POST"),
        ("/logout", &["GET", "DELETE"], "POST"),
    ] {
        for method in wrong {
            let answer = bench.signed_in("ada")?.send(method, path, &[], "")?;
            answer.refuses(405).with_context(|| format!("{method} {path}"))?;
            ensure!(answer.lists("allow", right), "{method} {path}: Allow is {:?}", answer.header("allow"));
            ensure!(!answer.lists("allow", method), "{method} {path}: Allow is {:?}", answer.header("allow"));
        }
    }
    Ok(())
}

/// Method of caches and monitors.
pub(super) fn head(bench: &Bench) -> Result<()> {
    for path in [ENDPOINT, "/api/session"] {
        for mut client in [bench.nobody(), bench.signed_in("ada")?] {
            let get = client.get(path)?;
            let head = client.send("HEAD", path, &[], "")?;
            ensure!(head.status == get.status, "{path}: {} in place of {}", head.status, get.status);
            ensure!(head.body.is_empty(), "{path}: a body: {}", head.body);
            for name in ["content-type", "cache-control"] {
                ensure!(head.header(name) == get.header(name), "{path}: {name} is {:?}", head.header(name));
            }
        }
        let answer = bench.nobody().send("POST", path, &[], "")?;
        ensure!(answer.lists("allow", "HEAD"), "{path}: Allow is {:?}", answer.header("allow"));
    }
    Ok(())
}

pub(super) fn unknown_address(bench: &Bench) -> Result<()> {
    for path in ["/api/nothing", "/api/messenger-token/more", "/nothing"] {
        bench.nobody().get(path)?.refuses(404).with_context(|| path.to_owned())?;
    }
    Ok(())
}

pub(super) fn no_store(bench: &Bench) -> Result<()> {
    let mut client = bench.nobody();
    for (method, path, body) in [
        ("GET", ENDPOINT, ""),
        ("POST", ENDPOINT, ""),
        ("GET", "/api/session", ""),
        ("POST", "/login", r#"{"user":"nobody-we-know"}"#),
        ("POST", "/login", r#"{"user":"ada"}"#),
        ("GET", ENDPOINT, ""),
        ("GET", "/api/session", ""),
        ("POST", "/logout", ""),
    ] {
        let answer = client.send(method, path, &[("content-type", "application/json")], body)?;
        let control = answer.header("cache-control");
        ensure!(
            answer.lists("cache-control", "no-store"),
            "{method} {path}, {}: Cache-Control is {control:?}",
            answer.status
        );
        ensure!(!control.contains("public"), "{method} {path}: Cache-Control is {control:?}");
    }
    Ok(())
}

pub(super) fn date(bench: &Bench) -> Result<()> {
    let answer = bench.nobody().token()?;
    let date = httpdate::parse_http_date(&answer.header("date")).context("Date cannot be read")?;
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).map(|since| since.as_secs());
    let apart = seconds(date)?.abs_diff(seconds(answer.received)?);
    ensure!(apart <= 5, "Date is {apart} s off");
    Ok(())
}

/// The requests may span two windows of a minute: with three times the limit, at least one window exceeds it.
pub(super) fn rate_limit(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("linus")?;
    let mut refused = None;
    for sent in 0..180 {
        let answer = client.send("GET", ENDPOINT, &[("origin", ALLOWED)], "")?;
        if answer.status != 200 {
            refused = Some((sent, answer));
            break;
        }
    }
    let (sent, answer) = refused.context("180 requests at once, and none was refused")?;
    answer.refuses(429)?;
    ensure!(sent >= 40, "refused after {sent}: too few for many tabs");
    let wait: u64 = answer.header("retry-after").parse().context("Retry-After is no number of seconds")?;
    ensure!((1..=60).contains(&wait), "Retry-After is {wait}");
    ensure!(
        answer.lists("cache-control", "no-store"),
        "Cache-Control is {:?}",
        answer.header("cache-control")
    );
    ensure!(answer.header("access-control-allow-origin") == ALLOWED, "an allowed page cannot read it");
    // Another user has a separate count.
    let claims = claims(&bench.signed_in("grace")?.token()?)?;
    ensure!(claims.get("exp").is_some_and(Value::is_number), "{claims}");
    Ok(())
}
