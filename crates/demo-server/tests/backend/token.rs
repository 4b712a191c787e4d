//! The token endpoint without faults.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use crate::client::{Client, SECRET, request, settings};

const ENDPOINT: &str = "/api/messenger-token";

fn claims(token: &str, secret: &str) -> Result<Value, jsonwebtoken::errors::Error> {
    let key = DecodingKey::from_secret(secret.as_bytes());
    Ok(decode::<Value>(token, &key, &Validation::new(Algorithm::HS256))?.claims)
}

#[tokio::test]
async fn a_user_gets_a_signed_token_for_two_hours() {
    let answer = Client::signed_in("ada").await.get(ENDPOINT).await;
    let token = answer.token();
    assert_eq!(decode_header(&token).unwrap().alg, Algorithm::HS256);
    let claims = claims(&token, SECRET).unwrap();
    assert_eq!(claims["user_id"], "user-ada-1815");
    assert_eq!(claims["email"], "ada@example.com");
    assert_eq!(claims["name"], "Ada Lovelace");
    let (iat, exp) = (claims["iat"].as_i64().unwrap(), claims["exp"].as_i64().unwrap());
    assert_eq!(exp - iat, 7200);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!((i64::try_from(now).unwrap() - iat).abs() < 5, "iat is in seconds and now");
    assert_eq!(claims.as_object().unwrap().len(), 5);
}

#[tokio::test]
async fn another_secret_does_not_verify_it() {
    let token = Client::signed_in("ada").await.get(ENDPOINT).await.token();
    assert!(claims(&token, "some other secret").is_err());
}

#[tokio::test]
async fn letters_outside_ascii_survive() {
    let token = Client::signed_in("grace").await.get(ENDPOINT).await.token();
    assert_eq!(claims(&token, SECRET).unwrap()["name"], "Grace Núñez Höpper");
}

#[tokio::test]
async fn a_user_without_an_address_has_no_such_claim() {
    let token = Client::signed_in("linus").await.get(ENDPOINT).await.token();
    assert_eq!(claims(&token, SECRET).unwrap().get("email"), None);
}

#[tokio::test]
async fn the_life_can_be_set() {
    let mut settings = settings();
    settings.token_life = Duration::from_secs(90);
    let mut client = Client::with(settings);
    client.login("ada").await;
    let claims = claims(&client.get(ENDPOINT).await.token(), SECRET).unwrap();
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 90);
}

#[tokio::test]
async fn nobody_gets_401_in_json_and_no_redirect() {
    let answer = Client::new().get(ENDPOINT).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.json()["error"].is_string());
    assert_eq!(answer.header("location"), "");
}

#[tokio::test]
async fn an_invented_session_is_nobody() {
    let invented =
        request(Method::GET, ENDPOINT, &[("cookie", "demo_session=00000000000000000000000000000000")]);
    assert_eq!(Client::new().send(invented).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn no_cache_may_keep_any_answer() {
    let mut client = Client::new();
    assert_eq!(client.get(ENDPOINT).await.header("cache-control"), "no-store");
    assert_eq!(client.post(ENDPOINT, json!({})).await.header("cache-control"), "no-store");
    client.login("ada").await;
    assert_eq!(client.get(ENDPOINT).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_wrong_method_is_405_in_json() {
    let answer = Client::signed_in("ada").await.post(ENDPOINT, json!({})).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.json()["error"].is_string());
    assert!(answer.header("allow").contains("GET"));
}

#[tokio::test]
async fn an_unknown_address_of_the_api_is_404_in_json() {
    let answer = Client::new().get("/api/nothing").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.json()["error"].is_string());
}
