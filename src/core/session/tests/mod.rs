#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod adoption;
mod boot;
mod called;
mod calls;
mod clock;
mod deferred;
mod fake_page;
mod harness;
mod identity;
mod live;
mod model;
mod newer_token;
mod outdated;
mod owner;
mod properties;
mod refresh;
mod refresh_results;
mod restored;
mod secrets;
mod setups;
mod shutdown;
mod siblings;
mod simulation;
mod tabs;
mod updates;
mod visitor;
mod widget;

use crate::core::attributes::Payload;
use crate::core::schedule::SECOND;
use crate::core::token::RawToken;
use crate::core::token::tests::token;

/// The server's clock at the beginning of a test, in milliseconds since 1970.
const NOON: i64 = 1_760_000_000_000;

/// A user's token, issued at `at` (milliseconds since 1970) for two hours.
fn token_of(user: &str, at: i64) -> RawToken {
    let iat = at / SECOND;
    token(&format!(r#"{{"user_id":"{user}","iat":{iat},"exp":{}}}"#, iat + 7_200))
}

/// Argument of the Messenger, parsed by another JSON reader.
fn sent(payload: &Payload) -> serde_json::Value {
    serde_json::from_str(&payload.to_json()).unwrap()
}

/// User id that a call gives the Messenger; `None` for a visitor.
fn user_in(payload: &Payload) -> Option<String> {
    use base64ct::{Base64UrlUnpadded, Encoding as _};
    let sent = sent(payload);
    let claims =
        Base64UrlUnpadded::decode_vec(sent.get("intercom_user_jwt")?.as_str()?.split('.').nth(1)?).unwrap();
    Some(serde_json::from_slice::<serde_json::Value>(&claims).unwrap()["user_id"].as_str()?.to_owned())
}
