//! The destination for Segment in its users' setting: Segment's own client and the packed package, bundled, with a
//! demo server that responds as Segment's do. `cargo xtask test segment` builds the pages that the journeys open.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use e2e::{Document, Page, Result, Site};
use serde_json::Value;

/// The page of [`begin`].
const PAGE: &str = "/e2e/segment.html";

/// The built example, with the script of the journeys' pages beside it.
///
/// # Errors
/// If it was not built.
pub fn built() -> Result<PathBuf> {
    let folder = env::var_os("SEGMENT").context("SEGMENT is not set; type: cargo xtask test segment")?;
    ensure!(Path::new(&folder).join("bundle.js").is_file(), "{} holds no bundle", folder.display());
    Ok(folder.into())
}

/// Opens a page on which Segment's client has the destination, with these options (JavaScript) beside the workspace.
/// `before` is code that the page runs first.
///
/// # Errors
/// If it was not built, or does not open.
pub async fn begin(site: &Site, page: &Page, before: &str, options: &str) -> Result {
    begin_on(site, page, Document::new().script(before), options).await
}

/// The same on this page.
///
/// # Errors
/// As [`begin`].
pub async fn begin_on(site: &Site, page: &Page, document: Document, options: &str) -> Result {
    let script = "<script type=\"module\" src=\"/page.js\"></script>";
    site.publish(PAGE, document.body(script));
    let origin = site.serve(&built()?).await?;
    page.open(&format!("{origin}{PAGE}")).await?;
    page.run(&format!("await until(() => window.begin); await begin({options}); return null")).await
}

/// Runs JavaScript after `analytics.`, a call of Segment's client, and waits until its own queue has released the
/// event: the destination has received it by then.
///
/// # Errors
/// If the event is not released.
pub async fn call(page: &Page, call: &str) -> Result {
    page.run(&format!("await analytics.{call}; return null")).await
}

/// Arguments of the Messenger's calls of one method, once there are `count` of them.
///
/// # Errors
/// If there are fewer.
pub async fn told(page: &Page, method: &str, count: usize) -> Result<Vec<Value>> {
    let calls = format!("__standInMessenger.calls.filter(({{ method }}) => method === '{method}')");
    page.wait_for(&format!("window.__standInMessenger && {calls}.length >= {count}")).await?;
    let calls = page.widget().calls_of(method).await?;
    ensure!(calls.len() == count, "{method} was called more often than {count} times: {calls:?}");
    Ok(calls.into_iter().map(|call| Value::Array(call.args)).collect())
}
