//! Signing in and out, as a replacement for the customer's own.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::bench::{Bench, claims};

const GRACE: &str =
    r#"{"user":"grace","userId":"user-grace-1906","name":"Grace Núñez Höpper","email":"grace@example.com"}"#;

pub(super) fn says_who(bench: &Bench) -> Result<()> {
    let mut client = bench.nobody();
    let nobody = json!({ "user": null });
    ensure!(client.get("/api/session")?.json()? == nobody, "somebody is there before signing in");
    let expected = json!({ "user": serde_json::from_str::<Value>(GRACE)? });
    for said in [client.sign_in("grace")?.json()?, client.get("/api/session")?.json()?] {
        ensure!(said == expected, "{said}");
    }
    let linus = bench.signed_in("linus")?.get("/api/session")?.json()?;
    ensure!(linus["user"].get("email").is_some_and(Value::is_null), "{linus}");
    Ok(())
}

pub(super) fn cookie(bench: &Bench) -> Result<()> {
    let cookie = bench.nobody().sign_in("ada")?.header("set-cookie").to_ascii_lowercase();
    for part in ["httponly", "samesite=lax", "path=/"] {
        ensure!(cookie.split([';', ',']).any(|one| one.trim() == part), "{part} is missing: {cookie}");
    }
    ensure!(!cookie.contains("domain="), "{cookie}");
    Ok(())
}

pub(super) fn sign_out(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    for _ in ["with a session", "without one"] {
        let answer = client.post("/logout", &json!({}), None)?;
        ensure!(answer.status == 200 && answer.json()? == json!({ "user": null }), "{}", answer.body);
        client.token()?.refuses(401)?;
        ensure!(client.get("/api/session")?.json()? == json!({ "user": null }), "the session goes on");
    }
    Ok(())
}

/// Another user of the device may have copied the cookie; signing out must end that copy too.
pub(super) fn copied_cookie(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    let mut copy = bench.nobody();
    copy.cookies.clone_from(&client.cookies);
    ensure!(copy.get("/api/session")?.json()?["user"]["user"] == "ada", "the copy is nobody's");
    client.post("/logout", &json!({}), None)?;
    copy.token()?.refuses(401)?;
    let who = copy.get("/api/session")?.json()?;
    ensure!(who == json!({ "user": null }), "the copy is still {who}");
    Ok(())
}

/// An attacker who can set a cookie, for example on a sibling subdomain, sets one before the sign-in and knows its
/// value.
pub(super) fn planted(bench: &Bench) -> Result<()> {
    let attacker = bench.signed_in("linus")?;
    let mut invented = bench.signed_in("linus")?;
    invented.post("/logout", &json!({}), None)?;
    invented.cookies.clone_from(&attacker.cookies);
    for value in invented.cookies.values_mut() {
        "0123456789abcdef0123456789abcdef".clone_into(value);
    }
    for planted in [attacker.cookies, invented.cookies] {
        let mut victim = bench.nobody();
        victim.cookies.clone_from(&planted);
        victim.sign_in("ada")?;
        ensure!(victim.get("/api/session")?.json()?["user"]["user"] == "ada", "nobody is signed in");
        for (name, value) in &planted {
            ensure!(victim.cookies.get(name) != Some(value), "the planted cookie goes on");
        }
        let mut copy = bench.nobody();
        copy.cookies.clone_from(&planted);
        let who = copy.get("/api/session")?.json()?;
        ensure!(who["user"]["user"] != "ada", "the planted cookie is signed in");
    }
    Ok(())
}

pub(super) fn switch(bench: &Bench) -> Result<()> {
    let mut client = bench.signed_in("ada")?;
    let before = client.cookie_header();
    client.sign_in("grace")?;
    ensure!(client.cookie_header() != before, "the session's cookie stays the same");
    let claims = claims(&client.token()?)?;
    ensure!(claims["user_id"] == "user-grace-1906", "{}", claims["user_id"]);
    Ok(())
}

pub(super) fn no_login(bench: &Bench) -> Result<()> {
    let mut client = bench.nobody();
    for body in [
        r#"{"user":"mallory"}"#,
        r#"{"user":""}"#,
        r#"{"user":null}"#,
        r#"{"user":1}"#,
        r#"{"user":["ada"]}"#,
        r#"{"user":{"ada":1}}"#,
        r#"{"user":"constructor"}"#,
        r#"{"name":"ada"}"#,
        r#"["mallory"]"#,
        r#""mallory""#,
        "{",
        "",
    ] {
        let answer = client.send("POST", "/login", &[("content-type", "application/json")], body)?;
        ensure!((400..=422).contains(&answer.status), "{body}: {} {}", answer.status, answer.body);
        answer.refuses(answer.status)?;
    }
    client.token()?.refuses(401)
}
