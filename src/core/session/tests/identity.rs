//! Identification: the endpoint's answers, its failures, and tokens that cannot be used.

use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint, endpoint_with, fixed, unreachable, user};
use super::{NOON, token, token_of};
use crate::core::config::Fallback;
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::session::{Event, Timer};
use crate::core::token::RawToken;

const HANDED: &str = "load, WidgetTimeout in 15000";

fn booting(change: impl FnOnce(&mut crate::Config)) -> Harness {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(change));
    harness
}

#[test]
fn nobody_is_signed_in() {
    let mut harness = booting(|_| {});
    assert_eq!(harness.token(Answer::SignedOut), format!("boot visitor, {HANDED}"));
    let mut harness = booting(|config| config.when_signed_out = Fallback::Error);
    assert_eq!(
        harness.token(Answer::SignedOut),
        format!("1: signed_out, error signed_out, {NOTHING_TOLD}, state")
    );
    assert_eq!(harness.torn_down(), "state");
    assert_eq!(harness.is(), "idle signed_out");
}

#[test]
fn there_is_no_telling_who_is_signed_in() {
    let html = || Answer::Fail(Code::EndpointHtml.into());
    let mut harness = booting(|_| {});
    assert_eq!(
        harness.token(html()),
        format!("1: endpoint_html, error endpoint_html, {NOTHING_TOLD}, state")
    );
    let mut harness = booting(|config| config.when_token_fails = Fallback::Visitor);
    assert_eq!(harness.token(html()), format!("error endpoint_html, boot visitor, {HANDED}, state"));
    assert_eq!(harness.is(), "booting endpoint_html");
}

#[test]
fn what_may_pass_is_asked_three_times_with_growing_waits() {
    let mut harness = booting(|_| {});
    assert_eq!(harness.token(unreachable()), "TokenRetry in 999");
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    assert_eq!(harness.token(unreachable()), "TokenRetry in 1999");
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    let failed = format!("1: endpoint_unreachable, error endpoint_unreachable, {NOTHING_TOLD}, state");
    assert_eq!(harness.token(unreachable()), failed);
    harness.torn_down();
    assert_eq!(harness.boot(&endpoint()), "prepare and preload, ask, state", "no failure is kept");
    assert_eq!(harness.is(), "booting");
}

#[test]
fn the_third_failure_makes_a_visitor_where_that_is_wanted() {
    let mut harness = booting(|config| config.when_token_fails = Fallback::Visitor);
    for _ in 0..2 {
        harness.token(unreachable());
        harness.timer(Timer::TokenRetry);
    }
    let done = harness.token(unreachable());
    assert_eq!(done, format!("error endpoint_unreachable, boot visitor, {HANDED}, state"));
}

#[test]
fn a_retry_that_succeeds_is_a_boot_like_any_other() {
    let mut harness = booting(|_| {});
    harness.token(unreachable());
    harness.timer(Timer::TokenRetry);
    assert_eq!(harness.token(user("ada")), format!("boot ada, {HANDED}"));
}

#[test]
fn one_question_has_one_answer() {
    let mut harness = booting(|_| {});
    harness.token(user("ada"));
    for answer in [user("bob"), Answer::SignedOut, unreachable(), Answer::Fail(Code::EndpointHtml.into())] {
        assert_eq!(harness.token(answer.clone()), "", "{answer:?}");
    }
    assert_eq!(harness.timer(Timer::TokenRetry), "");
    harness.ready();
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn a_server_that_says_when_is_asked_then_and_not_before() {
    for (asked, wait) in [(0, 999), (5_000, 5_000), (30_000, 30_000), (3_600_000, 30_000), (-7, 999)] {
        let mut harness = booting(|_| {});
        let answer = Answer::Retry { error: Code::EndpointRateLimited.into(), after: Some(asked) };
        assert_eq!(harness.token(answer), format!("TokenRetry in {wait}"), "{asked}");
    }
}

#[test]
fn while_the_page_is_being_left_no_failure_counts() {
    let mut harness = booting(|_| {});
    harness.handle(Event::PageHidden);
    assert_eq!(harness.token(unreachable()), "TokenRetry in 1000");
    harness.handle(Event::PageShown);
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    assert_eq!(harness.token(unreachable()), "TokenRetry in 999", "the first that counts");
}

/// As when the page's own code dispatches `pagehide`: a page that is left runs no timers.
#[test]
fn a_page_that_says_it_is_left_and_stays_does_not_ask_for_ever() {
    let mut harness = booting(|_| {});
    harness.handle(Event::PageHidden);
    for wait in [1_000, 999, 1_999] {
        assert_eq!(harness.token(unreachable()), format!("TokenRetry in {wait}"));
        assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    }
    let failed = "1: endpoint_unreachable, error endpoint_unreachable";
    assert_eq!(harness.token(unreachable()), format!("{failed}, {NOTHING_TOLD}, state"));
}

#[test]
fn a_token_that_cannot_be_used_is_a_failure_with_its_own_code() {
    let expired = token(r#"{"user_id":"ada","iat":1759990000,"exp":1759997200}"#);
    for (secret, code) in [
        (RawToken::new("hush-hush"), "token_malformed"),
        (RawToken::new("A".repeat(20_000)), "token_too_large"),
        (token("{}"), "token_user_id_missing"),
        (token(r#"{"user_id":"ada","exp":1760007200000}"#), "token_times"),
        (expired, "token_expired"),
    ] {
        let mut harness = booting(|_| {});
        let done = harness.token_at(Answer::Token(secret.clone()), Some(NOON));
        assert_eq!(done, format!("1: {code}, error {code}, {NOTHING_TOLD}, state"));
        let mut harness = booting(|config| config.when_token_fails = Fallback::Visitor);
        let done = harness.token_at(Answer::Token(secret), Some(NOON));
        assert_eq!(done, format!("error {code}, boot visitor, {HANDED}, state"));
    }
}

#[test]
fn a_fixed_token_asks_nobody() {
    let mut harness = Harness::new();
    let done = harness.boot(&fixed(token_of("ada", NOON)));
    assert_eq!(done, format!("prepare and preload, boot ada, {HANDED}, state"));
    harness.ready();
    assert_eq!(harness.refresh(), "2: no_token_source");
    assert_eq!(harness.boot(&fixed(token_of("ada", NOON))), "3: ada");
    assert_eq!(harness.boot(&fixed(token_of("bob", NOON))), format!("{TEARDOWN}, state"));
}

#[test]
fn a_fixed_token_that_is_none_fails_at_once() {
    let mut harness = Harness::new();
    let done = harness.boot(&fixed(RawToken::new("undefined")));
    assert_eq!(
        done,
        format!("prepare and preload, 1: token_malformed, error token_malformed, {NOTHING_TOLD}, state")
    );
    assert_eq!(harness.torn_down(), "state");
    assert_eq!(harness.is(), "idle token_malformed");
}
