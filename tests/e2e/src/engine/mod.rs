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
    /// Chromium, driven by chromedriver. `CHROMEDRIVER` and `CHROMIUM` are the paths of the programs; by default they
    /// are found on `PATH`.
    Chromium,
    /// Firefox, driven by geckodriver. `GECKODRIVER` and `FIREFOX` are the paths of the programs.
    Firefox,
    /// WebKitGTK's MiniBrowser, driven by WebKitWebDriver, whose path is `WEBKIT_DRIVER`. It needs a display, which
    /// `xvfb-run` provides.
    WebKit,
}

/// Folder and ports that a browser is configured with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    /// An empty folder for its profile.
    pub(crate) profile: &'a Path,
    /// The port of the fake Messenger, with TLS.
    pub(crate) fake_messenger: u16,
    /// The port of a proxy to the fake Messenger; only if [`Engine::needs_proxy`].
    pub(crate) proxy: Option<u16>,
}

impl Engine {
    /// The engine in `E2E_ENGINE`: `chromium` (the default), `firefox` or `webkit`.
    ///
    /// # Errors
    /// For any other value.
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

    /// Arguments that make the WebDriver listen on this local port and write its log to its output.
    pub(crate) fn driver_args(self, port: u16) -> Vec<String> {
        let port = format!("--port={port}");
        match self {
            Self::Chromium => vec![port, "--log-level=INFO".to_owned()],
            // A separate port for each of those that run at the same time; Firefox chooses the second one.
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

    /// Whether one running browser can give each journey a user context: a window with its own cookies, storage,
    /// caches, service workers and connections, which end with it. WebDriver BiDi creates these; WebKitGTK's driver
    /// does not support it.
    pub(crate) const fn has_user_contexts(self) -> bool {
        !matches!(self, Self::WebKit)
    }

    /// Whether it reaches the fake Messenger only through a proxy.
    pub(crate) const fn needs_proxy(self) -> bool {
        matches!(self, Self::WebKit)
    }

    /// Capabilities of a browser with an empty profile that connects to the fake Messenger for Intercom's hosts, to
    /// this machine for `app.demo.test`, and to no other host.
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

/// Reason why the journeys run without WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithoutWasm {
    /// The browser does not have it.
    Missing,
    /// A policy forbids it on each page, in addition to the page's own.
    Forbidden,
}

impl WithoutWasm {
    /// The value of `E2E_WITHOUT_WASM`: `missing` or `forbidden`; `None` if it is not set.
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

/// The program in this environment variable, or the first of these names on `PATH`.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(given) = env::var_os(variable).filter(|given| !given.is_empty()) {
        return given.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = names
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()));
    // A browser's path must be absolute; a missing driver is reported when it is started.
    found.unwrap_or_else(|| names.first().copied().unwrap_or_default().into())
}
