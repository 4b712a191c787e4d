//! Chromium: its resolver is told where hosts are.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value, json};
use server::INTERCOM_HOSTS;

use super::{Surroundings, WithoutWasm};

/// What keeps it from talking to others, and lets it run where tests do.
const ARGS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--ignore-certificate-errors",
    // Parts of the browser's own interface, each a process for every new window, and services that no page sees.
    "--disable-features=PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations,MediaRouter,OptimizationHints,Translate",
];

/// The program that `CHROMIUM` names, else the one on `PATH`.
#[must_use]
pub fn program() -> PathBuf {
    super::program("CHROMIUM", &["chromium"])
}

/// What it is started with: an empty folder for its profile, and the port on which it finds Intercom's hosts.
#[must_use]
pub fn arguments(profile: &Path, fake_messenger: u16) -> Vec<String> {
    let mapped = INTERCOM_HOSTS.map(|host| format!("MAP {host}:443 127.0.0.1:{fake_messenger}"));
    let rules =
        format!("{}, MAP *.demo.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost", mapped.join(", "));
    let own = [format!("--user-data-dir={}", profile.display()), format!("--host-resolver-rules={rules}")];
    ARGS.map(str::to_owned).into_iter().chain(own).collect()
}

pub(super) fn capabilities(Surroundings { profile, fake_messenger, .. }: Surroundings<'_>) -> Result<Value> {
    let mut arguments = arguments(profile, fake_messenger);
    if WithoutWasm::chosen()? == Some(WithoutWasm::Missing) {
        arguments.push("--js-flags=--no-expose-wasm".to_owned());
    }
    Ok(json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": program(), "args": arguments },
    }))
}
