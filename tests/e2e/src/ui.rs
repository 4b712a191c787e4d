//! User actions on a page with buttons: finds them by their text and clicks.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::{Locator, wd::WindowHandle};
use serde_json::json;

use crate::Page;

/// Time limit until a tab that a click opens is there.
const LIMIT: Duration = Duration::from_secs(10);

impl Page {
    /// Scrolls to the element with this text (a button, a link, a choice) inside the element with this id, and clicks
    /// it.
    ///
    /// # Errors
    /// If there is no such element, or it cannot be clicked.
    pub async fn press(&self, inside: &str, text: &str) -> Result<()> {
        let path = format!(
            "//*[@id='{inside}']//*[self::button or self::a or self::label][normalize-space()='{text}']"
        );
        self.wait_for_enabled(&path).await?;
        let what = || format!("clicking {text:?} inside #{inside}");
        let element = self.client.find(Locator::XPath(&path)).await.with_context(what)?;
        let scroll = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(scroll, vec![serde_json::to_value(&element)?]).await?;
        element.click().await.with_context(what)
    }

    /// Waits until a button is enabled, as a user would.
    async fn wait_for_enabled(&self, path: &str) -> Result<()> {
        let found = format!("document.evaluate({}, document, null, 9, null).singleNodeValue", json!(path));
        self.wait_for(&format!("{found} && !{found}.disabled")).await
    }

    /// Waits until the first element that matches the selector shows this text.
    ///
    /// # Errors
    /// If it does not within ten seconds; the error contains its actual text.
    pub async fn shows(&self, selector: &str, text: &str) -> Result<()> {
        let shown = format!("document.querySelector({})?.textContent", json!(selector));
        if self.wait_for(&format!("{shown}.includes({})", json!(text))).await.is_ok() {
            return Ok(());
        }
        let instead: Option<String> = self.run(&format!("return {shown}")).await?;
        bail!("{selector} does not show {text:?} but {instead:?}")
    }

    /// The current tab.
    ///
    /// # Errors
    /// If it is gone.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.client.window().await?)
    }

    /// Switches to another tab.
    ///
    /// # Errors
    /// If it is gone.
    pub async fn look_at(&self, tab: WindowHandle) -> Result<()> {
        self.client.switch_to_window(tab).await.context("going to another tab")
    }

    /// Clicks as [`press`](Self::press), and switches to the tab that this opens.
    ///
    /// # Errors
    /// If none is opened.
    pub async fn press_for_tab(&self, inside: &str, text: &str) -> Result<()> {
        let before = self.client.windows().await?;
        self.press(inside, text).await?;
        let end = Instant::now() + LIMIT;
        loop {
            let new = self.client.windows().await?.into_iter().find(|tab| !before.contains(tab));
            match new {
                Some(tab) => return self.look_at(tab).await,
                None if Instant::now() > end => bail!("{text:?} opened no tab"),
                None => tokio::task::yield_now().await,
            }
        }
    }
}
