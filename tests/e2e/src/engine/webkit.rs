//! WebKitGTK: it has no rules for hosts, so everything but `localhost` goes through a proxy of ours (`proxy.rs`).

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Surroundings;

pub(super) fn capabilities(Surroundings { proxy, .. }: Surroundings<'_>) -> Result<Value> {
    let proxy = proxy.context("WebKitGTK needs a proxy")?;
    // The standard capability `proxy` is not applied. In automation the browser keeps everything in memory.
    let args = [
        "--automation",
        &format!("--proxy=http://127.0.0.1:{proxy}"),
        "--ignore-host=localhost",
        // Scripts open tabs here without a user's click, as the other drivers let them.
        "--javascript-can-open-windows-automatically=true",
    ]
    .map(str::to_owned);
    Ok(json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": { "args": args } }))
}
