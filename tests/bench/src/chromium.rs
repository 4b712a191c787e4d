//! The browser: one process for all runs, whose data is cleared between two runs, so that each is a first visit.
//!
//! There is no browser context for each run: in contexts created over the DevTools protocol Chromium ignores `<link
//! rel=preconnect>`, unlike in a user's windows.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time;

use crate::beacon::Told;
use crate::cdp::{Cdp, text};
use crate::plan::Network;

/// Time limit for a start.
const START: Duration = Duration::from_secs(40);

/// A running Chromium.
#[derive(Debug)]
pub(crate) struct Chromium {
    pub(crate) cdp: Cdp,
    told: Told,
    /// The browser's name and version.
    pub(crate) version: String,
    _process: Process,
    _profile: TempDir,
}

/// The browser's process, which ends when this is dropped.
#[derive(Debug)]
struct Process(Child);

/// A window with empty caches.
#[derive(Debug)]
pub(crate) struct Window {
    target: String,
    pub(crate) session: String,
}

impl Chromium {
    /// Starts it; Intercom's hosts are mapped to this port.
    pub(crate) async fn start(fake_messenger: u16) -> Result<Self> {
        let profile = TempDir::new()?;
        let program = e2e::chromium::program();
        let process = Command::new(&program)
            .args(e2e::chromium::arguments(profile.path(), fake_messenger).into_iter().map(unlearning))
            .args(["--remote-debugging-port=0", "about:blank"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let process = Process(process);
        let began = Instant::now();
        let file = profile.path().join("DevToolsActivePort");
        let (port, path) = loop {
            let found = fs::read_to_string(&file).unwrap_or_default();
            if let Some((port, path)) = found.split_once('\n').filter(|(_, path)| !path.is_empty()) {
                break (port.to_owned(), path.trim().to_owned());
            }
            if began.elapsed() > START {
                bail!("{} does not listen", program.display());
            }
            time::sleep(Duration::from_millis(10)).await;
        };
        let mut cdp = Cdp::connect(&format!("ws://127.0.0.1:{port}{path}")).await?;
        let version = text(&cdp.send("", "Browser.getVersion", json!({})).await?, "product")?;
        Ok(Self { cdp, told: Told::listen().await?, version, _process: process, _profile: profile })
    }

    /// Opens a window on this network, with these cookies.
    pub(crate) async fn open(&mut self, network: Network, cookies: &Value) -> Result<Window> {
        self.cdp.forget();
        self.cdp.send("", "Storage.clearCookies", json!({})).await?;
        self.cdp.send("", "Storage.setCookies", json!({ "cookies": cookies })).await?;
        let create = json!({ "url": "about:blank" });
        let target = text(&self.cdp.send("", "Target.createTarget", create).await?, "targetId")?;
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&self.cdp.send("", "Target.attachToTarget", attach).await?, "sessionId")?;
        // Neither `Network.enable` nor `Runtime.enable`: the browser would then record the initiating script of each
        // request, which takes longer than the request if the script is large.
        for (method, params) in [
            ("Network.clearBrowserCache", json!({})),
            ("Page.enable", json!({})),
            ("Performance.enable", json!({})),
            ("Page.addScriptToEvaluateOnNewDocument", json!({ "source": self.told.recorder() })),
            ("Emulation.setCPUThrottlingRate", json!({ "rate": network.slowdown })),
        ] {
            self.cdp.send(&session, method, params).await?;
        }
        Ok(Window { target, session })
    }

    /// Closes a window and deletes the data of its page.
    pub(crate) async fn close(&mut self, window: Window) -> Result<()> {
        let forget = "Promise.resolve(localStorage.clear())";
        self.run(&window, forget).await?;
        self.cdp.send("", "Target.closeTarget", json!({ "targetId": window.target })).await.map(drop)
    }

    /// Opens an address, and waits for the recorder's message of this `kind`.
    pub(crate) async fn visit(&mut self, window: &Window, url: &str, kind: &str) -> Result<Value> {
        // The last message of the previous page may have arrived late.
        self.told.forget();
        self.cdp.send(&window.session, "Page.navigate", json!({ "url": url })).await?;
        self.told.next(kind).await.with_context(|| format!("waiting for {kind} at {url}"))
    }

    /// Runs an expression in a window, and returns the value of its promise.
    pub(crate) async fn run(&mut self, window: &Window, expression: &str) -> Result<Value> {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.cdp.send(&window.session, "Runtime.evaluate", params).await?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            bail!("{expression} threw {thrown}");
        }
        Ok(answer.pointer_mut("/result/value").map(Value::take).unwrap_or_default())
    }
}

/// A browser argument that disables connections predicted from earlier visits.
fn unlearning(argument: String) -> String {
    match argument.strip_prefix("--disable-features=") {
        Some(features) => format!("--disable-features=LoadingPredictorUseLocalPredictions,{features}"),
        None => argument,
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
