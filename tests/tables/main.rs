//! Checks the host's readers of tokens and responses against the tables beside this file. `tests/web/tables.rs`
//! checks the browser's against the same ones.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::{Error, read};
use serde_json::{Value, json};

/// Checks every group of a table: its rows, and the result that all of them are read as.
fn each(table: &str, read: impl Fn(&Value) -> Value) {
    let groups: Vec<Value> = serde_json::from_str(table).expect("the table is JSON");
    let rows = groups.iter().flat_map(|group| {
        group["rows"].as_array().expect("a group has rows").iter().map(move |row| (group, row))
    });
    let other = rows.filter_map(|(group, row)| {
        let read = read(row);
        (read != group["is"]).then(|| format!("{row} is {read} and not {}", group["is"]))
    });
    let other: Vec<_> = other.collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
}

#[test]
fn tokens() {
    each(include_str!("tokens.json"), |row| {
        verdict(read::token(RawToken::new(token(row))), |token| {
            let mut claims = json!({ "user_id": token.user_id() });
            for (claim, time) in [("iat", token.issued_at()), ("exp", token.expires_at())] {
                time.into_iter().for_each(|time| claims[claim] = time.into());
            }
            claims
        })
    });
}

/// Builds a row's token: from a payload, with the usual signature; from a header and a payload; or from a text,
/// possibly repeated.
fn token(row: &Value) -> String {
    let Some(text) = row["text"].as_str() else {
        let header = row["header"].as_str().unwrap_or(r#"{"alg":"HS256","typ":"JWT"}"#);
        let payload = row.as_str().or(row["payload"].as_str()).expect("there is a payload");
        let parts = [header, payload, "not a signature"];
        return parts.map(|part| Base64UrlUnpadded::encode_string(part.as_bytes())).join(".");
    };
    text.repeat(row["times"].as_u64().map_or(1, |times| usize::try_from(times).expect("it is few")))
}

/// A response is its body; null means that it was too long.
#[test]
fn answers() {
    each(include_str!("answers.json"), |row| {
        verdict(read::body(row.as_str()), |token| {
            let token =
                token.map(|token| serde_json::from_str::<Value>(&token.to_json()).expect("it is JSON"));
            json!({ "token": token })
        })
    });
}

/// The value that was read; or the failure's code and detail.
fn verdict<T>(read: Result<T, Error>, take: impl FnOnce(T) -> Value) -> Value {
    let error = match read {
        Ok(read) => return take(read),
        Err(error) => error,
    };
    let message = error.message();
    let said = message.strip_prefix(error.code().message()).and_then(|rest| rest.strip_prefix(": "));
    let mut refusal = json!({ "code": error.code().as_str() });
    said.into_iter().for_each(|said| refusal["said"] = said.into());
    refusal
}
