//! `GET /api/messenger-token`: the only endpoint that a customer's backend adds. Here it can also fail on purpose.

use std::time::{Duration, SystemTime};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use intercom_jwt::{Claims, Secret, sign_unchecked as sign};
use serde_json::{Value, json};

use crate::{
    App, Faults, TokenFault, TokenRequest, User,
    faults::log,
    faults::routes::{LOGIN_HTML, LOGIN_PAGE},
    reply::{self, Failure},
    token::unix_now,
    users,
};

/// Responds with `{"token": "…"}` to a signed-in user and 401 to other requests, unless the playground sets a fault.
pub(crate) async fn token(
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    jar: CookieJar,
) -> Response {
    let faults = app.faults_of(&jar);
    let fault = faults.next_token_fault();
    let user = app.signed_in(&jar);
    faults.record(|log| {
        let entry = TokenRequest::read(&method, &headers, kind(&fault), user.map(|user| user.user));
        log::push(&mut log.token_requests, &mut log.token_count, entry);
    });
    let mut response = answer(&app, &faults, &fault, user).await;
    if let Some(date) = skewed_date(faults.behaviour().skew_seconds) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// The response for a fault.
async fn answer(app: &App, faults: &Faults, fault: &TokenFault, user: Option<&'static User>) -> Response {
    match fault {
        TokenFault::Status { status, retry_after } => refused(*status, *retry_after),
        TokenFault::Html => Html(LOGIN_HTML).into_response(),
        TokenFault::Garbage => as_json("{\"token\": \"eyJ"),
        TokenFault::Empty => as_json(""),
        TokenFault::NullToken => Json(json!({ "token": null })).into_response(),
        TokenFault::Huge => Json(json!({ "token": "x".repeat(256 * 1024) })).into_response(),
        TokenFault::Raw { token } => Json(json!({ "token": token })).into_response(),
        TokenFault::Redirect => Redirect::to(LOGIN_PAGE).into_response(),
        TokenFault::Hang => std::future::pending().await,
        TokenFault::Closed => reply::closed(),
        TokenFault::Slow { ms } => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            signed(app, faults, fault, user)
        }
        _ => signed(app, faults, fault, user),
    }
}

/// A token for the user, altered as the fault says; 401 without a user.
fn signed(app: &App, faults: &Faults, fault: &TokenFault, user: Option<&'static User>) -> Response {
    let Some(user) = user else {
        return Failure::new(StatusCode::UNAUTHORIZED, "nobody is signed in").into_response();
    };
    match bent(app, faults, fault, user) {
        Some(token) => Json(json!({ "token": token })).into_response(),
        None => Failure::internal().into_response(),
    }
}

fn bent(app: &App, faults: &Faults, fault: &TokenFault, user: &'static User) -> Option<String> {
    let behaviour = faults.behaviour();
    let user = match fault {
        TokenFault::OtherUser { user } => users::find(user)?,
        _ => user,
    };
    let now = unix_now().saturating_add_signed(behaviour.skew_seconds.into());
    let life = match fault {
        TokenFault::ShortLife { seconds } => *seconds,
        _ => behaviour.token_life_seconds,
    };
    let mut object =
        Claims::new(user.user_id).email(user.email.unwrap_or_default()).name(user.name).payload(now).ok()?;
    // The playground can set a lifetime that `Claims` rejects.
    let exp = now.saturating_add(life.into());
    object.insert("exp".into(), json!(exp));
    if !behaviour.token_ends && !matches!(fault, TokenFault::ShortLife { .. }) {
        object.remove("exp");
    }
    match fault {
        TokenFault::MillisecondExp => object.insert("exp".into(), json!(exp.saturating_mul(1000))),
        TokenFault::Expired => object.insert("exp".into(), json!(now.saturating_sub(60))),
        TokenFault::NumericUserId => object.insert("user_id".into(), json!(1815)),
        TokenFault::NoUserId => object.remove("user_id"),
        TokenFault::NoExp => object.remove("exp"),
        _ => None,
    };
    let value = Value::Object(object);
    match fault {
        TokenFault::AlgNone => unsigned(&value),
        TokenFault::WrongSecret => sign(&Secret::new("another secret than the Messenger's"), &value).ok(),
        _ => sign(&app.settings().secret, &value).ok(),
    }
}

/// The same claims with a header that declares `alg: none`, and an empty signature.
fn unsigned(claims: &Value) -> Option<String> {
    const HEADER: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let signed = sign(&Secret::new(""), claims).ok()?;
    let payload = signed.split('.').nth(1)?;
    Some(format!("{HEADER}.{payload}."))
}

fn refused(status: u16, retry_after: Option<u32>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match status {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => status.into_response(),
        _ => Failure::new(status, "this failure was asked for").into_response(),
    };
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn as_json(body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// The `kind` of a fault in the playground's JSON.
fn kind(fault: &TokenFault) -> String {
    let value = serde_json::to_value(fault).unwrap_or_default();
    value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The `Date` of a server with clock skew; without a skew the HTTP layer sets it.
fn skewed_date(skew_seconds: i32) -> Option<HeaderValue> {
    if skew_seconds == 0 {
        return None;
    }
    let by = Duration::from_secs(skew_seconds.unsigned_abs().into());
    let now = SystemTime::now();
    let date = if skew_seconds > 0 { now.checked_add(by) } else { now.checked_sub(by) }?;
    HeaderValue::from_str(&httpdate::fmt_http_date(date)).ok()
}
