//! A wrong clock of the device.

use super::harness::{Harness, endpoint, fixed, user};
use super::{NOON, token};
use crate::core::response::Answer;
use crate::core::token::RawToken;

const HOUR: i64 = 3_600_000;

/// Boot with a token issued at noon for two hours, on a device whose clock is `ahead`.
fn boot(ahead: i64, answer: Answer, server_time: Option<i64>) -> String {
    let mut harness = Harness::new();
    harness.now.unix = NOON + ahead;
    harness.boot(&endpoint());
    harness.token_at(answer, server_time);
    harness.ready();
    harness.is()
}

fn payload(json: &str) -> RawToken {
    token(json)
}

#[test]
fn a_device_whose_clock_is_off_by_days_signs_in_all_the_same() {
    for ahead in [-72 * HOUR, -3 * HOUR, -HOUR, 0, HOUR, 3 * HOUR, 72 * HOUR] {
        assert_eq!(boot(ahead, user("ada"), None), "active ada", "by the token's iat, {ahead}");
        assert_eq!(boot(ahead, user("ada"), Some(NOON)), "active ada", "by the server's Date, {ahead}");
    }
}

#[test]
fn the_server_s_clock_counts_more_than_the_token_s_beginning() {
    assert_eq!(boot(0, user("ada"), Some(NOON + 3 * HOUR)), "shutting_down token_expired");
    assert_eq!(boot(3 * HOUR, user("ada"), Some(NOON + 3 * HOUR)), "shutting_down token_expired");
    assert_eq!(boot(-3 * HOUR, user("ada"), Some(NOON + 3 * HOUR)), "shutting_down token_expired");
}

#[test]
fn without_iat_and_date_there_is_only_the_device_s_clock() {
    let bare = || Answer::Token(payload(r#"{"user_id":"ada","exp":1760007200}"#));
    assert_eq!(boot(HOUR, bare(), None), "active ada");
    assert_eq!(boot(2 * HOUR, bare(), None), "shutting_down token_expired");
    assert_eq!(boot(2 * HOUR, bare(), Some(NOON)), "active ada");
    let endless = Answer::Token(payload(r#"{"user_id":"ada"}"#));
    assert_eq!(boot(9_000 * HOUR, endless, None), "active ada");
}

/// It may have been in the page for long, so its beginning does not show the current time.
#[test]
fn a_fixed_token_s_beginning_is_no_clock() {
    let boot = |ahead: i64| {
        let mut harness = Harness::new();
        harness.now.unix = NOON + ahead;
        harness.boot(&fixed(payload(r#"{"user_id":"ada","iat":1760000000,"exp":1760007200}"#)));
        harness.ready();
        harness.is()
    };
    assert_eq!(boot(HOUR), "active ada");
    assert_eq!(boot(2 * HOUR), "shutting_down token_expired");
    assert_eq!(boot(-9 * HOUR), "active ada", "but the device cannot be before it");
}

#[test]
fn what_is_known_of_the_clock_stays_known_while_the_session_lives() {
    let mut harness = Harness::new();
    harness.now.unix = NOON + 3 * HOUR;
    harness.boot(&endpoint());
    harness.token_at(user("ada"), Some(NOON));
    harness.ready();
    harness.refresh();
    let bare = token(r#"{"user_id":"ada","exp":1760007200}"#);
    assert_eq!(harness.token(Answer::Token(bare)), "boot ada, 2: ada, refreshed, state");
}

#[test]
fn a_clock_is_forgotten_with_its_session() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token_at(user("ada"), Some(NOON + HOUR));
    harness.ready();
    harness.boot(&fixed(payload(r#"{"user_id":"bob","exp":1760003600}"#)));
    harness.torn_down();
    assert_eq!(harness.is(), "active bob");
}
