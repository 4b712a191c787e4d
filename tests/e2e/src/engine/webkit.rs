//! WebKitGTK: it has no rules for hosts, so everything but `localhost` goes through our proxy (`proxy.rs`).

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Surroundings;

pub(super) fn capabilities(Surroundings { proxy, .. }: Surroundings<'_>) -> Result<Value> {
    let proxy = proxy.context("WebKitGTK needs a proxy")?;
    // The standard capability `proxy` has no effect. Under automation the browser keeps all data in memory.
    let args = [
        "--automation",
        &format!("--proxy=http://127.0.0.1:{proxy}"),
        "--ignore-host=localhost",
        // Lets scripts open tabs without a user's click, as the other drivers do.
        "--javascript-can-open-windows-automatically=true",
    ]
    .map(str::to_owned);
    Ok(json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": { "args": args } }))
}
