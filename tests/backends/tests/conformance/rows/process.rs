//! The process: its start, its address, its output, and the verifier's report.

use std::{fs, thread};

use anyhow::{Context as _, Result, ensure};
use backends::{ALLOWED, SECRET, refuses_to_start};
use serde_json::Value;

use crate::bench::Bench;

/// The verifier's checks that did not pass.
fn not_passed(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().into_iter().flatten();
    let bad = checks.filter(|check| check["status"] == "fail" || check["status"] == "warn");
    bad.map(|check| format!("{}: {}", check["name"], check["seen"])).collect()
}

/// Signed in as Grace: it sends a dozen requests, and the limit is sixty a minute for each user.
pub(super) fn verify(bench: &Bench) -> Result<()> {
    let client = bench.signed_in("grace")?;
    let (output, report) = bench.verify(&client, SECRET, ALLOWED)?;
    let bad = not_passed(&report);
    ensure!(output.status.success() && bad.is_empty(), "{}", bad.join("; "));
    let passed = report["counts"]["pass"].as_u64().unwrap_or_default();
    ensure!(passed >= 18, "only {passed} checks passed: {}", report["counts"]);
    Ok(())
}

pub(super) fn verify_another(bench: &Bench) -> Result<()> {
    let client = bench.signed_in("grace")?;
    let (output, report) = bench.verify(&client, "another secret", ALLOWED)?;
    let bad = not_passed(&report);
    ensure!(output.status.code() == Some(1), "verify ends with {}", output.status);
    ensure!(bad.len() == 1 && bad.iter().all(|one| one.contains("token_signature")), "{}", bad.join("; "));
    Ok(())
}

/// Reads the kernel's table of sockets: the local addresses with a listener on this port.
pub(super) fn loopback(bench: &Bench) -> Result<()> {
    const LISTENS: &str = "0A";
    let port = format!("{:04X}", bench.server.port());
    let mut addresses = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let mut words = line.split_whitespace().skip(1);
            let (local, state) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
            let (address, at) = local.split_once(':').unwrap_or_default();
            if state == LISTENS && at == port {
                addresses.push(address.to_owned());
            }
        }
    }
    // 127.0.0.1 as a little-endian kernel writes it.
    ensure!(addresses == ["0100007F"], "it listens on {addresses:?}");
    Ok(())
}

/// The environment, and the words that the error line must contain.
type Start = (Vec<(&'static str, &'static str)>, [&'static str; 2]);

/// In parallel: some take seconds to start.
fn refuse(bench: &Bench, starts: Vec<Start>) -> Result<()> {
    let backend = bench.backend;
    let start = |(environment, says): Start| {
        let run = move || {
            refuses_to_start(backend, &environment, &says).with_context(|| format!("with {environment:?}"))
        };
        thread::spawn(run)
    };
    let starts: Vec<_> = starts.into_iter().map(start).collect();
    starts.into_iter().try_for_each(|start| start.join().unwrap())
}

pub(super) fn no_secret(bench: &Bench) -> Result<()> {
    let says = ["INTERCOM_IDENTITY_SECRET is not set", "Messenger API secret"];
    let set =
        [None, Some(""), Some(" \n")].map(|secret| secret.map(|secret| ("INTERCOM_IDENTITY_SECRET", secret)));
    refuse(bench, set.into_iter().map(|set| (set.into_iter().collect(), says)).collect())
}

pub(super) fn wrong_secret(bench: &Bench) -> Result<()> {
    let starts = [
        ("…", "is a placeholder"),
        ("0123456789012345678901234567890", "is shorter than 32 bytes"),
        ("a secrét that would be long enough for HS256", "is not ASCII"),
    ];
    let start =
        |(secret, says)| (vec![("INTERCOM_IDENTITY_SECRET", secret)], ["INTERCOM_IDENTITY_SECRET", says]);
    refuse(bench, starts.map(start).into())
}

pub(super) fn session_secret(bench: &Bench) -> Result<()> {
    let short =
        "0123456789012345678901234567890123456789012345678901234567890123".get(1..).unwrap_or_default();
    let set = vec![("INTERCOM_IDENTITY_SECRET", SECRET), ("SESSION_SECRET", short)];
    refuse(bench, vec![(set, ["SESSION_SECRET", "64 characters"])])
}

/// Values that a framework would treat as a pattern, or that a browser never sends.
pub(super) fn wrong_origins(bench: &Bench) -> Result<()> {
    let lists = [
        "*",
        "https://*.example.com",
        "https://.*\\.example\\.com",
        "https://www.example.com/",
        "http://localhost:5173, www.example.com",
        "https://www.example.com:443",
    ];
    let start = |list| {
        let set = vec![("INTERCOM_IDENTITY_SECRET", SECRET), ("ALLOWED_ORIGINS", list)];
        (set, ["ALLOWED_ORIGINS", "is no origin: write scheme, host and port"])
    };
    refuse(bench, lists.map(start).into())
}

pub(super) fn logs(bench: &Bench) -> Result<()> {
    let (printed, tokens) = (bench.server.printed(), bench.tokens.borrow());
    ensure!(tokens.len() > 10, "only {} tokens were given out", tokens.len());
    ensure!(!printed.contains(SECRET), "the secret");
    for token in tokens.iter() {
        // Its payload and its signature; the header is the same for all tokens.
        for part in token.split('.').skip(1) {
            ensure!(!printed.contains(part), "a part of a token");
        }
    }
    ensure!(!printed.contains("eyJ"), "something that looks like a token");
    Ok(())
}
