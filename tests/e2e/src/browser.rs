//! A running browser, and the journey's window in it.

use std::{
    net::{Ipv4Addr, TcpListener},
    time::Duration,
};

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder, wd::WindowHandle};
use hyper_util::client::legacy::connect::HttpConnector;
use tempfile::TempDir;
use tokio::{task::AbortHandle, time};

use crate::{
    Engine,
    bidi::{Bidi, UserContext},
    driver::Driver,
    engine::Surroundings,
    proxy, step,
};

/// Time limit for the start; a busy machine needs ten seconds.
const START: Duration = Duration::from_secs(40);

/// Time limit for the shutdown, after which the driver and its child processes are killed.
const END: Duration = Duration::from_secs(10);

/// A browser with its WebDriver, for one journey at a time.
#[derive(Debug)]
pub(crate) struct Browser {
    client: Client,
    /// Connection that creates user contexts, if the engine supports them.
    bidi: Option<Bidi>,
    /// The context of the current journey.
    context: Option<UserContext>,
    /// Socket of the port on which the browser expects the fake Messenger from its start; it stays open, and the fake
    /// Messenger of each journey listens on it in turn.
    fake_messenger: TcpListener,
    proxy: Option<AbortHandle>,
    driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser. Background tasks of the client and the proxy run in the runtime that this is called in.
    ///
    /// A start sometimes hangs (WebKitGTK's, on a busy machine); another browser is then started instead.
    pub(crate) async fn start(engine: Engine) -> Result<Self> {
        match time::timeout(START, Self::try_start(engine)).await {
            Ok(started) => started,
            Err(_) => time::timeout(START, Self::try_start(engine))
                .await
                .with_context(|| format!("{engine} hung twice at its start"))?,
        }
    }

    async fn try_start(engine: Engine) -> Result<Self> {
        let driver = Driver::start(engine).await?;
        let profile = TempDir::new()?;
        let fake_messenger = listen()?;
        let port = fake_messenger.local_addr()?.port();
        let (mut proxy, mut proxy_port) = (None, None);
        if engine.needs_proxy() {
            let listener = listen()?;
            proxy_port = Some(listener.local_addr()?.port());
            let serving = proxy::serve(tokio::net::TcpListener::from_std(listener)?, port);
            proxy = Some(tokio::spawn(serving).abort_handle());
        }
        let surroundings = Surroundings { profile: profile.path(), fake_messenger: port, proxy: proxy_port };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(engine.capabilities(surroundings)?)
            .connect(&driver.url())
            .await
            .with_context(|| format!("starting {engine}; the driver's log:\n{}", driver.log()))?;
        let mut browser =
            Self { client, bidi: None, context: None, fake_messenger, proxy, driver, _profile: profile };
        if engine.has_user_contexts()
            && let Err(error) = browser.connect().await
        {
            browser.close().await;
            return Err(error);
        }
        Ok(browser)
    }

    async fn connect(&mut self) -> Result<()> {
        let capabilities = self.client.capabilities().context("the session has capabilities")?;
        let url = capabilities.get("webSocketUrl").and_then(serde_json::Value::as_str);
        self.bidi = Some(Bidi::connect(url.context("the driver does not speak WebDriver BiDi")?).await?);
        Ok(())
    }

    /// Whether it can serve another journey after this one.
    pub(crate) const fn can_go_on(&self) -> bool {
        self.bidi.is_some()
    }

    /// Opens an empty window that shares nothing with other journeys, and returns the client that controls it.
    pub(crate) async fn open(&mut self) -> Result<Client> {
        if let Some(bidi) = &mut self.bidi {
            let context = bidi.open().await?;
            let window = WindowHandle::try_from(context.window.clone())?;
            self.context = Some(context);
            self.client.switch_to_window(window).await?;
        }
        // WebKitGTK ignores a navigation before the window's process runs.
        step::until(&self.client, "return document.readyState").await?;
        Ok(self.client.clone())
    }

    /// Removes the window, its stored data and its connections.
    pub(crate) async fn clear(&mut self) -> Result<()> {
        if let (Some(bidi), Some(context)) = (&mut self.bidi, self.context.take()) {
            bidi.remove(context).await?;
        }
        Ok(())
    }

    /// The socket for a journey's fake Messenger.
    pub(crate) fn fake_messenger(&self) -> Result<TcpListener> {
        Ok(self.fake_messenger.try_clone()?)
    }

    /// The end of the driver's log.
    pub(crate) fn log(&self) -> String {
        self.driver.log()
    }

    /// Closes it.
    pub(crate) async fn close(self) {
        // Deleting the session closes the browser; if that fails, the session is gone already.
        let _ = time::timeout(END, self.client.close()).await;
        if let Some(proxy) = self.proxy {
            proxy.abort();
        }
    }
}

/// A listener on a free local port, ready for a runtime.
fn listen() -> Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
