//! Signing in without a password: it stands in for your own.

use axum::{
    Json,
    extract::{FromRequestParts, OptionalFromRequestParts, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use axum_extra::extract::{
    SignedCookieJar,
    cookie::{Cookie, SameSite},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{App, Failure, users, users::User};

const COOKIE: &str = "session";

/// Whoever is signed in, as an argument of a handler; `Option<SignedIn>` where it may be nobody.
pub(crate) struct SignedIn(pub(crate) &'static User);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let jar = SignedCookieJar::from_headers(&parts.headers, app.cookies.clone());
        let user = jar.get(COOKIE).and_then(|cookie| users::find(cookie.value()));
        // 401 as JSON: a redirect to a login page would arrive as that page.
        user.map(Self).ok_or_else(|| Failure::new(StatusCode::UNAUTHORIZED, "nobody is signed in"))
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Failure> {
        Ok(<Self as FromRequestParts<App>>::from_request_parts(parts, app).await.ok())
    }
}

#[derive(Deserialize)]
pub(crate) struct Login {
    user: String,
}

pub(crate) async fn login(
    jar: SignedCookieJar,
    body: Result<Json<Login>, JsonRejection>,
) -> Result<(SignedCookieJar, Json<Value>), Failure> {
    let Json(login) = body.map_err(|error| Failure::new(StatusCode::BAD_REQUEST, &error.body_text()))?;
    let Some(user) = users::find(&login.user) else {
        let names = users::USERS.map(|user| user.user).join(", ");
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            &format!("there is no such user; there are {names}"),
        ));
    };
    Ok((jar.add(cookie(user.user)), Json(json!({ "user": user }))))
}

pub(crate) async fn logout(jar: SignedCookieJar) -> (SignedCookieJar, Json<Value>) {
    (jar.remove(cookie("")), Json(json!({ "user": null })))
}

pub(crate) async fn who(user: Option<SignedIn>) -> Json<Value> {
    Json(json!({ "user": user.map(|SignedIn(user)| user) }))
}

/// Not readable by scripts, and not sent with other sites' requests.
fn cookie(value: &'static str) -> Cookie<'static> {
    Cookie::build((COOKIE, value)).http_only(true).same_site(SameSite::Lax).path("/").build()
}
