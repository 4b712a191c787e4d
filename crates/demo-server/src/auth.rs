//! Signing in and out of the demo: a random session id in a cookie, and nothing else.

use axum::{Json, extract::State, extract::rejection::JsonRejection};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{App, reply::Failure, users};

/// The session cookie's name.
pub const SESSION_COOKIE: &str = "demo_session";

/// The body of `POST /login`.
#[derive(Deserialize)]
pub(crate) struct Login {
    user: String,
}

/// Starts a session with a fresh id; an old one of the same browser ends.
///
/// There is no password: this is a demo, and all its users are invented.
pub(crate) async fn login(
    State(app): State<App>,
    jar: CookieJar,
    body: Result<Json<Login>, JsonRejection>,
) -> Result<(CookieJar, Json<Value>), Failure> {
    let Json(login) = body.map_err(|error| Failure::new(error.status(), error.body_text()))?;
    let user = users::find(&login.user).ok_or_else(|| Failure::unknown_user(&login.user))?;
    app.sign_out(&jar);
    let id = app.sign_in(user).map_err(|_| Failure::internal())?;
    Ok((jar.add(cookie(id)), Json(json!({ "user": user }))))
}

/// Ends the session; without one it does nothing and succeeds.
pub(crate) async fn logout(State(app): State<App>, jar: CookieJar) -> (CookieJar, Json<Value>) {
    app.sign_out(&jar);
    (jar.remove(cookie(String::new())), Json(json!({ "user": null })))
}

/// Returns the signed-in user: `{"user": {…}}` or `{"user": null}`.
pub(crate) async fn session(State(app): State<App>, jar: CookieJar) -> Json<Value> {
    Json(json!({ "user": app.signed_in(&jar) }))
}

/// Returns the settings that the demo page needs before it can boot a Messenger.
pub(crate) async fn demo(State(app): State<App>) -> Json<Value> {
    let settings = app.settings();
    let widget_url = settings.fake_messenger.then(|| format!("/fake-messenger/widget/{}", settings.app_id));
    Json(json!({
        "appId": settings.app_id,
        "fakeMessenger": settings.fake_messenger,
        "playground": app.has_playground(),
        "widgetUrl": widget_url,
        "users": users::USERS,
    }))
}

/// A cookie that scripts cannot read, other sites' requests do not carry, and the browser deletes when it closes.
fn cookie(id: String) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, id)).http_only(true).same_site(SameSite::Lax).path("/").build()
}
