//! Ending a session, or what was to become one.

use super::harness::{Harness, TEARDOWN, endpoint, endpoint_with, user, visitor};
use crate::core::config::{AppId, Fallback};
use crate::core::response::Answer;
use crate::core::session::{Effect, Event, Ticket};

#[test]
fn a_session_is_ended_in_the_order_in_which_nothing_comes_back() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.shutdown(), format!("{TEARDOWN}, state"));
    assert_eq!(harness.is(), "shutting_down");
    assert_eq!(harness.torn_down(), "2: done, state");
    assert_eq!(harness.is(), "idle");
    assert_eq!(harness.torn_down(), "");
}

#[test]
fn a_shutdown_without_a_session_cleans_up_all_the_same() {
    let mut harness = Harness::new();
    assert_eq!(harness.shutdown(), format!("forget notes, tell tabs shutdown:, {TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "1: done, state");
}

#[test]
fn a_shutdown_ends_a_boot_at_every_step() {
    let mut asking = Harness::new();
    asking.boot(&endpoint());
    assert_eq!(asking.shutdown(), format!("1: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(asking.token(user("ada")), "");
    assert_eq!(asking.torn_down(), "2: done, state");
    let mut handed = Harness::new();
    handed.boot(&endpoint());
    handed.token(user("ada"));
    assert_eq!(handed.shutdown(), format!("1: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(handed.ready(), "");
    assert_eq!(handed.torn_down(), "2: done, state");
}

#[test]
fn shutdowns_join_and_the_last_teardown_settles_them_all() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.shutdown();
    harness.boot(&visitor());
    assert_eq!(harness.shutdown(), format!("3: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "2: done, 4: done, state");
}

#[test]
fn an_older_teardown_s_end_is_not_the_newer_one_s() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.shutdown();
    let older = harness.generation;
    harness.shutdown();
    assert_eq!(harness.handle(Event::TornDown { generation: older }), "");
    assert_eq!(harness.torn_down(), "2: done, 3: done, state");
}

#[test]
fn a_shutdown_forgets_the_user_who_was_to_come_next() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.refresh();
    harness.token(user("bob"));
    assert_eq!(harness.shutdown(), format!("2: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "3: done, state");
    assert_eq!(harness.is(), "idle");
}

#[test]
fn a_shutdown_forgets_what_failed() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.when_signed_out = Fallback::Error));
    harness.token(Answer::SignedOut);
    harness.torn_down();
    assert_eq!(harness.is(), "idle signed_out");
    harness.shutdown();
    harness.torn_down();
    assert_eq!(harness.is(), "idle");
}

#[test]
fn the_cookies_are_those_of_the_last_workspace_or_of_all() {
    let expired = |harness: &mut Harness| {
        let effects = harness.effects(Event::Shutdown { ticket: Ticket(99) });
        effects.into_iter().find_map(|effect| match effect {
            Effect::ExpireCookies { app_id, .. } => Some(app_id),
            _ => None,
        })
    };
    assert_eq!(expired(&mut Harness::new()), Some(None), "no boot has said which");
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(expired(&mut harness), Some(AppId::parse("abc12345").ok()));
    harness.torn_down();
    assert_eq!(
        expired(&mut harness),
        Some(AppId::parse("abc12345").ok()),
        "another tab may have written them again"
    );
}

#[test]
fn a_page_that_keeps_to_itself_tells_no_tab_also_when_it_is_shut_down_again() {
    let mut harness = Harness::active(&endpoint_with(|config| config.sync_tabs = false), user("ada"));
    for _ in 0..2 {
        assert_eq!(harness.shutdown(), format!("{TEARDOWN}, state"));
        harness.torn_down();
    }
}

#[test]
fn what_is_asked_after_a_shutdown_goes_past_caches_also_as_a_page_s_first_question() {
    let mut harness = Harness::new();
    harness.shutdown();
    harness.torn_down();
    let asked = harness.effects(Event::Boot { ticket: Ticket(9), config: endpoint(), called: None });
    assert!(
        asked.iter().any(|effect| matches!(effect, Effect::RequestToken { fresh: true, .. })),
        "{asked:?}"
    );
}
