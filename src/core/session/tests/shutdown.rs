//! Ending a session or a boot.

use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint, endpoint_with, note_of, user, visitor};
use crate::core::attributes::Attributes;
use crate::core::config::{AppId, Fallback};
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Effect, Event, Ticket, Timer};
use crate::core::tabs::TabNews;

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

fn plan() -> Attributes {
    Attributes::new().with("plan", "pro")
}

#[test]
fn what_waits_to_be_told_is_told_before_the_end() {
    for config in [endpoint(), visitor()] {
        let mut harness = Harness::new();
        harness.boot(&config);
        harness.token(user("ada"));
        harness.ready();
        assert_eq!(harness.update(plan()), "Update in 100");
        let who = if config == visitor() { "visitor" } else { "ada" };
        assert_eq!(harness.shutdown(), format!("update {who}, 2: done, {TEARDOWN}, state"));
    }
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.update(plan());
    assert_eq!(harness.leave(), format!("update ada, 2: done, {TEARDOWN}, state"));
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.update(plan());
    assert_eq!(harness.boot(&visitor()), format!("update ada, 2: done, {TEARDOWN}, state"));
}

#[test]
fn what_waits_is_not_told_over_the_quota_or_where_the_user_has_changed() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    for _ in 0..17 {
        harness.update(plan());
        harness.timer(Timer::Update);
    }
    assert_eq!(harness.update(plan()), "Update in 1000");
    assert_eq!(harness.shutdown(), format!("19: boot_superseded, {TEARDOWN}, state"));
    let mut harness = Harness::active(&endpoint(), user("ada"));
    for page in ["/1", "/2", "/3", "/4", "/5", "/6", "/7"] {
        harness.route(page);
        harness.timer(Timer::Update);
    }
    harness.update(Attributes::new());
    let told = harness.shutdown();
    assert_eq!(told, format!("9: boot_superseded, {TEARDOWN}, state"), "what looks for news is thinned out");
    for elsewhere in [None, Some(note_of("bob"))] {
        let mut harness = Harness::active(&endpoint(), user("ada"));
        harness.update(plan());
        harness.now.page.last_user = elsewhere;
        assert_eq!(harness.shutdown(), format!("2: boot_superseded, {TEARDOWN}, state"));
    }
}

/// Leaving a page is no log-out.
#[test]
fn a_page_is_left_alone() {
    let shared = || endpoint_with(|config| config.sync_tabs = true);
    let mut harness = Harness::active(&shared(), user("ada"));
    assert_eq!(harness.leave(), format!("{TEARDOWN}, state"));
    assert!(harness.noted("ada"), "the user is still signed in");
    assert_eq!(harness.leave(), "", "it joins");
    assert_eq!(harness.torn_down(), "2: done, 3: done, state");
    assert_eq!(harness.is(), "idle");
    assert_eq!(harness.leave(), "4: done", "there is nothing to end");

    let mut asking = Harness::new();
    asking.boot(&shared());
    assert_eq!(asking.leave(), format!("1: boot_superseded, {NOTHING_TOLD}, state"));
    assert_eq!(asking.torn_down(), "2: done, state");
}

#[test]
fn other_tabs_go_along_with_who_comes_after_a_page_was_left() {
    let shared = endpoint_with(|config| config.sync_tabs = true);
    let (mut here, mut there) =
        (Harness::active(&shared, user("ada")), Harness::active(&shared, user("ada")));
    here.leave();
    here.boot(&shared);
    here.torn_down();
    let told = here.token(user("bob"));
    assert!(told.contains("tell tabs switch:abc12345, boot bob"), "{told}");
    there.pass(MINUTE);
    there.now.page.last_user = Some(note_of("bob"));
    assert_eq!(there.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    assert!(there.torn_down().contains("ask"), "it is asked who that is");
}
