//! Remains of a session when the application ends it on the server.

use anyhow::Result;
use e2e::Page;
use serde::Deserialize;
use serde_json::Value;

/// State of the page at the moment at which it asks the backend to sign a user in or out.
#[derive(Debug, Deserialize)]
pub(crate) struct Moment {
    /// `/login` or `/logout`.
    pub(crate) path: String,
    /// The Messenger's session.
    pub(crate) session: Option<Value>,
    /// `window.intercomSettings`.
    pub(crate) settings: Option<Value>,
    /// Names of Intercom's cookies.
    pub(crate) cookies: Vec<String>,
}

/// Records these moments from now on, until the page is left.
pub(crate) async fn note(page: &Page) -> Result<()> {
    page.run(
        "const ask = window.fetch;
         window.__moments = [];
         window.fetch = (request, ...rest) => {
           const path = new URL(request.url ?? request, location.href).pathname;
           if (/^\\/log(in|out)$/.test(path)) {
             const cookies = document.cookie.split('; ').map((cookie) => cookie.split('=')[0]);
             __moments.push({
               path,
               session: __standInMessenger.session,
               settings: window.intercomSettings ?? null,
               cookies: cookies.filter((name) => name.startsWith('intercom-')),
             });
           }
           return ask.call(window, request, ...rest);
         };",
    )
    .await
}

/// The moments since then.
pub(crate) async fn moments(page: &Page) -> Result<Vec<Moment>> {
    page.run("return __moments").await
}
