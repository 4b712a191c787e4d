//! Routes of the server.

use std::path::Path;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{
    cors::{AllowHeaders, AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

use crate::{
    App, Origin, auth, endpoint, fake_messenger,
    faults::routes as faults,
    hosts, pages,
    reply::{self, Failure},
    segment,
};

/// Maximum length of a body in bytes. A login, a change of the playground and an event are far shorter.
const LONGEST_BODY: usize = 64 * 1024;

/// The demo: backend, playground, static files and, unless the real Messenger is used, the fake Messenger under
/// `/fake-messenger`.
///
/// It needs no port: a test can call the router directly.
pub fn app(app: App) -> Router {
    let www = app.settings().www.clone();
    app_with_pages(app, &www)
}

/// The same with the files of another folder instead of the demo site's.
pub fn app_with_pages(app: App, www: &Path) -> Router {
    let (dist, docs) = (app.settings().dist.clone(), app.settings().docs.clone());
    let mut router = Router::new().merge(backend(&app)).merge(playground(&app)).with_state(app.clone());
    if app.settings().fake_messenger {
        router = router.nest("/fake-messenger", fake_messenger::fake_messenger(app.clone()));
    }
    router
        .merge(pages::routes(&dist, www, &docs))
        .layer(middleware::from_fn_with_state(app, hosts::refuse_others))
}

/// Routes that other origins may use: signing in and out, and the token.
fn backend(app: &App) -> Router<App> {
    Router::new()
        .route("/login", post(auth::login))
        .route("/logout", post(auth::logout))
        .route("/api/session", get(auth::session))
        .route("/api/messenger-token", get(endpoint::token))
        .route("/api/demo", get(auth::demo))
        .route("/api/{*rest}", axum::routing::any(reply::not_found))
        .method_not_allowed_fallback(reply::method_not_allowed)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), refuse_foreign_writes))
        .layer(cors(&app.settings().allowed_origins))
        .layer(no_store())
}

/// Routes that only the demo's own pages may use, and the token endpoint for any method, which `jwtRequest` needs.
fn playground(app: &App) -> Router<App> {
    let routes = if app.has_playground() { faults::routes() } else { faults::closed() };
    routes
        .merge(segment::routes())
        .method_not_allowed_fallback(reply::method_not_allowed)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), refuse_foreign_writes))
        .layer(cors(&app.settings().allowed_origins))
        .layer(no_store())
}

/// Forbids caching: tokens and sessions belong to one user at one time.
fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// Allows cookies for the listed origins only. `Date` and `Retry-After` are readable, since the loader uses them to
/// correct the clock and to wait.
fn cors(origins: &[Origin]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().map(|origin| origin.header().clone())))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::DATE, header::RETRY_AFTER])
}

/// Rejects a write that comes from a page of a foreign origin. `SameSite` cookies are not enough: another port of
/// this machine is the same site.
async fn refuse_foreign_writes(State(app): State<App>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless || !foreign(&app, &request) {
        return next.run(request).await;
    }
    Failure::new(StatusCode::FORBIDDEN, "this origin is not in ALLOWED_ORIGINS").into_response()
}

/// Whether a request comes from an origin other than its own host's and the allowed ones. A request without `Origin`
/// comes from no browser page. The demo serves http: https on the same host is another origin.
fn foreign(app: &App, request: &Request) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else { return false };
    let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
    let authority = origin.as_bytes().strip_prefix(b"http://");
    let own = authority.is_some() && authority == host;
    !own && !app.settings().allowed_origins.iter().any(|allowed| allowed.header() == origin)
}
