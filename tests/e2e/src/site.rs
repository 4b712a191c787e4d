//! The server's side of a journey: the demo, pages for the test, and the fake Messenger as `widget.intercom.io`.

use std::{
    collections::HashMap,
    env,
    path::{Path as FilePath, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result, bail};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use base64ct::{Base64, Encoding as _};
use serde_json::json;
use server::{App, Faults, Host, Log, Origin, Ping, Settings};
use sha2::{Digest as _, Sha384};
use tokio::net::TcpListener;

use crate::{
    document::{Document, LOADER, OUR_SDK, RECORDER},
    engine::WithoutWasm,
    peer,
    signals::Signals,
};

/// The workspace of the fake Messenger.
pub const APP: &str = server::STAND_IN_APP_ID;

/// The demo's token endpoint.
pub const JWT_URL: &str = "/api/messenger-token";

/// A page with the package's module on `window.loader`, and nothing else.
pub const LOADER_PAGE: &str = "/e2e/loader.html";

type Pages = Arc<Mutex<HashMap<String, Document>>>;

/// A demo server with its fake Messenger.
#[derive(Debug)]
pub struct Site {
    app: App,
    pages: Pages,
    signals: Signals,
    port: u16,
    other_port: u16,
    application_port: u16,
}

impl Site {
    /// Starts everything; the fake Messenger listens where the browser connects for Intercom's hosts.
    pub(crate) async fn start(fake_messenger: std::net::TcpListener) -> Result<Self> {
        let (own, other) = (server::bind(0).await?, server::bind(0).await?);
        let port = own.local_addr()?.port();
        let other_port = other.local_addr()?.port();
        // Free until an application listens there; its origin is allowed.
        let application_port = server::bind(0).await?.local_addr()?.port();
        let allowed =
            [other_port, application_port].map(|port| Origin::parse(&format!("http://localhost:{port}")));
        let tls = TcpListener::from_std(fake_messenger)?;
        let app = App::new(Settings {
            dist: dist()?,
            www: FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../www"),
            allowed_origins: allowed.into_iter().collect::<Result<_, _>>()?,
            // This machine, and the names by which a journey's browser reaches it.
            allowed_hosts: ["localhost", "127.0.0.1", ".demo.test"]
                .into_iter()
                .map(Host::parse)
                .collect::<Result<_, _>>()?,
            ..Settings::fake_messenger(server::random_secret()?)
        });
        let (pages, signals) = (Pages::default(), Signals::default());
        let router = server::app(app.clone()).merge(routes(Arc::clone(&pages))).merge(signals.routes());
        let router = match WithoutWasm::chosen()? {
            Some(WithoutWasm::Forbidden) => router.layer(map_response(forbid_wasm)),
            _ => router,
        };
        tokio::spawn(server::serve_plain(own, router.clone(), std::future::pending()));
        tokio::spawn(server::serve_plain(other, router, std::future::pending()));
        tokio::spawn(server::serve_tls(tls, server::fake_messenger(app.clone())));
        let site = Self { app, pages, signals, port, other_port, application_port };
        site.publish(LOADER_PAGE, Document::new().with_loader());
        Ok(site)
    }

    /// The faults that can be set.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        self.app.faults()
    }

    /// The requests that the server and the fake Messenger received.
    #[must_use]
    pub fn log(&self) -> Log {
        self.faults().log()
    }

    /// Calls to Intercom's API host of one kind: `boot`, `update` or `shutdown`.
    #[must_use]
    pub fn pings(&self, event: &str) -> Vec<Ping> {
        self.log().pings.into_iter().filter(|ping| ping.event == event).collect()
    }

    /// The Messenger API secret of the fake Messenger's workspace, for a backend other than the site's own.
    #[must_use]
    pub fn secret(&self) -> String {
        String::from_utf8_lossy(self.app.settings().secret.key()).into_owned()
    }

    /// Serves a page under a path that begins with `/e2e/`.
    pub fn publish(&self, path: &str, document: Document) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), document);
    }

    /// Serves a folder's files on a separate origin, together with the backend and the pages of
    /// [`publish`](Self::publish). Cookies ignore ports, so a user who is signed in here is signed in there.
    ///
    /// # Errors
    /// If there is no free port.
    pub async fn serve(&self, folder: &FilePath) -> Result<String> {
        let listener = server::bind(0).await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let router = server::app_with_pages(self.app.clone(), folder).merge(routes(Arc::clone(&self.pages)));
        tokio::spawn(server::serve_plain(listener, router, std::future::pending()));
        Ok(origin)
    }

    /// Serves the package's files as a CDN does: on a separate origin, with responses that pages of any origin may
    /// read.
    ///
    /// # Errors
    /// If there is no free port.
    pub async fn cdn(&self) -> Result<String> {
        let listener = server::bind(0).await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let open = |mut response: Response| async move {
            response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            response
        };
        let router = server::app(self.app.clone()).layer(axum::middleware::map_response(open));
        tokio::spawn(server::serve_plain(listener, router, std::future::pending()));
        Ok(format!("{origin}/dist"))
    }

    /// Value of the attribute `integrity` for a file of the package.
    ///
    /// # Errors
    /// If the package is not built.
    pub fn integrity(file: &str) -> Result<String> {
        let bytes = std::fs::read(dist()?.join(file))?;
        Ok(format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes))))
    }

    /// Responds to a page's request for `/e2e/wait/<name>`, now or later.
    pub fn tell(&self, name: &str) {
        self.signals.tell(name);
    }

    /// Waits until a page has posted to `/e2e/tell/<name>`.
    pub async fn wait(&self, name: &str) {
        self.signals.wait(name).await;
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.url_at("localhost", path)
    }

    /// The address of a path on another host name of this machine: `*.demo.test`.
    #[must_use]
    pub fn url_at(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }

    /// The address of a path on the other origin: the same server and cookies on another port. A page there may use
    /// the token endpoint of [`url`](Self::url), but not the other way round.
    #[must_use]
    pub fn other_origin(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.other_port)
    }

    /// The port of `localhost` for a test to start an application's own server on: its origin may use this backend.
    #[must_use]
    pub const fn application_port(&self) -> u16 {
        self.application_port
    }

    /// A valid token for a demo user, with a lifetime of two hours, as the endpoint would sign it.
    ///
    /// # Errors
    /// For an unknown user.
    pub fn token(&self, user: &str) -> Result<String> {
        let user = server::find(user).context("there is no such demo user")?;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let now = i64::try_from(now)?;
        self.sign(&json!({ "user_id": user.user_id, "name": user.name, "iat": now, "exp": now + 7200 }))
    }

    /// A token with any claims, signed as the endpoint would.
    ///
    /// # Errors
    /// If the claims cannot be serialized to JSON.
    pub fn sign(&self, claims: &serde_json::Value) -> Result<String> {
        Ok(server::sign(&self.app.settings().secret, claims)?)
    }
}

/// Adds a policy that forbids WebAssembly, and no scripts.
async fn forbid_wasm(mut response: Response) -> Response {
    let policy = HeaderValue::from_static("script-src * data: blob: 'unsafe-inline'");
    response.headers_mut().append(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Directory of the built package: `DIST`, or the workspace's.
fn dist() -> Result<PathBuf> {
    let own = || FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    let dist = env::var_os("DIST").filter(|dist| !dist.is_empty()).map_or_else(own, PathBuf::from);
    if !dist.join("index.js").is_file() {
        bail!("{} holds no package; cargo xtask build makes one", dist.display());
    }
    Ok(dist)
}

fn routes(pages: Pages) -> Router {
    Router::new()
        .route("/e2e/recorder.js", get(|| async { script(RECORDER) }))
        .route("/e2e/loader.js", get(|| async { script(LOADER) }))
        .route("/e2e/foreign.js", get(|| async { script("window.foreign = true;") }))
        .route("/e2e/their-sdk.js", get(|| async { peer::script() }))
        .route("/e2e/our-sdk.js", get(|| async { script(OUR_SDK) }))
        .route("/e2e/{*page}", get(page))
        .with_state(pages)
}

fn script(code: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], code).into_response()
}

async fn page(State(pages): State<Pages>, Path(page): Path<String>) -> Response {
    let found = pages.lock().unwrap_or_else(PoisonError::into_inner).get(&format!("/e2e/{page}")).cloned();
    let Some(document) = found else { return StatusCode::NOT_FOUND.into_response() };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in document.headers() {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    (headers, document.html()).into_response()
}
