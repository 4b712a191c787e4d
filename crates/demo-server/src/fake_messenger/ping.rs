//! The API that the widget calls on boot, update and shutdown: it decides the user's identity.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    App, Faults, Ping,
    faults::log::{self, text, unix_millis},
    token::{self, Verified},
};

/// The body: the call's settings, of which only the relevant ones are read. Its media type is ignored, so that a
/// cross-origin call needs no preflight.
#[derive(Debug, Deserialize)]
struct Call {
    #[serde(default)]
    event: Event,
    app_id: Option<String>,
    api_base: Option<String>,
    session: Option<String>,
    user_id: Option<Value>,
    email: Option<Value>,
    phone: Option<Value>,
    user_hash: Option<Value>,
    name: Option<String>,
    intercom_user_jwt: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Event {
    #[default]
    Boot,
    Update,
    Shutdown,
}

/// The identity that the Messenger assigns to the page's visitor.
struct Identity {
    user: Option<Verified>,
    resumed: bool,
}

/// Reason and status of a rejected call.
struct Refusal(StatusCode, String);

/// 200 `{"kind": "user", "user_id", "name", "email", "resumed"}` or `{"kind": "visitor"}`; 400 or 403
/// `{"error", "reason"}`.
pub(super) async fn ping(
    State(app): State<App>,
    jar: CookieJar,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let faults = app.faults_of(&jar);
    let mut entry = Ping { at: unix_millis(), api_host: text(&headers, "host"), ..Ping::default() };
    let decided = match serde_json::from_slice::<Call>(&body) {
        Ok(call) => {
            describe(&mut entry, &call);
            decide(&app, &faults, call)
        }
        Err(_) => Err(Refusal(StatusCode::BAD_REQUEST, "the body is not the JSON of a call".to_owned())),
    };
    match &decided {
        Ok(identity) => {
            entry.accepted = true;
            entry.resumed = identity.resumed;
            entry.kind = Some(if identity.user.is_some() { "user" } else { "visitor" }.to_owned());
            entry.user_id = identity.user.as_ref().map(|user| user.user_id.clone());
        }
        Err(Refusal(_, reason)) => entry.reason = Some(reason.clone()),
    }
    faults.record(|log| log::push(&mut log.pings, &mut log.ping_count, entry));
    answer(decided)
}

/// Records a call in the log, whatever its result.
fn describe(entry: &mut Ping, call: &Call) {
    entry.event = match call.event {
        Event::Boot => "boot",
        Event::Update => "update",
        Event::Shutdown => "shutdown",
    }
    .to_owned();
    entry.app_id.clone_from(&call.app_id);
    entry.api_base.clone_from(&call.api_base);
    entry.signed = call.intercom_user_jwt.is_some();
}

/// Decides the identity and stores the user of the Messenger session.
fn decide(app: &App, faults: &Faults, call: Call) -> Result<Identity, Refusal> {
    if call.app_id.is_none() {
        return Err(Refusal(StatusCode::BAD_REQUEST, "the call names no app_id".to_owned()));
    }
    if call.event == Event::Shutdown {
        if let Some(session) = call.session {
            app.set_messenger_session(session, None);
        }
        return Ok(Identity { user: None, resumed: false });
    }
    let user = named(app, faults, &call)?;
    if let (Some(user), Some(session)) = (&user, &call.session) {
        app.set_messenger_session(session.clone(), Some(user.clone()));
    }
    if user.is_some() {
        return Ok(Identity { user, resumed: false });
    }
    let user = call.session.and_then(|session| app.messenger_session(&session));
    Ok(Identity { resumed: user.is_some() && call.event == Event::Boot, user })
}

/// The user that a call names, by its token or, without enforcement, by an id that it states.
fn named(app: &App, faults: &Faults, call: &Call) -> Result<Option<Verified>, Refusal> {
    let refuse = |reason: &str| Refusal(StatusCode::FORBIDDEN, reason.to_owned());
    if let Some(token) = &call.intercom_user_jwt {
        let user = token::verify(&app.settings().secret, token).map_err(refuse)?;
        let claimed = call.user_id.as_ref().and_then(plain);
        if claimed.is_some_and(|claimed| claimed != user.user_id) {
            return Err(refuse("the user_id beside the token is not the token's"));
        }
        return Ok(Some(user));
    }
    let given = [&call.user_id, &call.email, &call.phone, &call.user_hash];
    let Some(id) = given.into_iter().flatten().find_map(plain) else { return Ok(None) };
    if faults.behaviour().enforce_identity {
        return Err(refuse("identity is enforced: user_id, email, phone and user_hash need a token"));
    }
    let email = call.email.as_ref().and_then(plain);
    Ok(Some(Verified { user_id: id, name: call.name.clone(), email }))
}

/// A text, or a number as text; `None` for anything else.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn answer(decided: Result<Identity, Refusal>) -> Response {
    match decided {
        Ok(Identity { user: Some(user), resumed }) => Json(json!({
            "kind": "user", "user_id": user.user_id, "name": user.name, "email": user.email, "resumed": resumed,
        }))
        .into_response(),
        Ok(_) => Json(json!({ "kind": "visitor" })).into_response(),
        Err(Refusal(status, reason)) => {
            let error = if status == StatusCode::FORBIDDEN { "forbidden" } else { "bad_request" };
            (status, Json(json!({ "error": error, "reason": reason }))).into_response()
        }
    }
}
