//! The endpoints that Segment's client calls: the settings of a source, and the events. No account is needed.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use serde_json::{Value, json};

use crate::{
    App,
    faults::log::{self, SegmentEvent},
    reply::Failure,
};

/// Routes below `/segment`, to which `cdnURL` points.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/segment/v1/projects/{key}/settings", get(settings))
        .route("/segment/v1/{kind}", post(event))
}

/// The settings for any write key: a source without destinations, whose events are sent to this server.
async fn settings(Path(key): Path<String>, headers: HeaderMap) -> Result<Json<Value>, Failure> {
    let host = log::text(&headers, "host").ok_or_else(|| Failure::bad_request("there is no Host header"))?;
    let api = json!({ "apiKey": key, "apiHost": format!("{host}/segment/v1"), "protocol": "http" });
    // `metrics` would be sent to another server.
    Ok(Json(json!({ "integrations": { "Segment.io": api }, "metrics": { "sampleRate": 0 } })))
}

/// Receives an event; the client names each kind by its first letter.
async fn event(
    State(app): State<App>,
    jar: CookieJar,
    Path(kind): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, Failure> {
    let body = body.map_err(|error| Failure::new(error.status(), error.body_text()))?;
    // The client sends it as text, to avoid a preflight.
    let event: Value = serde_json::from_slice(&body)
        .map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "an event must be JSON"))?;
    let text = |name: &str| event.get(name).and_then(Value::as_str).map(str::to_owned);
    let entry = SegmentEvent { at: log::unix_millis(), kind, name: text("event"), user_id: text("userId") };
    app.faults_of(&jar).record(|log| log::push(&mut log.segment_events, &mut log.segment_count, entry));
    Ok(Json(json!({ "success": true })))
}
