//! Tokens from a function of the application.

use std::future::pending;

use intercom_messenger_loader::config::Fallback;
use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::{Code, Error, Identity, Messenger, Phase};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{boot, config, fresh_with_messenger, jitter, token, told, visitor_boot};
use crate::tokens::giving;

#[wasm_bindgen_test]
async fn nobody_is_a_visitor() {
    fresh_with_messenger().await;
    let (config, calls) = giving(|| Ok(None));
    assert_eq!(boot(config).await, Ok(Identity::Visitor));
    assert_eq!((told(), calls.get()), (vec![visitor_boot()], 1));
}

#[wasm_bindgen_test]
async fn nobody_is_an_error_where_that_is_wanted() {
    fresh_with_messenger().await;
    let (mut config, calls) = giving(|| Ok(None));
    config.when_signed_out = Fallback::Error;
    assert_eq!(boot(config).await.unwrap_err().code(), Code::SignedOut);
    assert_eq!((told(), calls.get()), (Vec::new(), 1));
}

#[wasm_bindgen_test]
async fn a_failure_that_may_pass_is_tried_three_times() {
    fresh_with_messenger().await;
    jitter(0.0);
    let (config, calls) = giving(|| Err(Error::new(Code::GetJwtFailed).with_detail("offline")));
    let error = boot(config.clone()).await.unwrap_err();
    assert_eq!((error.code(), calls.get()), (Code::GetJwtFailed, 3));
    assert!(error.message().ends_with("offline"), "{error}");
    assert!(told().is_empty(), "it was told nothing");
    let state = Messenger::new(config).state().unwrap();
    assert_eq!((state.phase, state.last_error), (Phase::Idle, Some(error)));
}

#[wasm_bindgen_test]
async fn a_failure_that_stays_counts_at_once() {
    fresh_with_messenger().await;
    let (config, calls) = giving(|| Err(Error::new(Code::NoTokenSource)));
    assert_eq!(boot(config).await.unwrap_err().code(), Code::NoTokenSource);
    assert_eq!(calls.get(), 1);
}

#[wasm_bindgen_test]
async fn a_failure_makes_a_visitor_where_that_is_wanted() {
    fresh_with_messenger().await;
    jitter(0.0);
    let (mut config, calls) = giving(|| Err(Error::new(Code::GetJwtFailed)));
    config.when_token_fails = Fallback::Visitor;
    assert_eq!(boot(config.clone()).await, Ok(Identity::Visitor));
    assert_eq!((told(), calls.get()), (vec![visitor_boot()], 3));
    let error = Messenger::new(config).state().unwrap().last_error.unwrap();
    assert_eq!(error.code(), Code::GetJwtFailed);
}

#[wasm_bindgen_test]
async fn one_that_never_comes_has_its_time_three_times() {
    fresh_with_messenger().await;
    jitter(0.0);
    let mut config = config().get_jwt(pending);
    config.timeout = 20;
    assert_eq!(boot(config).await.unwrap_err().code(), Code::EndpointTimeout);
    assert!(told().is_empty(), "it was told nothing");
}

#[wasm_bindgen_test]
async fn one_that_does_not_do_is_not_quoted() {
    let expired = token("ada", 1_000_000_000.0);
    let milliseconds = token("ada", 4_102_444_800_000.0);
    let nameless = token("", 4_102_444_800.0);
    for (token, code) in [
        (expired, Code::TokenExpired),
        (milliseconds, Code::TokenTimes),
        (nameless, Code::TokenUserIdMissing),
        ("eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiYWRhIn0.c2ln".to_owned(), Code::TokenAlgorithm),
        ("eyJhbGciOiJub25lIn0.c2ln".to_owned(), Code::TokenMalformed),
    ] {
        fresh_with_messenger().await;
        let secret = token.clone();
        let (config, calls) = giving(move || Ok(Some(RawToken::new(secret.clone()))));
        let error = boot(config).await.unwrap_err();
        assert_eq!((error.code(), calls.get()), (code, 1));
        let said = format!("{error} {error:?}");
        assert!(token.split('.').all(|part| !said.contains(part)), "{said}");
        assert!(told().is_empty(), "it was told nothing");
    }
}
