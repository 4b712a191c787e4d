//! Other origins whose pages may use this server with cookies.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, header::InvalidHeaderValue},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::cors::CorsLayer;

use crate::Failure;

#[derive(Clone)]
pub(crate) struct Origins(Arc<[HeaderValue]>);

impl Origins {
    /// Reads a list that is separated by commas.
    pub(crate) fn read(list: &str) -> Result<Self, InvalidHeaderValue> {
        let listed = list.split(',').map(str::trim).filter(|origin| !origin.is_empty());
        listed.map(HeaderValue::from_str).collect::<Result<_, _>>().map(Self)
    }

    /// Cookies for the listed origins and for no other. The loader reads `Date` and `Retry-After`.
    pub(crate) fn cors(&self) -> CorsLayer {
        CorsLayer::new()
            .allow_origin(self.0.to_vec())
            .allow_credentials(true)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([header::CONTENT_TYPE])
            .expose_headers([header::DATE, header::RETRY_AFTER])
    }

    /// Whether it is listed, or the server's own. This server speaks http: behind a proxy that ends TLS, list its origin.
    fn may_write(&self, origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
        let authority = origin.as_bytes().strip_prefix(b"http://");
        let own = authority.is_some() && authority == host.map(HeaderValue::as_bytes);
        own || self.0.contains(origin)
    }
}

/// A page of another origin must not sign anybody in or out.
pub(crate) async fn refuse_foreign_writes(
    State(origins): State<Origins>,
    request: Request,
    next: Next,
) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    match headers.get(header::ORIGIN) {
        Some(origin) if !safe && !origins.may_write(origin, headers.get(header::HOST)) => {
            Failure::new(StatusCode::FORBIDDEN, "this origin is not in ALLOWED_ORIGINS").into_response()
        }
        _ => next.run(request).await,
    }
}
