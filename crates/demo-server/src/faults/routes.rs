//! The playground over HTTP, for the demo site.

use axum::{
    Json, Router,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::Html,
    routing::{any, get, post},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Behaviour, Change, Log, check::check};
use crate::{App, endpoint, reply::Failure, users};

/// Target of [`TokenFault::Redirect`](super::TokenFault::Redirect).
pub(crate) const LOGIN_PAGE: &str = "/faults/login-page";

/// The HTML response of an endpoint behind a login wall.
pub(crate) const LOGIN_HTML: &str =
    "<!doctype html><title>Sign in</title><h1>Sign in</h1><p>A login page, where JSON was expected.</p>";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/faults", get(read).post(change).delete(reset))
        .route("/faults/own", post(open))
        .route("/faults/log", get(log).delete(clear_log))
        .route("/faults/session", post(session))
        .route("/faults/intercom-jwt", any(endpoint::token))
        .route(LOGIN_PAGE, get(|| async { Html(LOGIN_HTML) }))
}

/// The same routes while the playground is closed.
pub(crate) fn closed() -> Router<App> {
    Router::new().route("/faults", any(refuse)).route("/faults/{*rest}", any(refuse))
}

async fn refuse() -> Failure {
    let why = "the playground is closed, as the secret may be a workspace's own: start the demo without \
               INTERCOM_IDENTITY_SECRET to use it";
    Failure::new(StatusCode::FORBIDDEN, why)
}

async fn read(State(app): State<App>, jar: CookieJar) -> Json<Behaviour> {
    Json(app.faults_of(&jar).behaviour())
}

/// Opens a playground for the browser, unless it has one.
async fn open(State(app): State<App>, jar: CookieJar) -> Result<(CookieJar, Json<Behaviour>), Failure> {
    let (jar, faults) = app.per_browser().open(jar).map_err(|_| Failure::internal())?;
    Ok((jar, Json(faults.behaviour())))
}

async fn change(
    State(app): State<App>,
    jar: CookieJar,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Json<Behaviour>, Failure> {
    let Json(change) = body.map_err(|error| Failure::new(error.status(), error.body_text()))?;
    check(&change).map_err(Failure::bad_request)?;
    Ok(Json(app.faults_of(&jar).change(change)))
}

async fn reset(State(app): State<App>, jar: CookieJar) -> Json<Behaviour> {
    let faults = app.faults_of(&jar);
    faults.reset();
    Json(faults.behaviour())
}

async fn log(State(app): State<App>, jar: CookieJar) -> Json<Log> {
    Json(app.faults_of(&jar).log())
}

async fn clear_log(State(app): State<App>, jar: CookieJar) -> Json<Value> {
    app.faults_of(&jar).clear_log();
    Json(json!({}))
}

/// The body of `POST /faults/session`: a sign-in name, or `null` for no user. It is required.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Behind {
    #[serde(deserialize_with = "Option::deserialize")]
    user: Option<String>,
}

/// Ends the browser's session on the server, or changes its user, without changing its cookie: no page of that
/// browser notices until its next request.
async fn session(
    State(app): State<App>,
    jar: CookieJar,
    body: Result<Json<Behind>, JsonRejection>,
) -> Result<Json<Value>, Failure> {
    let Json(Behind { user }) = body.map_err(|error| Failure::new(error.status(), error.body_text()))?;
    let Some(name) = user else {
        app.sign_out(&jar);
        return Ok(Json(json!({ "user": null })));
    };
    let user = users::find(&name).ok_or_else(|| Failure::unknown_user(&name))?;
    if !app.switch(&jar, user) {
        return Err(Failure::new(StatusCode::CONFLICT, "nobody is signed in: sign in first, then switch"));
    }
    Ok(Json(json!({ "user": user })))
}
