//! The user's token.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use server::{Change, TokenFault};

use crate::program::{Backend, Run, SECRET, run};

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// A token with these claims, by this secret.
async fn raw(claims: &Value, secret: &str) -> Run {
    // As a server would that takes the secret as it comes: the demo's cuts white space off.
    let key = EncodingKey::from_secret(secret.as_bytes());
    let token = encode(&Header::default(), claims, &key).unwrap();
    Backend::failing(TokenFault::Raw { token }).await.verify(&[]).await
}

async fn claims(iat: i64, exp: i64) -> Run {
    raw(&json!({ "user_id": "7", "iat": now() + iat, "exp": now() + exp }), SECRET).await
}

#[tokio::test]
async fn each_mistake_stands_where_it_was_made() {
    for (fault, name, code) in [
        (TokenFault::Raw { token: "a.b".to_owned() }, "token_form", "token_malformed"),
        (TokenFault::Raw { token: "x".repeat(20_000) }, "token_form", "token_too_large"),
        (TokenFault::AlgNone, "token_algorithm", "token_algorithm"),
        (TokenFault::NoUserId, "token_user_id", "token_user_id_missing"),
        (TokenFault::MillisecondExp, "token_times", "token_times"),
        (TokenFault::Expired, "token_life", "token_expired"),
    ] {
        let run = Backend::failing(fault.clone()).await.verify(&[]).await;
        let check = run.check(name);
        assert_eq!((&check["status"], &check["code"]), (&"fail".into(), &code.into()), "{fault:?}");
        assert_eq!(run.code, Some(1));
    }
}

#[tokio::test]
async fn what_comes_before_a_mistake_passes_and_what_comes_after_is_skipped() {
    let run = Backend::failing(TokenFault::NoUserId).await.verify(&[]).await;
    for name in ["token_form", "token_algorithm", "token_signature"] {
        assert_eq!(run.status(name), "pass");
    }
    for name in ["token_times", "token_life", "token_issued"] {
        assert_eq!(run.status(name), "skip");
    }
    let unsigned = Backend::failing(TokenFault::AlgNone).await.verify(&[]).await;
    assert_eq!(unsigned.status("token_signature"), "skip");
}

#[tokio::test]
async fn ids_that_are_numbers_and_tokens_without_an_end_are_warned_of() {
    let number = Backend::failing(TokenFault::NumericUserId).await.verify(&[]).await;
    assert!(number.expect("token_user_id", "warn", "a number").contains("string"));
    let endless = Backend::failing(TokenFault::NoExp).await.verify(&[]).await;
    assert!(endless.expect("token_life", "warn", "for ever").contains("exp"));
    assert_eq!((number.code, endless.code), (Some(0), Some(0)), "a warning is no failure");
}

#[tokio::test]
async fn lives_that_are_too_long_or_too_short() {
    claims(0, 7_200).await.expect("token_life", "pass", "2 h from its issue");
    claims(0, 2 * 86_400).await.expect("token_life", "warn", "2 days from its issue");
    claims(0, 90).await.expect("token_life", "warn", "90 s from its issue");
}

#[tokio::test]
async fn tokens_that_were_not_made_now() {
    claims(-600, 7_200).await.expect("token_issued", "warn", "10 min before this answer");
    claims(600, 7_200).await.expect("token_issued", "warn", "after this answer");
    claims(0, 7_200).await.expect("token_issued", "pass", "now");
    let without = raw(&json!({ "user_id": "7", "exp": now() + 7_200 }), SECRET).await;
    without.expect("token_issued", "skip", "no iat");
    without.expect("token_life", "pass", "left");
}

#[tokio::test]
async fn the_server_s_clock_is_compared_and_the_token_is_judged_by_it() {
    for (skew, seen) in [(-3_600, "behind"), (7_300, "ahead of")] {
        let backend = Backend::start().await;
        backend.app.faults().change(Change { skew_seconds: Some(skew), ..Change::default() });
        let run = backend.verify(&[]).await;
        run.expect("server_clock", "warn", seen);
        run.expect("token_issued", "pass", "now");
        run.expect("token_life", "pass", "2 h");
    }
}

#[tokio::test]
async fn the_signature_is_verified_with_the_secret() {
    let wrong = Backend::failing(TokenFault::WrongSecret).await.verify(&[]).await;
    let hint = wrong.expect("token_signature", "fail", "the secret on the server is not this workspace's");
    assert!(hint.contains("Messenger API secret"));
    let expired = claims(-7_200, -3_600).await;
    expired.expect("token_life", "fail", "60 min ago");
    expired.expect("token_signature", "pass", "");
    let broken = raw(&json!({ "user_id": "7" }), &format!("{SECRET}\n")).await;
    broken.expect("token_signature", "fail", "line break");
}

#[tokio::test]
async fn without_a_secret_it_is_said_how_to_give_one() {
    let backend = Backend::start().await;
    for secret in [None, Some(""), Some("  \n")] {
        let run = run(&["--url", &backend.url(), "--cookie", &backend.cookie, "--json"], secret).await;
        assert!(run.expect("token_signature", "skip", "is not set").contains("INTERCOM_IDENTITY_SECRET"));
        assert_eq!(run.code, Some(0));
    }
    let secret = format!("{SECRET}\n");
    let spaced = run(&["--url", &backend.url(), "--cookie", &backend.cookie, "--json"], Some(&secret)).await;
    spaced.expect("token_signature", "pass", "");
}
