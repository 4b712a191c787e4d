//! Log of received requests: for assertions in tests and for the demo's playground. It contains no token and no
//! cookie value.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, Method};
use serde::Serialize;

/// Maximum number of entries of each kind; the oldest are dropped, and the counts go on.
const KEPT: usize = 500;

/// All requests since the start or the last clearing.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    /// Number of token requests.
    pub token_count: u64,
    /// The latest of them, oldest first.
    pub token_requests: Vec<TokenRequest>,
    /// Number of widget requests.
    pub widget_count: u64,
    /// The latest of them, oldest first.
    pub widget_requests: Vec<WidgetRequest>,
    /// Number of pings.
    pub ping_count: u64,
    /// The latest of them, oldest first.
    pub pings: Vec<Ping>,
    /// Number of events from Segment's client.
    pub segment_count: u64,
    /// The latest of them, oldest first.
    pub segment_events: Vec<SegmentEvent>,
}

/// An event from Segment's client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentEvent {
    /// Time of arrival, in Unix milliseconds.
    pub at: u64,
    /// First letter of its kind: `i`dentify, `p`age, `g`roup or `t`rack.
    pub kind: String,
    /// Name of the tracked event.
    pub name: Option<String>,
    /// Segment's id of the user.
    pub user_id: Option<String>,
}

/// A token request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// Time of arrival, in Unix milliseconds.
    pub at: u64,
    /// The HTTP method.
    pub method: String,
    /// The `kind` of the fault that applied; `ok` for none.
    pub fault: String,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Sec-Fetch-*` headers as `site`, `mode` and `dest`; null in a browser that sends none.
    pub sec_fetch: SecFetch,
    /// Names of the headers that no browser adds by itself, in lower case.
    pub custom_headers: Vec<String>,
    /// Whether it had any cookie.
    pub cookies: bool,
    /// The sign-in name of the session.
    pub signed_in: Option<String>,
}

/// The `Sec-Fetch-*` headers of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SecFetch {
    /// `Sec-Fetch-Site`.
    pub site: Option<String>,
    /// `Sec-Fetch-Mode`.
    pub mode: Option<String>,
    /// `Sec-Fetch-Dest`.
    pub dest: Option<String>,
}

/// A widget request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetRequest {
    /// Time of arrival, in Unix milliseconds.
    pub at: u64,
    /// The workspace in the address.
    pub app_id: String,
    /// The `Host` header: the host that the page requested.
    pub host: Option<String>,
    /// The `kind` of the fault that applied; `ok` for none.
    pub fault: String,
}

/// A call of the Messenger's API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ping {
    /// Time of arrival, in Unix milliseconds.
    pub at: u64,
    /// `boot`, `update` or `shutdown`.
    pub event: String,
    /// The workspace.
    pub app_id: Option<String>,
    /// The `api_base` that the page configured; null for none.
    pub api_base: Option<String>,
    /// The `Host` header: the API host that the page requested.
    pub api_host: Option<String>,
    /// The resulting identity, `user` or `visitor`; null for a rejected call.
    pub kind: Option<String>,
    /// The user it was accepted as.
    pub user_id: Option<String>,
    /// Whether it had a token.
    pub signed: bool,
    /// Whether the cookie of an earlier session identified the visitor as its user.
    pub resumed: bool,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Reason for a rejection, as a sentence.
    pub reason: Option<String>,
}

impl TokenRequest {
    /// Reads the relevant request headers.
    pub(crate) fn read(method: &Method, headers: &HeaderMap, fault: String, signed_in: Option<&str>) -> Self {
        Self {
            at: unix_millis(),
            method: method.to_string(),
            fault,
            origin: text(headers, "origin"),
            sec_fetch: SecFetch {
                site: text(headers, "sec-fetch-site"),
                mode: text(headers, "sec-fetch-mode"),
                dest: text(headers, "sec-fetch-dest"),
            },
            custom_headers: custom(headers),
            cookies: headers.contains_key("cookie"),
            signed_in: signed_in.map(str::to_owned),
        }
    }
}

/// Adds an entry and drops the oldest beyond [`KEPT`].
pub(crate) fn push<T>(entries: &mut Vec<T>, count: &mut u64, entry: T) {
    *count = count.saturating_add(1);
    if entries.len() >= KEPT {
        entries.remove(0);
    }
    entries.push(entry);
}

/// A header's value, if it is text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The current time, in Unix milliseconds.
pub(crate) fn unix_millis() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// Names of the headers that a browser's plain fetch does not send.
fn custom(headers: &HeaderMap) -> Vec<String> {
    const STANDARD: [&str; 18] = [
        "accept",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-length",
        "cookie",
        "dnt",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "priority",
        "referer",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
    ];
    let own = |name: &str| !STANDARD.contains(&name) && !name.starts_with("sec-");
    headers.keys().map(|name| name.as_str()).filter(|name| own(name)).map(str::to_owned).collect()
}
