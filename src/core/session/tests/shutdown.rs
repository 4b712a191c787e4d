//! Ending a session, or what was to become one.

use super::bench::{Bench, TEARDOWN, endpoint, endpoint_with, user, visitor};
use crate::core::config::{AppId, Otherwise};
use crate::core::response::Answer;
use crate::core::session::{Effect, Event, Ticket};

#[test]
fn a_session_is_ended_in_the_order_in_which_nothing_comes_back() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    assert_eq!(bench.shutdown(), format!("{TEARDOWN}, state"));
    assert_eq!(bench.is(), "shutting_down");
    assert_eq!(bench.torn_down(), "2: done, state");
    assert_eq!(bench.is(), "idle");
    assert_eq!(bench.torn_down(), "");
}

#[test]
fn a_shutdown_without_a_session_cleans_up_all_the_same() {
    let mut bench = Bench::new();
    assert_eq!(bench.shutdown(), format!("forget notes, tell tabs shutdown:, {TEARDOWN}, state"));
    assert_eq!(bench.torn_down(), "1: done, state");
}

#[test]
fn a_shutdown_ends_a_boot_at_every_step() {
    let mut asking = Bench::new();
    asking.boot(&endpoint());
    assert_eq!(asking.shutdown(), format!("1: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(asking.token(user("ada")), "");
    assert_eq!(asking.torn_down(), "2: done, state");
    let mut handed = Bench::new();
    handed.boot(&endpoint());
    handed.token(user("ada"));
    assert_eq!(handed.shutdown(), format!("1: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(handed.ready(), "");
    assert_eq!(handed.torn_down(), "2: done, state");
}

#[test]
fn shutdowns_join_and_the_last_teardown_settles_them_all() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    bench.shutdown();
    bench.boot(&visitor());
    assert_eq!(bench.shutdown(), format!("3: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(bench.torn_down(), "2: done, 4: done, state");
}

#[test]
fn an_older_teardown_s_end_is_not_the_newer_one_s() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    bench.shutdown();
    let older = bench.generation;
    bench.shutdown();
    assert_eq!(bench.handle(Event::TornDown { generation: older }), "");
    assert_eq!(bench.torn_down(), "2: done, 3: done, state");
}

#[test]
fn a_shutdown_forgets_the_user_who_was_to_come_next() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    bench.refresh();
    bench.token(user("bob"));
    assert_eq!(bench.shutdown(), format!("2: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(bench.torn_down(), "3: done, state");
    assert_eq!(bench.is(), "idle");
}

#[test]
fn a_shutdown_forgets_what_failed() {
    let mut bench = Bench::new();
    bench.boot(&endpoint_with(|config| config.when_signed_out = Otherwise::Error));
    bench.token(Answer::SignedOut);
    bench.torn_down();
    assert_eq!(bench.is(), "idle signed_out");
    bench.shutdown();
    bench.torn_down();
    assert_eq!(bench.is(), "idle");
}

#[test]
fn the_cookies_are_those_of_the_last_workspace_or_of_all() {
    let expired = |bench: &mut Bench| {
        let effects = bench.effects(Event::Shutdown { ticket: Ticket(99) });
        effects.into_iter().find_map(|effect| match effect {
            Effect::ExpireCookies(app_id) => Some(app_id),
            _ => None,
        })
    };
    assert_eq!(expired(&mut Bench::new()), Some(None), "no boot has said which");
    let mut bench = Bench::active(&endpoint(), user("ada"));
    assert_eq!(expired(&mut bench), Some(AppId::parse("abc12345").ok()));
    bench.torn_down();
    assert_eq!(
        expired(&mut bench),
        Some(AppId::parse("abc12345").ok()),
        "another tab may have written them again"
    );
}

#[test]
fn a_page_that_keeps_to_itself_tells_no_tab_also_when_it_is_shut_down_again() {
    let mut bench = Bench::active(&endpoint_with(|config| config.sync_tabs = false), user("ada"));
    for _ in 0..2 {
        assert_eq!(bench.shutdown(), format!("{TEARDOWN}, state"));
        bench.torn_down();
    }
}

#[test]
fn what_is_asked_after_a_shutdown_goes_past_caches_also_as_a_page_s_first_question() {
    let mut bench = Bench::new();
    bench.shutdown();
    bench.torn_down();
    let asked = bench.effects(Event::Boot { ticket: Ticket(9), config: endpoint() });
    assert!(
        asked.iter().any(|effect| matches!(effect, Effect::RequestToken { fresh: true, .. })),
        "{asked:?}"
    );
}
