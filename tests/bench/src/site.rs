//! The measured site: the pages on one origin with the demo's backend, and the fake Messenger for Intercom's hosts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use server::{App, STAND_IN_APP_ID, Settings};
use tower::ServiceExt as _;

use crate::chromium::Chromium;
use crate::plan::NETWORKS;
use crate::shaper::Link;

/// The response of the real Messenger's address: a small script that loads the Messenger itself from the host of its
/// files, which a page's policy must allow as well, and queues calls until then. It is live from here on, as
/// `Intercom.booted` says.
const SHIM: &str = "(function () {
  var stub = window.Intercom || function () { stub.q.push(arguments); };
  stub.q = stub.q || [];
  stub.booted = true;
  window.Intercom = stub;
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://js.intercomcdn.com/frame';
  document.head.appendChild(script);
})();
";

/// Serves everything until it is dropped.
#[derive(Debug)]
pub(crate) struct Site {
    port: u16,
    /// Port that Intercom's hosts are mapped to.
    pub(crate) fake_messenger: u16,
    /// The network between it and the browser.
    pub(crate) link: Link,
    /// Number of bytes that the pages' own origin has sent so far.
    bytes: Arc<AtomicU64>,
    /// The kinds of page that this package supports.
    pub(crate) kinds: Vec<String>,
}

impl Site {
    /// Builds the pages for the package in `dist` into `out`, and serves them.
    pub(crate) async fn start(dist: &Path, out: &Path) -> Result<Self> {
        fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
        let app = App::new(Settings {
            dist: dist.to_owned(),
            www: out.to_owned(),
            ..Settings::fake_messenger(server::random_secret()?)
        });
        let fake_messenger = server::fake_messenger(app.clone());
        let request = Request::get(format!("/widget/{STAND_IN_APP_ID}")).body(Body::empty())?;
        let script = fake_messenger.clone().oneshot(request).await?;
        fs::write(out.join("fake-messenger.js"), to_bytes(script.into_body(), usize::MAX).await?)?;
        let kinds = build(dist, out)?;

        let frame = fs::read(out.join("frame.js.br"))?;
        let intercom = Router::new()
            .route("/widget/{app}", get(async move || script_of(Body::from(SHIM), None)))
            .route("/frame", get(async move || script_of(Body::from(frame.clone()), Some("br"))))
            .fallback_service(fake_messenger);
        let (own, tls) = (server::bind(0).await?, server::bind(0).await?);
        let [first, ..] = NETWORKS;
        let link = Link::new(first);
        let bytes = Arc::default();
        let port = through(&link, own.local_addr()?.port(), &bytes).await?;
        let fake_messenger = through(&link, tls.local_addr()?.port(), &Arc::default()).await?;
        tokio::spawn(server::serve_plain(own, server::app(app), std::future::pending()));
        tokio::spawn(server::serve_tls(tls, intercom));
        Ok(Self { port, fake_messenger, link, bytes, kinds })
    }

    /// The address of a page, by its name.
    pub(crate) fn url(&self, page: &str) -> String {
        format!("http://localhost:{}/{page}.html", self.port)
    }

    /// Number of bytes that the pages' own origin has sent so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The cookies of a signed-in user.
    pub(crate) async fn sign_in(&self, chromium: &mut Chromium) -> Result<Value> {
        let [network, ..] = NETWORKS;
        let window = chromium.open(network, &json!([])).await?;
        chromium.visit(&window, &self.url("host-none"), "rest").await?;
        let login = "fetch('/login', { method: 'POST', headers: { 'content-type': 'application/json' }, \
                     body: '{\"user\":\"ada\"}' }).then((answer) => answer.ok)";
        if chromium.run(&window, login).await? != json!(true) {
            bail!("the demo's backend lets nobody in");
        }
        let mut found = chromium.cdp.send(&window.session, "Network.getCookies", json!({})).await?;
        let cookies = found.get_mut("cookies").map(Value::take).context("there are no cookies")?;
        chromium.close(window).await?;
        Ok(cookies)
    }
}

/// Port of a link that forwards to this one.
async fn through(link: &Link, port: u16, count: &Arc<AtomicU64>) -> Result<u16> {
    let listener = server::bind(0).await?;
    let entry = listener.local_addr()?.port();
    tokio::spawn(link.clone().serve(listener, port, Arc::clone(count)));
    Ok(entry)
}

/// Runs `site/build.mjs`; returns the kinds of page that it has built.
fn build(dist: &Path, out: &Path) -> Result<Vec<String>> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("site/build.mjs");
    let built = Command::new("node").args([&script, dist, out]).output().context("node cannot be started")?;
    if !built.status.success() {
        bail!("{} failed: {}", script.display(), String::from_utf8_lossy(&built.stderr));
    }
    Ok(serde_json::from_slice(&built.stdout)?)
}

fn script_of(body: Body, encoding: Option<&'static str>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    match encoding {
        Some(encoding) => (headers, [(header::CONTENT_ENCODING, encoding)], body).into_response(),
        None => (headers, body).into_response(),
    }
}
