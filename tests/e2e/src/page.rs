//! What a user and the page's developer do in a browser.

use std::{fmt::Display, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use fantoccini::Client;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time;

use crate::{Engine, MessengerError, Session, Site, State, Widget, network::Offline, step};

/// How long a look at a failed journey's page may take.
const LOOK: Duration = Duration::from_secs(10);

/// A window with one page, in a browser that has nothing of another journey's.
#[derive(Debug)]
pub struct Page {
    pub(crate) client: Client,
    engine: Engine,
    home: String,
}

/// A boot that was begun and not waited for.
#[derive(Debug)]
#[must_use]
pub struct Boot(u32);

impl Page {
    pub(crate) fn new(client: Client, engine: Engine, site: &Site) -> Self {
        Self { client, engine, home: site.url("") }
    }

    /// What it is shown by.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a path of the site, or a whole address.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, address: &str) -> Result<()> {
        let url =
            if address.starts_with('/') { format!("{}{address}", self.home) } else { address.to_owned() };
        step::open(&self.client, self.engine, &url).await.with_context(|| format!("opening {url}"))
    }

    /// Takes the network away from Chromium, or gives it back.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        self.client.issue_cmd(Offline(offline)).await.map(drop).context("changing the network")
    }

    /// Signs in to the demo: `ada`, `grace` or `linus`.
    ///
    /// # Errors
    /// When the demo refuses.
    pub async fn sign_in(&self, user: &str) -> Result<()> {
        self.post("/login", &json!({ "user": user })).await
    }

    /// Signs out of the demo, as another page of the same application would: the loader is not told.
    ///
    /// # Errors
    /// When the demo refuses.
    pub async fn sign_out(&self) -> Result<()> {
        self.post("/logout", &json!({})).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<()> {
        let step = format!(
            "const body = JSON.stringify({body});
             const headers = {{ 'content-type': 'application/json' }};
             return (await fetch('{path}', {{ method: 'POST', headers, body }})).ok"
        );
        if self.run::<bool>(&step).await? { Ok(()) } else { bail!("{path} refused {body}") }
    }

    /// Boots, and waits for what comes of it. The options are JSON, or JavaScript as text.
    ///
    /// # Errors
    /// When it rejects with anything but a `MessengerError`, or never settles.
    pub async fn boot(&self, options: impl Display) -> Result<Result<Session, MessengerError>> {
        self.outcome(&format!("(await api()).boot({options})")).await
    }

    /// Begins to boot.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn begin_boot(&self, options: impl Display) -> Result<Boot> {
        let step = format!(
            "const {{ boot }} = await api();
             window.__boots ??= [];
             return window.__boots.push(outcome(boot({options}))) - 1"
        );
        self.run(&step).await.map(Boot)
    }

    /// Waits for what comes of a boot that was begun.
    ///
    /// # Errors
    /// As [`boot`](Self::boot).
    pub async fn end_of(&self, boot: Boot) -> Result<Result<Session, MessengerError>> {
        self.run(&format!("return await __boots[{}]", boot.0)).await
    }

    /// Calls `shutdown`, which never rejects.
    ///
    /// # Errors
    /// When it does.
    pub async fn shutdown(&self) -> Result<()> {
        Ok(self.outcome::<Option<()>>("(await api()).shutdown()").await?.map(drop)?)
    }

    /// Calls `routeUpdate` with an address, or with none.
    ///
    /// # Errors
    /// When it rejects with anything but a `MessengerError`.
    pub async fn route_update(&self, url: Option<&str>) -> Result<Result<(), MessengerError>> {
        let url = url.map(|url| json!(url).to_string()).unwrap_or_default();
        let outcome = self.outcome::<Option<()>>(&format!("(await api()).routeUpdate({url})")).await?;
        Ok(outcome.map(drop))
    }

    /// Calls `refreshToken`.
    ///
    /// # Errors
    /// When it rejects with anything but a `MessengerError`.
    pub async fn refresh_token(&self) -> Result<Result<(), MessengerError>> {
        Ok(self.outcome::<Value>("(await api()).refreshToken()").await?.map(drop))
    }

    /// Reads `state()`.
    ///
    /// # Errors
    /// When it has another form than documented.
    pub async fn state(&self) -> Result<State> {
        self.run(
            "const state = (await api()).state();
             return { ...state, lastError: state.lastError && told(state.lastError) }",
        )
        .await
    }

    /// The Messenger on this page.
    #[must_use]
    pub const fn widget(&self) -> Widget<'_> {
        Widget(self)
    }

    /// The console's lines, each with its level before it.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn console(&self) -> Result<Vec<String>> {
        self.run("return __seen.console").await
    }

    /// The errors that nobody caught.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn uncaught(&self) -> Result<Vec<String>> {
        self.run("return __seen.uncaught").await
    }

    /// The addresses of the widget's script tags that the page was ever given.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn script_tags(&self) -> Result<Vec<String>> {
        // The observer is told a moment after a tag was inserted.
        self.run("await later(0); return __seen.scripts").await
    }

    /// The names of Intercom's cookies that the page can read.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn intercom_cookies(&self) -> Result<Vec<String>> {
        self.run(
            "const names = document.cookie.split('; ').map((cookie) => cookie.split('=')[0]);
             return names.filter((name) => name.startsWith('intercom-'))",
        )
        .await
    }

    /// Waits until a condition in JavaScript is true.
    ///
    /// # Errors
    /// When it is not after ten seconds.
    pub async fn wait_for(&self, condition: &str) -> Result<()> {
        if self.run::<bool>(&format!("return !!(await until(async () => ({condition})))")).await? {
            Ok(())
        } else {
            bail!("waited in vain for: {condition}")
        }
    }

    /// Runs the body of an asynchronous function in the page and answers with what it returns.
    ///
    /// # Errors
    /// What it throws, and when its result is no `T`.
    pub async fn run<T: DeserializeOwned>(&self, step: &str) -> Result<T> {
        let answer = step::run(&self.client, self.engine, step).await;
        let answer = answer.with_context(|| format!("running {step}"))?;
        let answer: Result<Value, String> = serde_json::from_value(answer)?;
        let value = answer.map_err(|thrown| anyhow!("{thrown}\nthrown by: {step}"))?;
        serde_json::from_value(value.clone()).with_context(|| format!("{value} came from: {step}"))
    }

    /// Waits for a promise of the loader's, a JavaScript expression.
    ///
    /// # Errors
    /// When it rejects with anything but a `MessengerError`, or fulfils with no `T`.
    pub async fn outcome<T: DeserializeOwned>(&self, promise: &str) -> Result<Result<T, MessengerError>> {
        self.run(&format!("return await outcome({promise})")).await
    }

    /// What a failed journey's page looked like.
    pub(crate) async fn describe(&self) -> String {
        let look = "return { url: location.href, state: (window.loader ?? window.IntercomMessenger)?.state(), \
                    messenger: window.__standInMessenger, seen: window.__seen }";
        match time::timeout(LOOK, self.run::<Value>(look)).await {
            Ok(Ok(page)) => format!("{page:#}"),
            Ok(Err(error)) => format!("{error:#}"),
            Err(_) => "the driver does not answer".to_owned(),
        }
    }
}
