//! What scripted endpoints answer.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use server::{Secret, sign};

use super::{Answer, Ask, PAGE};
use crate::program::SECRET;

pub(super) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// A token for this user, with these claims besides or in the place of the usual ones.
pub(super) fn token_of(more: &Value) -> Answer {
    let mut claims = json!({ "user_id": "7", "iat": now(), "exp": now() + 7200 });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let token = sign(&Secret::new(SECRET), &claims).unwrap();
    Answer(200, Vec::new(), json!({ "token": token }).to_string().into_bytes())
        .header("content-type", "application/json")
        .header("cache-control", "no-store")
}

/// A token for the user, and 401 for everybody else.
pub(super) fn plain(ask: &Ask) -> Answer {
    if ask.user { token_of(&json!({})) } else { refused() }
}

pub(super) fn refused() -> Answer {
    Answer(401, Vec::new(), br#"{"error":"nobody is signed in"}"#.to_vec())
        .header("content-type", "application/json")
        .header("cache-control", "no-store")
}

pub(super) fn claiming(ask: &Ask, claims: &Value) -> Answer {
    if ask.user { token_of(claims) } else { refused() }
}

/// With the headers of CORS for whichever origin this takes for its own.
pub(super) fn cors(ask: &Ask, own: impl Fn(&str) -> bool) -> Answer {
    allow(ask, plain(ask), own)
}

pub(super) fn allow(ask: &Ask, answer: Answer, own: impl Fn(&str) -> bool) -> Answer {
    let answer = answer.header("vary", "Origin");
    match ask.origin.as_deref().filter(|origin| own(origin)) {
        None => answer,
        Some(origin) => answer
            .header("access-control-allow-origin", origin)
            .header("access-control-allow-credentials", "true")
            .header("access-control-expose-headers", "Date, Retry-After"),
    }
}

pub(super) fn is_page(origin: &str) -> bool {
    origin == PAGE
}

pub(super) fn host(origin: &str) -> &str {
    origin.split("://").nth(1).unwrap_or_default()
}

pub(super) fn html(status: u16) -> Answer {
    Answer(status, Vec::new(), b"<!doctype html><h1>Forbidden</h1>".to_vec())
        .header("content-type", "text/html")
}
