//! A new token while a session lives: the same user's, another's, or none.

use super::bench::{Bench, TEARDOWN, endpoint, endpoint_with, fresh, unreachable, user, visitor};
use super::{NOON, token_of};
use crate::core::config::Otherwise;
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Event, Timer};

const BOOTED: &str = "no WidgetTimeout, no WidgetRetry";

fn ada() -> Bench {
    Bench::active(&endpoint(), user("ada"))
}

#[test]
fn the_same_user_s_new_token_goes_on_with_the_session() {
    let mut bench = ada();
    assert_eq!(bench.refresh(), "ask");
    assert_eq!(bench.refresh(), "", "one request at a time");
    let before = bench.snapshot().token_expires_at.unwrap();
    bench.pass(3_600_000);
    assert_eq!(
        bench.token(Answer::Token(token_of("ada", NOON + 3_600_000))),
        "boot ada, 2: ada, 3: ada, refreshed, state"
    );
    assert_eq!(bench.snapshot().token_expires_at, Some(before + 3_600_000));
    assert_eq!(bench.is(), "active ada");
}

#[test]
fn another_user_s_token_never_enters_the_session() {
    let mut bench = ada();
    bench.refresh();
    assert_eq!(bench.token(user("bob")), format!("signed out, {TEARDOWN}, state"));
    assert_eq!(
        bench.torn_down(),
        format!("prepare, expire cookies, boot bob, {BOOTED}, 2: bob, ready, state")
    );
    assert_eq!(bench.is(), "active bob");
}

#[test]
fn a_user_who_was_signed_out_leaves_a_visitor_s_messenger() {
    let mut bench = ada();
    bench.refresh();
    assert_eq!(bench.token(Answer::SignedOut), format!("signed out, {TEARDOWN}, state"));
    let done = format!("prepare, expire cookies, boot visitor, {BOOTED}, 2: visitor, ready, state");
    assert_eq!(bench.torn_down(), done);
}

#[test]
fn a_user_who_was_signed_out_leaves_nothing_where_that_is_wanted() {
    let mut bench =
        Bench::active(&endpoint_with(|config| config.when_signed_out = Otherwise::Error), user("ada"));
    bench.refresh();
    assert_eq!(
        bench.token(Answer::SignedOut),
        format!("signed out, 2: signed_out, expire cookies, {TEARDOWN}, state")
    );
    assert_eq!(bench.torn_down(), "state");
    assert_eq!(bench.is(), "idle");
}

#[test]
fn a_failure_keeps_the_session_and_is_never_a_visitor() {
    for whenever in [Otherwise::Error, Otherwise::Visitor] {
        let mut bench =
            Bench::active(&endpoint_with(|config| config.when_token_fails = whenever), user("ada"));
        bench.refresh();
        let failed = bench.token(Answer::Fail(Code::EndpointHtml.into()));
        assert_eq!(failed, "2: endpoint_html, error endpoint_html, state");
        assert_eq!(bench.is(), "active ada endpoint_html");
        bench.refresh();
        bench.pass(MINUTE);
        assert_eq!(bench.token(fresh(&bench, "ada")), "boot ada, 3: ada, refreshed, state");
        assert_eq!(bench.is(), "active ada");
    }
}

#[test]
fn what_may_pass_is_asked_three_times() {
    let mut bench = ada();
    assert_eq!(bench.refresh(), "ask");
    for wait in [999, 1_999] {
        assert_eq!(bench.token(unreachable()), format!("TokenRetry in {wait}"));
        assert_eq!(bench.refresh(), "", "who asks meanwhile waits too");
        assert_eq!(bench.timer(Timer::TokenRetry), "ask");
    }
    let failed = "2: endpoint_unreachable, 3: endpoint_unreachable, 4: endpoint_unreachable, error endpoint_unreachable, state";
    assert_eq!(bench.token(unreachable()), failed);
    assert_eq!(bench.timer(Timer::TokenRetry), "");
}

#[test]
fn a_token_that_nobody_asked_for_changes_nothing() {
    let mut bench = ada();
    for answer in
        [user("bob"), user("ada"), Answer::SignedOut, unreachable(), Answer::Fail(Code::EndpointHtml.into())]
    {
        assert_eq!(bench.token(answer.clone()), "", "{answer:?}");
    }
}

#[test]
fn a_shutdown_ends_a_refresh_and_settles_it() {
    let mut bench = ada();
    bench.refresh();
    assert_eq!(bench.shutdown(), format!("2: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(bench.token(user("ada")), "");
    assert_eq!(bench.torn_down(), "3: done, state");
}

#[test]
fn other_options_end_a_refresh_and_settle_it() {
    let mut bench = ada();
    bench.refresh();
    assert_eq!(bench.boot(&visitor()), format!("2: boot_superseded, {TEARDOWN}, state"));
    let done = format!("prepare, boot visitor, {BOOTED}, 3: visitor, ready, state");
    assert_eq!(bench.torn_down(), done);
}

#[test]
fn there_is_nothing_to_refresh_without_a_session_or_a_source() {
    let mut bench = Bench::new();
    assert_eq!(bench.refresh(), "1: not_booted");
    bench.boot(&visitor());
    bench.ready();
    assert_eq!(bench.refresh(), "3: no_token_source");
    bench.handle(Event::PageHidden);
    bench.shutdown();
    assert_eq!(bench.refresh(), "5: not_booted");
}
