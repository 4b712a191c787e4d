#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::{Answer, MAX_BODY_BYTES, Response, interpret};
use crate::core::error::Code;
use crate::core::token::RawToken;
use crate::read::body as read_body;

fn json(body: &str) -> Answer {
    interpret(Response { status: 200, retry_after: None, body: Some(body) }, read_body)
}

/// Other bodies are in `tests/tables/answers.json`.
#[test]
fn a_token_means_a_user() {
    assert_eq!(json(r#"{"token":"abc"}"#), Answer::Token(RawToken::new("abc")));
    assert_eq!(json("{}"), Answer::Fail(Code::EndpointInvalid.into()));
}

#[test]
fn nobody_is_signed_in() {
    assert_eq!(json(r#"{"token":null}"#), Answer::SignedOut);
    for status in [204, 401, 403] {
        for body in [None, Some(""), Some("<html>"), Some(r#"{"token":"abc"}"#)] {
            assert_eq!(
                interpret(Response { status, body, ..Response::default() }, read_body),
                Answer::SignedOut,
                "{status}"
            );
        }
    }
}

#[test]
fn what_may_pass_is_tried_again_when_the_server_says() {
    for (status, code) in [
        (429, Code::EndpointRateLimited),
        (500, Code::EndpointServerError),
        (502, Code::EndpointServerError),
        (503, Code::EndpointServerError),
        (599, Code::EndpointServerError),
    ] {
        let response = Response { status, retry_after: Some(7_000), ..Response::default() };
        let Answer::Retry { error, after } = interpret(response, read_body) else {
            panic!("{status} is not tried again")
        };
        assert_eq!((error.code(), after), (code, Some(7_000)), "{status}");
        assert!(error.retryable());
    }
}

#[test]
fn any_other_status_fails_at_once_and_is_named() {
    for status in [0, 100, 201, 202, 206, 301, 302, 304, 400, 404, 405, 418, 600, u16::MAX] {
        let answer = interpret(
            Response { status, body: Some(r#"{"token":"abc"}"#), ..Response::default() },
            read_body,
        );
        let Answer::Fail(error) = answer else { panic!("{status}: {answer:?}") };
        assert_eq!(error.code(), Code::EndpointStatus);
        assert!(error.message().contains(&status.to_string()), "{error}");
    }
}

/// The answer's limit lets through any token that the token's own limit does.
#[test]
fn a_long_token_is_refused_as_a_token_and_not_as_an_answer() {
    let long = "A".repeat(MAX_BODY_BYTES - 20);
    assert_eq!(json(&format!("{{\"token\":\"{long}\"}}")), Answer::Token(RawToken::new(long)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn only_200_gives_a_token_and_no_failure_quotes_the_answer(
        status in prop_oneof![Just(200), 100..=600_u16, any::<u16>()],
        secret in "[A-Za-z0-9_-]{12,30}",
        before in ".{0,8}", after in ".{0,8}", framed: bool,
        retry_after: Option<i64>,
    ) {
        let body = if framed { format!("{{\"token\":\"{secret}\"}}{after}") } else { format!("{before}{secret}{after}") };
        match interpret(Response { status, retry_after, body: Some(&body) }, read_body) {
            Answer::Token(token) => {
                prop_assert_eq!(status, 200);
                prop_assert_eq!(token, RawToken::new(secret));
            }
            Answer::SignedOut => prop_assert!(matches!(status, 204 | 401 | 403), "{status}"),
            Answer::Fail(error) | Answer::Retry { error, .. } => {
                let said = format!("{error} {error:?}");
                prop_assert!(!said.contains(&secret), "{said}");
            }
        }
    }
}

#[test]
fn what_a_cache_may_give_again_without_asking() {
    for (cache_control, dated, storable) in [
        (None, false, false),
        (None, true, true),
        (Some("no-store"), true, false),
        (Some("private, No-Store"), true, false),
        (Some("no-cache, max-age=60"), false, false),
        (Some("private, max-age=0"), true, false),
        (Some("private"), false, false),
        (Some("private"), true, true),
        (Some("Max-Age=3600"), false, true),
        (Some("public, immutable"), false, true),
    ] {
        assert_eq!(super::is_storable(cache_control, dated), storable, "{cache_control:?} {dated}");
    }
}
