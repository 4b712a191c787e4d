//! A new token during a session: the same user's, another's, or none.

use super::harness::{Harness, TEARDOWN, endpoint, endpoint_with, fresh, unreachable, user, visitor};
use super::{NOON, token_of};
use crate::core::config::Fallback;
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Event, Timer};

const BOOTED: &str = "no WidgetTimeout, no WidgetRetry";

fn ada() -> Harness {
    Harness::active(&endpoint(), user("ada"))
}

#[test]
fn the_same_user_s_new_token_goes_on_with_the_session() {
    let mut harness = ada();
    assert_eq!(harness.refresh(), "ask");
    assert_eq!(harness.refresh(), "", "one request at a time");
    let before = harness.snapshot().token_expires_at.unwrap();
    harness.pass(3_600_000);
    assert_eq!(
        harness.token(Answer::Token(token_of("ada", NOON + 3_600_000))),
        "boot ada, 2: ada, 3: ada, refreshed, state"
    );
    assert_eq!(harness.snapshot().token_expires_at, Some(before + 3_600_000));
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn another_user_s_token_never_enters_the_session() {
    let mut harness = ada();
    harness.refresh();
    assert_eq!(harness.token(user("bob")), format!("signed out, {TEARDOWN}, state"));
    assert_eq!(
        harness.torn_down(),
        format!("prepare, expire cookies, boot bob, {BOOTED}, 2: bob, ready, state")
    );
    assert_eq!(harness.is(), "active bob");
}

#[test]
fn a_user_who_was_signed_out_leaves_a_visitor_s_messenger() {
    let mut harness = ada();
    harness.refresh();
    assert_eq!(harness.token(Answer::SignedOut), format!("signed out, {TEARDOWN}, state"));
    let done = format!("prepare, expire cookies, boot visitor, {BOOTED}, 2: visitor, ready, state");
    assert_eq!(harness.torn_down(), done);
}

#[test]
fn a_user_who_was_signed_out_leaves_nothing_where_that_is_wanted() {
    let mut harness =
        Harness::active(&endpoint_with(|config| config.when_signed_out = Fallback::Error), user("ada"));
    harness.refresh();
    assert_eq!(
        harness.token(Answer::SignedOut),
        format!("signed out, 2: signed_out, expire cookies, {TEARDOWN}, state")
    );
    assert_eq!(harness.torn_down(), "state");
    assert_eq!(harness.is(), "idle");
}

#[test]
fn a_failure_keeps_the_session_and_is_never_a_visitor() {
    for whenever in [Fallback::Error, Fallback::Visitor] {
        let mut harness =
            Harness::active(&endpoint_with(|config| config.when_token_fails = whenever), user("ada"));
        harness.refresh();
        let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
        assert_eq!(failed, "2: endpoint_html, error endpoint_html, state");
        assert_eq!(harness.is(), "active ada endpoint_html");
        harness.refresh();
        harness.pass(MINUTE);
        assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, 3: ada, refreshed, state");
        assert_eq!(harness.is(), "active ada");
    }
}

#[test]
fn what_may_pass_is_asked_three_times() {
    let mut harness = ada();
    assert_eq!(harness.refresh(), "ask");
    for wait in [999, 1_999] {
        assert_eq!(harness.token(unreachable()), format!("TokenRetry in {wait}"));
        assert_eq!(harness.refresh(), "", "who asks meanwhile waits too");
        assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    }
    let failed = "2: endpoint_unreachable, 3: endpoint_unreachable, 4: endpoint_unreachable, error endpoint_unreachable, state";
    assert_eq!(harness.token(unreachable()), failed);
    assert_eq!(harness.timer(Timer::TokenRetry), "");
}

#[test]
fn a_token_that_nobody_asked_for_changes_nothing() {
    let mut harness = ada();
    for answer in
        [user("bob"), user("ada"), Answer::SignedOut, unreachable(), Answer::Fail(Code::EndpointHtml.into())]
    {
        assert_eq!(harness.token(answer.clone()), "", "{answer:?}");
    }
}

#[test]
fn a_shutdown_ends_a_refresh_and_settles_it() {
    let mut harness = ada();
    harness.refresh();
    assert_eq!(harness.shutdown(), format!("2: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(harness.token(user("ada")), "");
    assert_eq!(harness.torn_down(), "3: done, state");
}

#[test]
fn other_options_end_a_refresh_and_settle_it() {
    let mut harness = ada();
    harness.refresh();
    assert_eq!(harness.boot(&visitor()), format!("2: boot_superseded, {TEARDOWN}, state"));
    let done = format!("prepare, boot visitor, {BOOTED}, 3: visitor, ready, state");
    assert_eq!(harness.torn_down(), done);
}

#[test]
fn there_is_nothing_to_refresh_without_a_session_or_a_source() {
    let mut harness = Harness::new();
    assert_eq!(harness.refresh(), "1: not_booted");
    harness.boot(&visitor());
    harness.ready();
    assert_eq!(harness.refresh(), "3: no_token_source");
    harness.handle(Event::PageHidden);
    harness.shutdown();
    assert_eq!(harness.refresh(), "5: not_booted");
}

#[test]
fn the_same_token_ends_an_outage_as_a_new_one_does() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert_eq!(harness.is(), "active ada endpoint_html");
    harness.pass(MINUTE);
    harness.refresh();
    harness.token(user("ada"));
    assert_eq!(harness.is(), "active ada");
}
