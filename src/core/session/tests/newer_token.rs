//! Tokens that the application passes by itself, one for each render.

use super::harness::{Harness, TEARDOWN, endpoint, endpoint_with, fixed, fresh, user};
use super::{NOON, token, token_of};
use crate::Attributes;
use crate::core::config::{RefreshWith, TokenSource};
use crate::core::schedule::{MINUTE, SECOND};
use crate::core::session::{Call, Effect, Event, Resume, Timer};
use crate::core::token::RawToken;

/// A session of Ada with a token of the page's own.
fn ada() -> Harness {
    let mut harness = Harness::new();
    harness.boot(&fixed(token_of("ada", NOON)));
    harness.ready();
    assert_eq!(harness.is(), "active ada");
    harness
}

/// A token issued now.
fn minted(harness: &Harness, id: &str) -> RawToken {
    token_of(id, harness.now.unix)
}

#[test]
fn a_token_for_each_render_costs_no_call_before_the_old_one_is_due() {
    let mut harness = ada();
    for render in 2..24 {
        harness.pass(MINUTE);
        let newer = minted(&harness, "ada");
        assert_eq!(harness.boot(&fixed(newer)), format!("{render}: ada"));
    }
    assert_eq!(harness.snapshot().updates_left, 17);
    harness.now.uptime = harness.refresh_at.unwrap();
    assert_eq!(harness.timer(Timer::Refresh), "boot ada, refreshed, state");
    assert_eq!(harness.snapshot().token_expires_at, Some(NOON + (22 + 120) * MINUTE));
    assert_eq!(harness.timer(Timer::Refresh), "", "there is no newer one");
}

#[test]
fn a_newer_token_goes_along_with_the_next_update() {
    let mut harness = ada();
    harness.pass(MINUTE);
    let newer = minted(&harness, "ada");
    harness.boot(&fixed(newer.clone()));
    harness.update(Attributes::new().with("plan", "pro"));
    let told = harness.effects(Event::Timer { generation: harness.generation, timer: Timer::Update });
    let [Effect::Call(Call::Update(payload)), ..] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(payload.token(), Some(&newer));
    assert_eq!(harness.snapshot().token_expires_at, Some(NOON + 121 * MINUTE));
}

#[test]
fn a_newer_token_is_told_at_once_where_the_old_one_is_due() {
    let mut harness = ada();
    harness.pass(119 * MINUTE);
    assert_eq!(harness.wake(Resume::Focused), "");
    let newer = minted(&harness, "ada");
    assert_eq!(harness.boot(&fixed(newer)), "2: ada, boot ada, refreshed, state");
}

#[test]
fn a_page_out_of_a_cache_brings_no_older_token_back() {
    let mut harness = ada();
    for claims in [
        format!(r#"{{"user_id":"ada","iat":{},"exp":{}}}"#, NOON / SECOND - 60, NOON / SECOND + 7_140),
        format!(r#"{{"user_id":"ada","iat":{},"exp":{}}}"#, NOON / SECOND - 90, NOON / SECOND - 30),
    ] {
        assert!(harness.boot(&fixed(token(&claims))).ends_with(": ada"));
    }
    harness.update(Attributes::new().with("plan", "pro"));
    harness.timer(Timer::Update);
    assert_eq!(harness.snapshot().token_expires_at, Some(NOON + 120 * MINUTE));
}

#[test]
fn another_user_s_token_and_other_options_are_another_session() {
    let mut harness = ada();
    assert_eq!(harness.boot(&fixed(token_of("bob", NOON))), format!("{TEARDOWN}, state"));
    let mut harness = ada();
    let other = endpoint_with(|config| {
        config.token = TokenSource::Fixed(token_of("ada", NOON + MINUTE));
        config.debug = true;
    });
    assert_eq!(harness.boot(&other), format!("{TEARDOWN}, state"));
    let mut harness = ada();
    assert_eq!(harness.boot(&fixed(RawToken::new("undefined"))), format!("{TEARDOWN}, state"));
}

#[test]
fn a_newer_token_is_kept_while_the_widget_loads_and_while_the_last_session_ends() {
    let mut harness = Harness::new();
    harness.boot(&fixed(token_of("ada", NOON)));
    harness.pass(MINUTE);
    let newer = minted(&harness, "ada");
    assert_eq!(harness.boot(&fixed(newer.clone())), "");
    assert_eq!(harness.ready(), "no WidgetTimeout, no WidgetRetry, 1: ada, 2: ada, ready, state");
    harness.boot(&fixed(token_of("bob", NOON)));
    let newest = token_of("bob", NOON + 2 * MINUTE);
    assert_eq!(harness.boot(&fixed(newest)), "");
    assert_eq!(
        harness.torn_down(),
        "prepare and preload, expire cookies, boot bob, no WidgetTimeout, no WidgetRetry, 3: bob, 4: bob, ready, state"
    );
    assert_eq!(harness.snapshot().token_expires_at, Some(NOON + 122 * MINUTE));
}

#[test]
fn a_token_is_renewed_by_update_where_that_is_wanted() {
    let config = endpoint_with(|config| config.refresh_with = RefreshWith::Update);
    let mut harness = Harness::active(&config, user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    harness.update(Attributes::new().with("plan", "pro"));
    let told = harness.token(fresh(&harness, "ada"));
    assert_eq!(told, "update ada, 3: done, 2: ada, refreshed, state");
    assert_eq!(harness.timer(Timer::Update), "", "the attributes went along");
    assert_eq!(harness.snapshot().updates_left, 16);
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, 2: ada, refreshed, state");
}
