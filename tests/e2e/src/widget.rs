//! Calls and state of the fake Messenger.

use anyhow::Result;
use serde::Deserialize;
use serde_json::Value;

use crate::Page;

/// The page's Messenger.
#[derive(Clone, Copy, Debug)]
pub struct Widget<'a>(pub(crate) &'a Page);

/// The Messenger's identity for the page's visitor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetSession {
    /// `user` or `visitor`.
    pub kind: String,
    /// The user's id.
    pub user_id: Option<String>,
    /// The user's name.
    pub name: Option<String>,
    /// The user's e-mail address.
    pub email: Option<String>,
    /// The workspace.
    pub app_id: Option<String>,
    /// The API host that it was configured with.
    pub api_base: Option<String>,
    /// Whether the API accepted the identity; `None` if it could not be reached.
    pub accepted: Option<bool>,
    /// Reason for a rejection.
    pub reason: Option<String>,
}

/// A call that the Messenger received, with tokens redacted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Whether the Messenger itself made the call.
    #[serde(default, rename = "self")]
    pub own: bool,
}

impl Call {
    /// A field of the first argument.
    #[must_use]
    pub fn arg(&self, field: &str) -> Option<&Value> {
        self.args.first()?.get(field)
    }
}

/// A call that the Messenger silently ignored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Dropped {
    /// The method.
    pub method: String,
    /// `identical`, `limit` or `no session`.
    pub reason: String,
}

impl Widget<'_> {
    /// The session, once the Messenger has loaded and its API has responded; `None` without one.
    ///
    /// # Errors
    /// If it does not load, or the API does not respond.
    pub async fn session(self) -> Result<Option<WidgetSession>> {
        self.loaded().await?;
        let settled = "__standInMessenger.session === null || __standInMessenger.session.accepted !== null \
                       || __standInMessenger.session.reason !== null";
        self.0.wait_for(settled).await?;
        self.0.run("return __standInMessenger.session").await
    }

    /// The `user_id` of the session, accepted by the API.
    ///
    /// # Errors
    /// As [`session`](Self::session).
    pub async fn user(self) -> Result<Option<String>> {
        let session = self.session().await?.filter(|session| session.accepted == Some(true));
        Ok(session.and_then(|session| session.user_id))
    }

    /// Waits until the Messenger's script has run.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn loaded(self) -> Result<()> {
        self.0.wait_for("window.__standInMessenger").await
    }

    /// Whether the Messenger's script has run.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn is_loaded(self) -> Result<bool> {
        self.0.run("return window.__standInMessenger !== undefined").await
    }

    /// All received calls in order, except `ready`, by which the loader detects a running session.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn calls(self) -> Result<Vec<Call>> {
        self.0.run("return __standInMessenger.calls.filter(({ method }) => method !== 'ready')").await
    }

    /// The calls of one method.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn calls_of(self, method: &str) -> Result<Vec<Call>> {
        Ok(self.calls().await?.into_iter().filter(|call| call.method == method).collect())
    }

    /// The called methods, in order.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn methods(self) -> Result<Vec<String>> {
        Ok(self.calls().await?.into_iter().map(|call| call.method).collect())
    }

    /// Violations of the Messenger's contract by the page.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn mistakes(self) -> Result<Vec<String>> {
        self.0.run("return __standInMessenger.mistakes").await
    }

    /// The ignored calls.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn dropped(self) -> Result<Vec<Dropped>> {
        self.0.run("return __standInMessenger.dropped").await
    }

    /// Number of times that its script has run on this page.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn loads(self) -> Result<u32> {
        self.0.run("return __standInMessenger.loads").await
    }

    /// The text of its panel, opened.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn panel(self) -> Result<String> {
        self.0
            .run(
                "Intercom('showMessages');
                 const host = [...document.body.children].find((element) => element.shadowRoot);
                 return host.shadowRoot.textContent",
            )
            .await
    }
}
