//! A backend for the Messenger's secure identity, with axum and intercom-jwt.

mod hosts;
mod origins;
mod proxies;
mod session;
mod users;

use std::{env, error::Error, process::ExitCode};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRef, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use intercom_jwt::{Answer, Claims, Secret, Signer};
use serde_json::json;
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};

use crate::{
    hosts::Hosts,
    origins::Origins,
    proxies::Proxies,
    session::{Sessions, SignedIn},
};

/// The most that a body may have, in bytes.
const LONGEST_BODY: usize = 64 * 1024;

/// What the handlers share.
#[derive(Clone, FromRef)]
pub(crate) struct App {
    signer: Signer,
    sessions: Sessions,
    proxies: Proxies,
}

/// A token for whoever is signed in.
async fn intercom_jwt(
    State(signer): State<Signer>,
    SignedIn(user): SignedIn,
) -> Result<Json<Answer>, Failure> {
    let claims = Claims::new(user.user_id).email(user.email.unwrap_or_default()).name(user.name);
    match signer.sign(&claims) {
        Ok(token) => Ok(Json(token.into())),
        Err(error) => Err(Failure::of(&error)),
    }
}

fn router(app: App, origins: &Origins, hosts: Hosts) -> Router {
    let no_store =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Router::new()
        .route("/api/messenger-token", get(intercom_jwt))
        .route("/api/session", get(session::who))
        .route("/login", post(session::login))
        .route("/logout", post(session::logout))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method")
        })
        .with_state(app)
        .layer(middleware::from_fn_with_state(origins.clone(), origins::refuse_foreign_writes))
        // For a panic axum would hang up; its message is in the log by itself.
        .layer(CatchPanicLayer::custom(|_| failed().into_response()))
        .layer(origins.cors())
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(hosts, hosts::refuse_others))
        // Tokens and sessions belong to one person at one time: no cache may keep them.
        .layer(no_store)
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    // A server without the secret must not start: it would sign with nothing.
    let signer = Signer::new(Secret::from_env()?);
    let proxies = Proxies::read(&variable("TRUST_PROXY").unwrap_or_default())?;
    let origins = Origins::read(&variable("ALLOWED_ORIGINS").unwrap_or_default(), proxies)?;
    let hosts = Hosts::read(&variable("ALLOWED_HOSTS").unwrap_or_default());
    let host = variable("HOST").unwrap_or_else(|| "127.0.0.1".to_owned());
    let port: u16 = variable("PORT").unwrap_or_else(|| "8080".to_owned()).parse()?;
    let listener = tokio::net::TcpListener::bind((host, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let app = App { signer, sessions: Sessions::default(), proxies };
    axum::serve(listener, router(app, &origins, hosts)).await?;
    Ok(())
}

fn failed() -> Failure {
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed")
}

/// A failure, as JSON.
pub(crate) struct Failure(StatusCode, String);

impl Failure {
    pub(crate) fn new(status: StatusCode, message: &str) -> Self {
        Self(status, message.to_owned())
    }

    /// The cause goes into the log, and a sentence to the page.
    pub(crate) fn of(cause: &impl std::fmt::Display) -> Self {
        eprintln!("error: {cause}");
        failed()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use axum::{body::Body, http::Request};
    use tower::ServiceExt as _;

    use super::*;

    async fn panics() -> StatusCode {
        panic!("the disk is full")
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_as_json() {
        let layer = CatchPanicLayer::custom(|_| failed().into_response());
        let router: Router = Router::new().route("/", get(panics)).layer(layer);
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(answer.into_body(), 1024).await.unwrap();
        assert_eq!(body, r#"{"error":"the server failed"}"#);
    }
}
