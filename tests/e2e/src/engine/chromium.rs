//! Chromium: its resolver is configured with the addresses of hosts.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value, json};
use server::INTERCOM_HOSTS;

use super::{Surroundings, WithoutWasm};

/// Arguments that stop its requests to other hosts, and let it run on test machines.
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
    // Parts of the browser's own interface, each of which is a process for every new window, and services that no
    // page uses.
    "--disable-features=PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations,MediaRouter,OptimizationHints,Translate",
];

/// The program in `CHROMIUM`, or the one on `PATH`.
#[must_use]
pub fn program() -> PathBuf {
    super::program("CHROMIUM", &["chromium"])
}

/// Start arguments for an empty profile folder and the port that Intercom's hosts are mapped to.
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
