//! What arrived: for tests to assert on and for the demo's playground to show. No token and no cookie value is kept.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, Method};
use serde::Serialize;

/// The newest entries that a log keeps of each kind; the counts go on.
const KEPT: usize = 500;

/// Everything that arrived since the start or the last clearing.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    /// How many requests for a token arrived.
    pub token_count: u64,
    /// The newest of them, oldest first.
    pub token_requests: Vec<TokenRequest>,
    /// How many requests for the widget arrived.
    pub widget_count: u64,
    /// The newest of them, oldest first.
    pub widget_requests: Vec<WidgetRequest>,
    /// How many pings arrived.
    pub ping_count: u64,
    /// The newest of them, oldest first.
    pub pings: Vec<Ping>,
    /// How many events of Segment's client arrived.
    pub segment_count: u64,
    /// The newest of them, oldest first.
    pub segment_events: Vec<SegmentEvent>,
}

/// One event of Segment's client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentEvent {
    /// When it arrived, in Unix milliseconds.
    pub at: u64,
    /// Its kind's first letter: `i`dentify, `p`age, `g`roup or `t`rack.
    pub kind: String,
    /// What was tracked.
    pub name: Option<String>,
    /// Segment's id of the user.
    pub user_id: Option<String>,
}

/// One request for a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// When it arrived, in Unix milliseconds.
    pub at: u64,
    /// The HTTP method.
    pub method: String,
    /// The `kind` of the fault that it met; `ok` for none.
    pub fault: String,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Sec-Fetch-*` headers as `site`, `mode` and `dest`; null in a browser that sends none.
    pub sec_fetch: SecFetch,
    /// The names of headers that no browser sends by itself, in lower case.
    pub custom_headers: Vec<String>,
    /// Whether any cookie came along.
    pub cookies: bool,
    /// The sign-in name that the session cookie stands for.
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

/// One request for the widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetRequest {
    /// When it arrived, in Unix milliseconds.
    pub at: u64,
    /// The workspace in the address.
    pub app_id: String,
    /// The `Host` header: which host the page believed it was asking.
    pub host: Option<String>,
    /// The `kind` of the fault that it met; `ok` for none.
    pub fault: String,
}

/// One call of the Messenger's API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ping {
    /// When it arrived, in Unix milliseconds.
    pub at: u64,
    /// `boot`, `update` or `shutdown`.
    pub event: String,
    /// The workspace.
    pub app_id: Option<String>,
    /// The `api_base` that the page configured; null when it gave none.
    pub api_base: Option<String>,
    /// The `Host` header: which API host the page believed it was asking.
    pub api_host: Option<String>,
    /// `user` or `visitor` as decided; null for a refused one.
    pub kind: Option<String>,
    /// The user it was accepted as.
    pub user_id: Option<String>,
    /// Whether a token came along.
    pub signed: bool,
    /// Whether a visitor was taken for the user of an earlier session, by its cookie.
    pub resumed: bool,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Why not, as a sentence.
    pub reason: Option<String>,
}

impl TokenRequest {
    /// Reads what matters from a request's headers.
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

/// Adds an entry and lets go of the oldest beyond [`KEPT`].
pub(crate) fn push<T>(entries: &mut Vec<T>, count: &mut u64, entry: T) {
    *count = count.saturating_add(1);
    if entries.len() >= KEPT {
        entries.remove(0);
    }
    entries.push(entry);
}

/// A header's value, when it is text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The time now, in Unix milliseconds.
pub(crate) fn unix_millis() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// The names of headers that a browser's plain fetch does not have.
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
