//! Actions of a user and of the page's developer in a browser.

use std::{fmt::Display, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use fantoccini::Client;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time;

use crate::{Engine, MessengerError, Session, Site, State, Widget, network::Offline, step};

/// Time limit for describing the page of a failed journey.
const LOOK: Duration = Duration::from_secs(10);

/// A window with one page, in a browser without data of other journeys.
#[derive(Debug)]
pub struct Page {
    pub(crate) client: Client,
    engine: Engine,
    home: String,
}

/// A boot that is in progress.
#[derive(Debug)]
#[must_use]
pub struct Boot(u32);

impl Page {
    pub(crate) fn new(client: Client, engine: Engine, site: &Site) -> Self {
        Self { client, engine, home: site.url("") }
    }

    /// The browser engine of the window.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a path of the site, or a complete address.
    ///
    /// # Errors
    /// If the browser fails to.
    pub async fn open(&self, address: &str) -> Result<()> {
        let url =
            if address.starts_with('/') { format!("{}{address}", self.home) } else { address.to_owned() };
        step::open(&self.client, self.engine, &url).await.with_context(|| format!("opening {url}"))
    }

    /// Disconnects Chromium from the network, or reconnects it.
    ///
    /// # Errors
    /// If the browser fails to.
    pub async fn offline(&self, offline: bool) -> Result<()> {
        self.client.issue_cmd(Offline(offline)).await.map(drop).context("changing the network")
    }

    /// Signs in to the demo: `ada`, `grace` or `linus`.
    ///
    /// # Errors
    /// If the demo rejects it.
    pub async fn sign_in(&self, user: &str) -> Result<()> {
        self.post("/login", &json!({ "user": user })).await
    }

    /// Signs out of the demo, as another page of the same application would: the loader is not notified.
    ///
    /// # Errors
    /// If the demo rejects it.
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

    /// Boots and waits for the result. The options are JSON, or JavaScript as text.
    ///
    /// # Errors
    /// If it rejects with anything but a `MessengerError`, or never settles.
    pub async fn boot(&self, options: impl Display) -> Result<Result<Session, MessengerError>> {
        self.outcome(&format!("(await api()).boot({options})")).await
    }

    /// Starts a boot.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn begin_boot(&self, options: impl Display) -> Result<Boot> {
        let step = format!(
            "const {{ boot }} = await api();
             window.__boots ??= [];
             return window.__boots.push(outcome(boot({options}))) - 1"
        );
        self.run(&step).await.map(Boot)
    }

    /// Waits for the result of a started boot.
    ///
    /// # Errors
    /// As [`boot`](Self::boot).
    pub async fn end_of(&self, boot: Boot) -> Result<Result<Session, MessengerError>> {
        self.run(&format!("return await __boots[{}]", boot.0)).await
    }

    /// Calls `shutdown`, which never rejects.
    ///
    /// # Errors
    /// If it rejects.
    pub async fn shutdown(&self) -> Result<()> {
        Ok(self.outcome::<Option<()>>("(await api()).shutdown()").await?.map(drop)?)
    }

    /// Calls `routeUpdate` with an address, or without one.
    ///
    /// # Errors
    /// If it rejects with anything but a `MessengerError`.
    pub async fn route_update(&self, url: Option<&str>) -> Result<Result<(), MessengerError>> {
        let url = url.map(|url| json!(url).to_string()).unwrap_or_default();
        let outcome = self.outcome::<Option<()>>(&format!("(await api()).routeUpdate({url})")).await?;
        Ok(outcome.map(drop))
    }

    /// Calls `refreshToken`.
    ///
    /// # Errors
    /// If it rejects with anything but a `MessengerError`.
    pub async fn refresh_token(&self) -> Result<Result<(), MessengerError>> {
        Ok(self.outcome::<Value>("(await api()).refreshToken()").await?.map(drop))
    }

    /// Reads `state()`.
    ///
    /// # Errors
    /// If its form differs from the documented one.
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

    /// Lines of the console, each after its level.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn console(&self) -> Result<Vec<String>> {
        self.run("return __seen.console").await
    }

    /// Uncaught errors.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn uncaught(&self) -> Result<Vec<String>> {
        self.run("return __seen.uncaught").await
    }

    /// Addresses of all script tags of the widget that were ever inserted.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn script_tags(&self) -> Result<Vec<String>> {
        // The observer is called a moment after a tag is inserted.
        self.run("await later(0); return __seen.scripts").await
    }

    /// Names of Intercom's cookies that the page can read.
    ///
    /// # Errors
    /// If the page is gone.
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
    /// If it is still false after ten seconds.
    pub async fn wait_for(&self, condition: &str) -> Result<()> {
        if self.run::<bool>(&format!("return !!(await until(async () => ({condition})))")).await? {
            Ok(())
        } else {
            bail!("waited in vain for: {condition}")
        }
    }

    /// Runs the body of an asynchronous function in the page and returns its result.
    ///
    /// # Errors
    /// Its exceptions, and a result that is not a `T`.
    pub async fn run<T: DeserializeOwned>(&self, step: &str) -> Result<T> {
        let answer = step::run(&self.client, self.engine, step).await;
        let answer = answer.with_context(|| format!("running {step}"))?;
        let answer: Result<Value, String> = serde_json::from_value(answer)?;
        let value = answer.map_err(|thrown| anyhow!("{thrown}\nthrown by: {step}"))?;
        serde_json::from_value(value.clone()).with_context(|| format!("{value} came from: {step}"))
    }

    /// Waits for a promise of the loader, given as a JavaScript expression.
    ///
    /// # Errors
    /// If it rejects with anything but a `MessengerError`, or fulfils with a value that is not a `T`.
    pub async fn outcome<T: DeserializeOwned>(&self, promise: &str) -> Result<Result<T, MessengerError>> {
        self.run(&format!("return await outcome({promise})")).await
    }

    /// State of a failed journey's page.
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
