//! The browsers that journeys run in.

use std::{env, path::Path, path::PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// The hosts of Intercom's that the stand-in answers for.
const INTERCOM: [&str; 4] =
    ["widget.intercom.io", "api-iam.intercom.io", "api-iam.eu.intercom.io", "api-iam.au.intercom.io"];

/// A browser engine and its WebDriver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, driven by chromedriver. `CHROMEDRIVER` and `CHROMIUM` name the programs, else they are found on
    /// `PATH`.
    Chromium,
}

impl Engine {
    /// The WebDriver to start.
    pub(crate) fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => program("CHROMEDRIVER", "chromedriver"),
        }
    }

    /// What makes the WebDriver listen on a free port and write a log.
    pub(crate) fn driver_args(self, log: &Path) -> Vec<String> {
        match self {
            Self::Chromium => vec!["--port=0".to_owned(), format!("--log-path={}", log.display())],
        }
    }

    /// The port in the line with which the WebDriver says that it is ready.
    pub(crate) fn port_in(self, line: &str) -> Option<u16> {
        match self {
            Self::Chromium => {
                line.split_once("successfully on port ")?.1.trim_end().trim_end_matches('.').parse().ok()
            }
        }
    }

    /// A browser of its own, with an empty profile, that finds Intercom's hosts at the stand-in and no other host
    /// but this machine and `*.demo.test`.
    pub(crate) fn capabilities(self, profile: &Path, stand_in: u16) -> Result<Map<String, Value>> {
        let capabilities = match self {
            Self::Chromium => json!({
                "browserName": "chrome",
                "acceptInsecureCerts": true,
                // A script that hangs holds up the page's load event, and must not hold up the journey.
                "pageLoadStrategy": "eager",
                "timeouts": { "script": 30_000, "pageLoad": 30_000 },
                "goog:chromeOptions": {
                    "binary": program("CHROMIUM", "chromium"),
                    "args": chromium_args(profile, stand_in),
                },
            }),
        };
        capabilities.as_object().cloned().context("capabilities are an object")
    }
}

fn chromium_args(profile: &Path, stand_in: u16) -> Vec<String> {
    const QUIET: [&str; 13] = [
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
    ];
    let mapped = INTERCOM.map(|host| format!("MAP {host}:443 127.0.0.1:{stand_in}"));
    let rules =
        format!("{}, MAP *.demo.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost", mapped.join(", "));
    let own = [format!("--user-data-dir={}", profile.display()), format!("--host-resolver-rules={rules}")];
    QUIET.map(str::to_owned).into_iter().chain(own).collect()
}

/// The program that the environment names, else one of that name on `PATH`.
fn program(variable: &str, name: &str) -> PathBuf {
    if let Some(given) = env::var_os(variable).filter(|given| !given.is_empty()) {
        return given.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    // Chromium's path must be absolute; a driver that is nowhere is reported when it is started.
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()).unwrap_or(name.into())
}
