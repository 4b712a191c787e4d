//! The laboratory over HTTP, for the demo site.

use axum::{
    Json, Router,
    extract::{State, rejection::JsonRejection},
    response::Html,
    routing::{any, get},
};
use serde_json::{Value, json};

use super::{Behaviour, Change, Log, TokenFault};
use crate::{App, endpoint, reply::Failure};

/// Where [`TokenFault::Redirect`] leads.
pub(crate) const LOGIN_PAGE: &str = "/lab/login-page";

/// The HTML that an endpoint behind a login wall answers with.
pub(crate) const LOGIN_HTML: &str =
    "<!doctype html><title>Sign in</title><h1>Sign in</h1><p>A login page, where JSON was expected.</p>";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/lab", get(read).post(change).delete(reset))
        .route("/lab/log", get(log).delete(clear_log))
        .route("/lab/intercom-jwt", any(endpoint::token))
        .route(LOGIN_PAGE, get(|| async { Html(LOGIN_HTML) }))
}

async fn read(State(app): State<App>) -> Json<Behaviour> {
    Json(app.lab().behaviour())
}

async fn change(
    State(app): State<App>,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Json<Behaviour>, Failure> {
    let Json(change) = body.map_err(|error| Failure::new(error.status(), error.body_text()))?;
    match &change.token {
        Some(TokenFault::Status { status, .. }) if !(200..600).contains(status) => {
            Err(Failure::bad_request(format!("{status} is no status between 200 and 599")))
        }
        Some(TokenFault::OtherUser { user }) if crate::users::find(user).is_none() => {
            Err(Failure::bad_request(format!("{user:?} is no demo user")))
        }
        _ => Ok(Json(app.lab().change(change))),
    }
}

async fn reset(State(app): State<App>) -> Json<Behaviour> {
    app.lab().reset();
    Json(app.lab().behaviour())
}

async fn log(State(app): State<App>) -> Json<Log> {
    Json(app.lab().log())
}

async fn clear_log(State(app): State<App>) -> Json<Value> {
    app.lab().clear_log();
    Json(json!({}))
}
