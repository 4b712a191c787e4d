//! Static files: the built package under `/dist/`, the documentation under `/docs/`, the demo site under `/`, and its
//! single-page application.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::{Request, State},
    handler::{Handler, HandlerWithoutStateExt},
    http::{HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, get_service},
};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::{SetResponseHeader, SetResponseHeaderLayer},
};

use crate::reply;

/// Serves the files of `dist`, `www` and `docs`, or their `.br` or `.gz` sibling if the browser accepts it. The
/// browser always checks for a newer version (`no-cache`), since they can be rebuilt while the page is open.
pub(crate) fn routes(dist: &Path, www: &Path, docs: &Path) -> Router {
    let page = page.with_state(www.join("app.html"));
    // As on a CDN: a page of another origin can import the core only if CORS allows it.
    let package = SetResponseHeader::overriding(
        get_service(files(dist).fallback(reply::not_found.into_service())),
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    Router::new()
        .nest_service("/dist", package)
        // The links of its pages are relative.
        .route("/docs", get(|| async { Redirect::temporary("/docs/") }))
        .nest_service("/docs/", files(docs).fallback(not_rendered.into_service()))
        .fallback_service(files(www).fallback(page))
        .layer(middleware::map_response(complete_type))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ))
}

/// The response for a missing page of the documentation.
async fn not_rendered() -> Response {
    let text = "There is no such page. To render the documentation, type: cargo xtask docs\n";
    (StatusCode::NOT_FOUND, text).into_response()
}

fn files(folder: &Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br().precompressed_gzip()
}

/// Serves the application's page for an address inside it (`/app`, `/app/settings`), and 404 otherwise.
async fn page(State(file): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path();
    let inside = path == "/app" || path.starts_with("/app/");
    let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if !inside || is_file || request.method() != Method::GET {
        return reply::not_found().await.into_response();
    }
    match ServeFile::new(file).try_call(request).await {
        Ok(response) => response.into_response(),
        Err(_) => reply::not_found().await.into_response(),
    }
}

/// Adds the charset that the type of text files lacks: all of them are UTF-8.
async fn complete_type(mut response: Response) -> Response {
    let Some(kind) = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return response;
    };
    let kind = match kind {
        "application/javascript" | "text/javascript" => "text/javascript; charset=utf-8".to_owned(),
        "application/json" => return response,
        kind if kind.starts_with("text/") && !kind.contains("charset") => format!("{kind}; charset=utf-8"),
        _ => return response,
    };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}
