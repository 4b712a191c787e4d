//! Accepted and refused tokens are in `tests/tables/tokens.json`; here are the properties that no table of single
//! tokens can express.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation)]

use base64ct::{Base64UrlUnpadded, Encoding as _};
use proptest::prelude::*;

use super::{MAX_TOKEN_BYTES, RawToken, Token};
use crate::core::error::Code;

pub(crate) const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// A token's text, from the JSON of its two parts; its signature is a placeholder.
pub(crate) fn encode(header: &[u8], payload: &[u8]) -> String {
    let part = Base64UrlUnpadded::encode_string;
    format!("{}.{}.{}", part(header), part(payload), part(b"not a signature"))
}

/// A token with these claims.
pub(crate) fn token(payload: &str) -> RawToken {
    RawToken::new(encode(HS256.as_bytes(), payload.as_bytes()))
}

fn read(text: impl Into<String>) -> Result<Token, Code> {
    let text = text.into();
    crate::read::token(RawToken::new(text.clone())).map_err(|error| {
        let said = format!("{error} {error:?}");
        assert!(text.len() < 8 || !said.contains(&text), "{said} quotes the token");
        error.code()
    })
}

fn claims(payload: &str) -> Result<Token, Code> {
    read(encode(HS256.as_bytes(), payload.as_bytes()))
}

#[test]
fn claims_are_read_and_times_become_milliseconds() {
    let token =
        claims(r#"{"user_id":"42","email":"ada@example.com","iat":1760000000,"exp":1760007200}"#).unwrap();
    assert_eq!(token.user_id(), "42");
    assert_eq!(token.issued_at(), Some(1_760_000_000_000));
    assert_eq!(token.expires_at(), Some(1_760_007_200_000));
}

#[test]
fn sixteen_kibibytes_are_read_and_not_a_byte_more() {
    let of_length = |length: usize| {
        let empty = encode(HS256.as_bytes(), br#"{"user_id":"42","x":""}"#).len();
        let fill = "x".repeat((length - empty) * 3 / 4);
        let text = encode(HS256.as_bytes(), format!(r#"{{"user_id":"42","x":"{fill}"}}"#).as_bytes());
        format!("{text}{}", "A".repeat((length - text.len()) / 4 * 4))
    };
    assert!((MAX_TOKEN_BYTES - 4..=MAX_TOKEN_BYTES).contains(&of_length(MAX_TOKEN_BYTES).len()));
    assert!(read(of_length(MAX_TOKEN_BYTES)).is_ok());
    assert_eq!(read("A".repeat(MAX_TOKEN_BYTES)), Err(Code::TokenMalformed));
    assert_eq!(read("A".repeat(MAX_TOKEN_BYTES + 1)), Err(Code::TokenTooLarge));
    assert_eq!(read(of_length(MAX_TOKEN_BYTES + 8)), Err(Code::TokenTooLarge));
}

#[test]
fn a_token_ends_when_its_end_has_come() {
    let token = claims(r#"{"user_id":"42","exp":1760007200}"#).unwrap();
    assert_eq!(token.check_expiry(1_760_007_199_999), Ok(()));
    assert_eq!(token.check_expiry(1_760_007_200_000).unwrap_err().code(), Code::TokenExpired);
    assert_eq!(claims(r#"{"user_id":"42"}"#).unwrap().check_expiry(i64::MAX), Ok(()));
}

#[test]
fn a_token_prints_whose_it_is_and_never_itself() {
    let secret = token(r#"{"user_id":"42"}"#);
    let text = secret.to_json();
    let shown = format!("{secret:?} {:?}", crate::read::token(secret.clone()).unwrap());
    assert!(!shown.contains(text.trim_matches('"')) && shown.contains("42"), "{shown}");
}

/// Claim that serde_json reads in the token's second part.
fn independently(text: &str, claim: &str) -> Option<serde_json::Value> {
    let payload = Base64UrlUnpadded::decode_vec(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<serde_json::Value>(&payload).ok()?.get(claim).cloned()
}

fn has_endless_number(text: &str) -> bool {
    let payload = Base64UrlUnpadded::decode_vec(text.split('.').nth(1).unwrap_or_default());
    let read = payload.map(|payload| serde_json::from_slice::<serde_json::Value>(&payload));
    matches!(read, Ok(Err(error)) if error.to_string().starts_with("number out of range"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read(text);
    }

    /// Three well-formed parts, with any content.
    #[test]
    fn any_three_parts_are_read_or_refused(header: Vec<u8>, payload: Vec<u8>) {
        let _ = read(encode(&header, &payload));
        let _ = read(encode(HS256.as_bytes(), &payload));
    }

    /// Damage is refused, or changes the result as it does for every other reader.
    #[test]
    fn a_damaged_token_is_refused_or_says_what_it_says(
        user in "[a-z0-9]{1,12}", exp in 0..99_999_999_999_i64,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..3, "[A-Za-z0-9_.=-]"), 1..4),
    ) {
        let mut text = encode(HS256.as_bytes(), format!(r#"{{"user_id":"{user}","exp":{exp}}}"#).as_bytes());
        for (at, kind, byte) in edits {
            let at = at.index(text.len());
            text.replace_range(at..at + usize::from(kind > 0), if kind == 2 { "" } else { &byte });
        }
        // A number that is larger than the largest float is valid for browsers and not for serde_json.
        prop_assume!(!has_endless_number(&text));
        if let Ok(token) = read(text.clone()) {
            prop_assert_eq!(text.split('.').count(), 3);
            match independently(&text, "user_id") {
                Some(serde_json::Value::String(user)) => prop_assert_eq!(token.user_id(), user),
                Some(serde_json::Value::Number(user)) => prop_assert_eq!(token.user_id().parse().ok(), user.as_f64()),
                other => prop_assert!(false, "{:?} for {:?}", token.user_id(), other),
            }
            let exp = independently(&text, "exp").and_then(|exp| exp.as_f64());
            prop_assert_eq!(token.expires_at(), exp.map(|exp| exp as i64 * 1000));
        }
    }
}
