//! Responses shared by the whole backend: errors as JSON, never a redirect.

use std::io;

use axum::{
    Json,
    body::Body,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::json;

use crate::users;

/// A failure, sent as `{"error": "<sentence>"}` with its status.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    message: String,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn unknown_user(name: &str) -> Self {
        let known = users::USERS.map(|user| user.user).join(", ");
        Self::bad_request(format!("no demo user is called {name:?}; there are {known}"))
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}

/// 405 as JSON; axum adds the `Allow` header.
pub(crate) async fn method_not_allowed() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method")
}

/// 404 as JSON.
pub(crate) async fn not_found() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "there is nothing at this address")
}

/// A body that fails before its first byte, so that the HTTP layer closes the connection.
pub(crate) fn closed() -> Response {
    let failure = io::Error::new(io::ErrorKind::ConnectionReset, "closed on purpose");
    Body::from_stream(stream::iter([Err::<Vec<u8>, _>(failure)])).into_response()
}
