//! The browsers that journeys run in.

pub mod chromium;
mod firefox;
mod webkit;

use std::{
    env, fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::step;

/// A browser engine and its WebDriver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, driven by chromedriver. `CHROMEDRIVER` and `CHROMIUM` name the programs, else they are found on
    /// `PATH`.
    Chromium,
    /// Firefox, driven by geckodriver. `GECKODRIVER` and `FIREFOX` name the programs.
    Firefox,
    /// WebKitGTK's MiniBrowser, driven by WebKitWebDriver, which `WEBKIT_DRIVER` names. It needs a display:
    /// `xvfb-run` gives it one.
    WebKit,
}

/// Where a browser finds what it needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    /// An empty folder for its profile.
    pub(crate) profile: &'a Path,
    /// The port of the fake Messenger, with TLS.
    pub(crate) fake_messenger: u16,
    /// The port of a proxy that leads to the fake Messenger; only where [`Engine::needs_proxy`].
    pub(crate) proxy: Option<u16>,
}

impl Engine {
    /// The engine that `E2E_ENGINE` names: `chromium` (also when it names none), `firefox` or `webkit`.
    ///
    /// # Errors
    /// When it names another.
    pub fn chosen() -> Result<Self> {
        match env::var("E2E_ENGINE").as_deref().unwrap_or_default() {
            "" | "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::WebKit),
            other => bail!("E2E_ENGINE is {other:?}; it may be chromium, firefox or webkit"),
        }
    }

    /// The WebDriver to start.
    pub(crate) fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => program("CHROMEDRIVER", &["chromedriver"]),
            Self::Firefox => program("GECKODRIVER", &["geckodriver"]),
            Self::WebKit => program("WEBKIT_DRIVER", &["WebKitWebDriver"]),
        }
    }

    /// What makes the WebDriver listen on this port of this machine, and write its log to its output.
    pub(crate) fn driver_args(self, port: u16) -> Vec<String> {
        let port = format!("--port={port}");
        match self {
            Self::Chromium => vec![port, "--log-level=INFO".to_owned()],
            // A port of its own for each of those that run at the same time; the second one is chosen by Firefox.
            Self::Firefox => vec![port, "--websocket-port=0".to_owned()],
            Self::WebKit => vec![port],
        }
    }

    /// The stage of `cargo xtask test` that installs the WebDriver and the browser.
    pub(crate) const fn stage(self) -> &'static str {
        match self {
            Self::Chromium => "e2e",
            Self::Firefox => "e2e-firefox",
            Self::WebKit => "e2e-webkit",
        }
    }

    /// Whether one running browser gives journey after journey a user context of its own: a window with cookies,
    /// storage, caches, service workers and connections that nobody else has, and that end with it. WebDriver BiDi
    /// makes these; WebKitGTK's driver does not speak it.
    pub(crate) const fn has_user_contexts(self) -> bool {
        !matches!(self, Self::WebKit)
    }

    /// Whether it finds the fake Messenger through a proxy only.
    pub(crate) const fn needs_proxy(self) -> bool {
        matches!(self, Self::WebKit)
    }

    /// A browser with an empty profile that finds Intercom's hosts at the fake Messenger, `app.demo.test` on this machine,
    /// and no other host.
    pub(crate) fn capabilities(self, surroundings: Surroundings<'_>) -> Result<Map<String, Value>> {
        let mut capabilities = match self {
            Self::Chromium => chromium::capabilities(surroundings)?,
            Self::Firefox => firefox::capabilities(surroundings),
            Self::WebKit => webkit::capabilities(surroundings)?,
        };
        let common = json!({
            "acceptInsecureCerts": true,
            "pageLoadStrategy": step::strategy(self),
            "timeouts": step::timeouts(self),
        });
        let all = capabilities.as_object_mut().context("capabilities are an object")?;
        all.extend(common.as_object().cloned().unwrap_or_default());
        if self.has_user_contexts() {
            all.insert("webSocketUrl".to_owned(), json!(true));
        }
        Ok(std::mem::take(all))
    }
}

/// Why WebAssembly may not run in any page of the journeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithoutWasm {
    /// The browser has none.
    Missing,
    /// Each page has a policy that forbids it, beside its own.
    Forbidden,
}

impl WithoutWasm {
    /// What `E2E_WITHOUT_WASM` names: `missing` or `forbidden`; nothing when it names none.
    pub(crate) fn chosen() -> Result<Option<Self>> {
        match env::var("E2E_WITHOUT_WASM").as_deref().unwrap_or_default() {
            "" => Ok(None),
            "missing" => Ok(Some(Self::Missing)),
            "forbidden" => Ok(Some(Self::Forbidden)),
            other => bail!("E2E_WITHOUT_WASM is {other:?}; it may be missing or forbidden"),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}

/// The program that the environment names, else the first one of these names on `PATH`.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(given) = env::var_os(variable).filter(|given| !given.is_empty()) {
        return given.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = names
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()));
    // A browser's path must be absolute; a driver that is nowhere is reported when it is started.
    found.unwrap_or_else(|| names.first().copied().unwrap_or_default().into())
}
