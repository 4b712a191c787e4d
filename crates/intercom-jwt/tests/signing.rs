//! Signed tokens, rejected claims, and `Debug` output.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use intercom_jwt::{
    Answer, Claims, Error, MAX_LIFE, MAX_TOKEN_BYTES, Secret, SecretError, Signer, sign_unchecked,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET: &str = "a secret of the tests, which must be long enough";
const NOW: u64 = 1_700_000_000;

fn signer() -> Signer {
    Signer::new(Secret::new(SECRET))
}

fn read(token: &str, secret: &str) -> Result<Value, jsonwebtoken::errors::Error> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    Ok(decode::<Value>(token, &DecodingKey::from_secret(secret.as_bytes()), &validation)?.claims)
}

fn refusal(claims: &Claims) -> Error {
    signer().sign_at(claims, NOW).unwrap_err()
}

#[test]
fn a_token_says_what_was_claimed_and_when() {
    let claims = Claims::new("u-1")
        .email("ada@example.com")
        .name("Grace Núñez Höpper")
        .claim("plan", "pro")
        .claim("seats", 3);
    let token = signer().sign_at(&claims, NOW).unwrap();
    assert_eq!(decode_header(token.as_str()).unwrap().alg, Algorithm::HS256);
    let expected = json!({
        "user_id": "u-1", "email": "ada@example.com", "name": "Grace Núñez Höpper", "plan": "pro", "seats": 3,
        "iat": NOW, "exp": NOW + 7200,
    });
    assert_eq!(read(token.as_str(), SECRET).unwrap(), expected);
    assert!(read(token.as_str(), "another secret").is_err());
}

#[test]
fn the_clock_is_this_machines_in_seconds() {
    let token = signer().sign(&Claims::new("u").life(Duration::from_millis(90_900))).unwrap();
    let claims = read(token.as_str(), SECRET).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(claims["iat"].as_u64().unwrap()) < 60);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 90);
}

#[test]
fn what_a_user_has_not_is_left_out() {
    for none in ["", " "] {
        let payload = Claims::new("u").email(none).name(none).payload(NOW).unwrap();
        assert_eq!(payload.keys().collect::<Vec<_>>(), ["exp", "iat", "user_id"]);
    }
}

#[test]
fn a_user_without_an_id_is_nobody() {
    for id in ["", " ", "\n"] {
        assert_eq!(refusal(&Claims::new(id)), Error::UserIdEmpty);
    }
    for id in ["undefined", "null", "None", "nil", "NaN", "[object Object]", " Undefined "] {
        assert_eq!(refusal(&Claims::new(id)), Error::UserIdNothing, "{id}");
    }
    assert!(signer().sign_at(&Claims::new("none-of-these"), NOW).is_ok());
}

#[test]
fn a_life_is_a_second_to_a_day() {
    for life in [Duration::ZERO, Duration::from_millis(999), MAX_LIFE + Duration::from_millis(1)] {
        assert_eq!(refusal(&Claims::new("u").life(life)), Error::Life);
    }
    for life in [Duration::from_secs(1), MAX_LIFE] {
        assert!(signer().sign_at(&Claims::new("u").life(life), NOW).is_ok());
    }
}

#[test]
fn claims_that_are_set_otherwise_are_refused() {
    for name in ["user_id", "email", "name", "iat", "exp"] {
        let error = refusal(&Claims::new("u").claim(name, "x"));
        assert!(matches!(&error, Error::Reserved { name: found, .. } if found == name), "{error}");
    }
}

#[test]
fn claims_that_differ_from_those_by_case_or_blanks_are_refused() {
    for name in
        ["Email", "EMAIL", " email", "email\n", "User_Id", "user id", "Name", "name\u{200b}", "EXP", "Iat"]
    {
        let error = refusal(&Claims::new("u").claim(name, "x"));
        assert!(matches!(&error, Error::Reserved { name: found, .. } if found == name), "{name:?}: {error}");
    }
    for name in ["NBF", "USERID", " sub"] {
        let error = refusal(&Claims::new("u").claim(name, "x"));
        assert!(matches!(&error, Error::Unknown { .. }), "{name:?}: {error}");
    }
    assert!(signer().sign_at(&Claims::new("u").claim("Company name", "x"), NOW).is_ok());
}

#[test]
fn texts_of_any_kind_are_taken() {
    let (name, email) = (String::from("Ada"), std::borrow::Cow::Borrowed("ada@example.com"));
    assert!(Claims::new(7.to_string()).email(email).name(name).payload(NOW).is_ok());
}

#[test]
fn claims_that_only_look_like_intercoms_are_refused_with_what_was_meant() {
    for name in ["userId", "sub", "user_hash", "createdAt", "app_id", "iss"] {
        let error = refusal(&Claims::new("u").claim(name, "x"));
        assert!(matches!(&error, Error::Unknown { name: found, .. } if found == name), "{error}");
    }
    assert!(refusal(&Claims::new("u").claim("userId", "x")).to_string().contains("user_id"));
    assert_eq!(refusal(&Claims::new("u").claim(" ", "x")), Error::NameEmpty);
    assert_eq!(refusal(&Claims::new("u").claim("plan", "a").claim("plan", "b")), Error::Twice("plan".into()));
}

#[test]
fn values_are_flat() {
    for value in [json!(null), json!(["a"]), json!({"a": 1}), Value::from(f64::NAN)] {
        assert_eq!(refusal(&Claims::new("u").claim("plan", value)), Error::Value("plan".into()));
    }
    for value in [json!("text"), json!(1.5), json!(-1), json!(true)] {
        assert!(signer().sign_at(&Claims::new("u").claim("plan", value), NOW).is_ok());
    }
}

#[test]
fn a_time_in_milliseconds_is_refused() {
    let at = |name: &str, value: u64| signer().sign_at(&Claims::new("u").claim(name, value), NOW);
    for name in ["created_at", "Trial_Ends_AT"] {
        assert_eq!(at(name, NOW * 1000), Err(Error::Milliseconds(name.into())));
    }
    let text = Claims::new("u").claim("created_at", (NOW * 1000).to_string());
    assert_eq!(refusal(&text), Error::Milliseconds("created_at".into()));
    assert_eq!(signer().sign_at(&Claims::new("u"), NOW * 1000), Err(Error::NowMilliseconds));
    assert!(at("created_at", NOW).is_ok() && at("revenue", NOW * 1000).is_ok());
}

#[test]
fn a_token_that_no_page_would_read_is_not_signed() {
    let padded = |bytes: usize| signer().sign_at(&Claims::new("u").claim("padding", "x".repeat(bytes)), NOW);
    assert!(matches!(padded(MAX_TOKEN_BYTES), Err(Error::TooLarge(bytes)) if bytes > MAX_TOKEN_BYTES));
    let token = padded(MAX_TOKEN_BYTES / 2).unwrap();
    assert!(token.as_str().len() <= MAX_TOKEN_BYTES);
}

#[test]
fn the_secret_is_trimmed_and_can_be_a_workspace_s() {
    let signed = |secret: &str| Signer::new(Secret::new(secret)).sign_at(&Claims::new("u"), NOW);
    assert_eq!(signed(&format!(" {SECRET}\n")).unwrap(), signed(SECRET).unwrap());
    for (secret, error) in [
        ("  ", SecretError::NotSet),
        ("…", SecretError::Placeholder),
        ("paste…the secret of the workspace here", SecretError::Placeholder),
        ("0123456789012345678901234567890", SecretError::Short),
        ("ä secret that is long enough for HS256", SecretError::NotAscii),
    ] {
        assert_eq!(signed(secret), Err(Error::Secret(error)), "{secret}");
    }
    assert!(signed("01234567890123456789012345678901").is_ok());
}

#[test]
fn neither_secret_nor_token_nor_values_print() {
    let claims = Claims::new("id-of-ada").email("ada@example.com").claim("plan", "secret-plan");
    let token = signer().sign_at(&claims, NOW).unwrap();
    let printed = format!("{:?} {:?} {:?} {:?}", signer(), claims, token, Answer::from(token.clone()));
    for hidden in [SECRET, "id-of-ada", "ada@example.com", "secret-plan", token.as_str()] {
        assert!(!printed.contains(hidden), "{printed}");
    }
    assert_eq!(
        serde_json::to_value(Answer::from(token.clone())).unwrap(),
        json!({ "token": token.as_str() })
    );
}

#[test]
fn anything_can_be_signed_unchecked_for_tests() {
    let token = sign_unchecked(&Secret::new(SECRET), &json!({ "user_id": 1 })).unwrap();
    assert_eq!(read_without_exp(&token), json!({ "user_id": 1 }));
}

fn read_without_exp(token: &str) -> Value {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    decode::<Value>(token, &DecodingKey::from_secret(SECRET.as_bytes()), &validation).unwrap().claims
}

proptest! {
    #[test]
    fn whatever_is_signed_is_read_back(id in "\\PC{1,40}", name in "\\PC{0,40}", key in "\\PC{1,12}", value in "\\PC*") {
        match signer().sign_at(&Claims::new(&id).name(name.as_str()).claim(&key, value.as_str()), NOW) {
            Ok(token) => {
                let claims = read(token.as_str(), SECRET).unwrap();
                prop_assert_eq!(&claims["user_id"], &json!(id));
                prop_assert_eq!(&claims[key.as_str()], &json!(value));
            }
            Err(Error::UserIdEmpty | Error::UserIdNothing | Error::NameEmpty | Error::Reserved { .. } | Error::Unknown { .. }) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
