//! Signing in without a password: it stands in for your own.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json,
    extract::{FromRequestParts, OptionalFromRequestParts, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, request::Parts},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{App, Failure, proxies::Proxies, users, users::User};

const COOKIE: &str = "session";

/// Who is signed in, by the random ids in the cookies: a log-out ends a session for every copy of its cookie.
#[derive(Clone, Default)]
pub(crate) struct Sessions(Arc<Mutex<HashMap<String, &'static User>>>);

impl Sessions {
    fn find(&self, jar: &CookieJar) -> Option<&'static User> {
        self.lock().get(jar.get(COOKIE)?.value()).copied()
    }

    fn begin(&self, user: &'static User) -> Result<String, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.lock().insert(id.clone(), user);
        Ok(id)
    }

    fn end(&self, jar: &CookieJar) {
        if let Some(cookie) = jar.get(COOKIE) {
            self.lock().remove(cookie.value());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, &'static User>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever is signed in, as an argument of a handler; `Option<SignedIn>` where it may be nobody.
pub(crate) struct SignedIn(pub(crate) &'static User);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let user = app.sessions.find(&CookieJar::from_headers(&parts.headers));
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
    State(sessions): State<Sessions>,
    State(proxies): State<Proxies>,
    headers: HeaderMap,
    jar: CookieJar,
    body: Result<Json<Login>, JsonRejection>,
) -> Result<(CookieJar, Json<Value>), Failure> {
    let Json(login) = body.map_err(|error| Failure::new(error.status(), &error.body_text()))?;
    let Some(user) = users::find(&login.user) else {
        let names = users::USERS.map(|user| user.user).join(", ");
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            &format!("there is no such user; there are {names}"),
        ));
    };
    sessions.end(&jar);
    let id = sessions.begin(user).map_err(|error| Failure::of(&error))?;
    Ok((jar.add(cookie(id, proxies.scheme(&headers))), Json(json!({ "user": user }))))
}

pub(crate) async fn logout(
    State(sessions): State<Sessions>,
    State(proxies): State<Proxies>,
    headers: HeaderMap,
    jar: CookieJar,
) -> (CookieJar, Json<Value>) {
    sessions.end(&jar);
    (jar.remove(cookie(String::new(), proxies.scheme(&headers))), Json(json!({ "user": null })))
}

pub(crate) async fn who(user: Option<SignedIn>) -> Json<Value> {
    Json(json!({ "user": user.map(|SignedIn(user)| user) }))
}

/// Not readable by scripts, not sent with other sites' requests, and, set over https, not over http.
fn cookie(value: String, scheme: &str) -> Cookie<'static> {
    let secure = scheme == "https";
    Cookie::build((COOKIE, value)).http_only(true).same_site(SameSite::Lax).secure(secure).path("/").build()
}
