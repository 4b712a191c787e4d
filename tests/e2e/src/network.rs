//! Simulates a lost network for a window, which only Chromium's driver supports.

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::json;
use url::{ParseError, Url};

/// Command that takes the window offline (`true`) or online.
#[derive(Debug)]
pub(crate) struct Offline(pub(crate) bool);

impl WebDriverCompatibleCommand for Offline {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let conditions =
            json!({ "offline": self.0, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        let command = json!({ "cmd": "Network.emulateNetworkConditions", "params": conditions });
        (Method::POST, Some(command.to_string()))
    }
}
