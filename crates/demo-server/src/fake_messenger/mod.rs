//! The fake Messenger: a widget and an API that follow the documented contract, so that no Intercom account is
//! needed.

mod ping;

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use serde_json::Value;
use tower_http::cors::{Any, CorsLayer};

use crate::{
    App, Faults, Limits, WidgetFault, WidgetRequest,
    faults::log::{self, text, unix_millis},
    faults::routes::LOGIN_HTML,
    reply,
};

/// Parts of the widget, in their order inside one function.
const PARTS: [&str; 8] = [
    include_str!("widget/facts.js"),
    include_str!("widget/limits.js"),
    include_str!("widget/cookies.js"),
    include_str!("widget/session.js"),
    include_str!("widget/methods.js"),
    include_str!("widget/style.js"),
    include_str!("widget/panel.js"),
    include_str!("widget/start.js"),
];

/// Maximum length of a widget call in bytes: there may be many attributes.
const LONGEST_CALL: usize = 1024 * 1024;

/// Routes of the widget and the API, nested in the demo or served alone as `widget.intercom.io`.
///
/// Any origin may use them, without cookies, as with the real ones.
pub fn fake_messenger(app: App) -> Router {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any);
    Router::new()
        .route("/widget/{app_id}", get(widget))
        .route("/messenger/web/ping", post(ping::ping))
        .method_not_allowed_fallback(reply::method_not_allowed)
        .fallback(reply::not_found)
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(cors)
        .with_state(app)
}

/// Serves the widget, unless the playground sets a fault.
async fn widget(
    State(app): State<App>,
    Path(app_id): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Response {
    let faults = app.faults_of(&jar);
    let fault = faults.next_widget_fault();
    let host = text(&headers, "host");
    faults.record(|log| {
        let entry = WidgetRequest { at: unix_millis(), app_id, host, fault: kind(&fault) };
        log::push(&mut log.widget_requests, &mut log.widget_count, entry);
    });
    match fault {
        WidgetFault::Ok => script(&faults),
        WidgetFault::Blocked => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        WidgetFault::Closed => reply::closed(),
        WidgetFault::Html => Html(LOGIN_HTML).into_response(),
        WidgetFault::Empty => javascript(String::new()),
        WidgetFault::Hang => std::future::pending().await,
        WidgetFault::Slow { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            script(&faults)
        }
    }
}

/// The complete script: one strict function around the parts, with the playground's limits.
fn script(faults: &Faults) -> Response {
    let Limits { updates, window_seconds, identical_seconds } = faults.behaviour().limits;
    let limits = format!(
        "const LIMITS = {{ updates: {updates}, windowMs: {window_seconds}e3, identicalMs: {identical_seconds}e3 }};"
    );
    javascript(format!("(() => {{\n\"use strict\";\n{limits}\n{}}})();\n", PARTS.concat()))
}

fn javascript(body: String) -> Response {
    const HEADERS: [(header::HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (HEADERS, body).into_response()
}

/// The `kind` of a fault in the playground's JSON.
fn kind(fault: &WidgetFault) -> String {
    let value = serde_json::to_value(fault).unwrap_or_default();
    value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned()
}
