//! Other tabs of the site, and pages that come after this one.

use super::bench::{Bench, TEARDOWN, endpoint_with, fixed, user};
use super::{NOON, token_of};
use crate::config::{AppId, Config, Load, TokenSource};
use crate::endpoint::Answer;
use crate::session::{Event, mark_of};
use crate::tabs::{TabMessage, TabNews};

fn config(change: impl FnOnce(&mut Config)) -> std::rc::Rc<Config> {
    endpoint_with(|config| {
        config.sync_tabs = true;
        change(config);
    })
}

#[test]
fn a_shutdown_is_told_to_the_other_tabs_and_theirs_is_not_told_again() {
    let mut bench = Bench::active(&config(|_| {}), user("ada"));
    assert_eq!(bench.shutdown(), format!("tell tabs shutdown:abc12345, {TEARDOWN}, state"));
    let mut other = Bench::active(&config(|_| {}), user("ada"));
    assert_eq!(other.tab(TabNews::Shutdown), format!("{TEARDOWN}, state"));
    assert_eq!(other.torn_down(), "state");
    assert_eq!(other.is(), "idle");
    assert_eq!(other.tab(TabNews::Shutdown), "");
}

#[test]
fn a_tab_that_is_booting_ends_too() {
    let mut bench = Bench::new();
    bench.boot(&config(|_| {}));
    assert_eq!(bench.tab(TabNews::Shutdown), format!("1: boot_superseded, {TEARDOWN}, state"));
    assert_eq!(bench.token(user("ada")), "");
}

#[test]
fn somebody_else_is_told_and_the_other_tab_asks_who_it_is() {
    let mut bench = Bench::new();
    bench.now.page.mark = Some(mark_of("ada"));
    bench.boot(&config(|_| {}));
    let booted = bench.token(user("bob"));
    assert!(
        booted.starts_with("clean settings, expire cookies, tell tabs switch:abc12345, boot bob"),
        "{booted}"
    );
    assert_eq!(bench.mark, Some(mark_of("bob")));

    let mut other = Bench::active(&config(|_| {}), user("ada"));
    assert_eq!(other.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    assert_eq!(other.torn_down(), "prepare and preload, ask, state");
    other.now.page.mark = Some(mark_of("bob"));
    let booted = other.token(user("bob"));
    assert!(booted.starts_with("clean settings, boot bob"), "it is known and not told again: {booted}");
}

#[test]
fn tabs_of_two_users_do_not_throw_each_other_out_for_ever() {
    let mut other = Bench::active(&config(|_| {}), user("ada"));
    other.tab(TabNews::Switch);
    other.torn_down();
    other.now.page.mark = Some(mark_of("bob"));
    let booted = other.token(user("ada"));
    assert!(booted.starts_with("clean settings, expire cookies, boot ada"), "{booted}");
}

#[test]
fn a_messenger_that_was_wanted_once_is_not_waited_for_again() {
    let mut bench = Bench::new();
    bench.boot(&config(|config| config.load = Load::Interaction));
    bench.token(user("ada"));
    bench.due(true);
    bench.ready();
    bench.tab(TabNews::Switch);
    bench.torn_down();
    let booted = bench.token(user("bob"));
    assert!(booted.contains("boot bob, no WidgetTimeout"), "{booted}");
}

#[test]
fn a_tab_that_was_booting_asks_afresh_and_tells_nobody() {
    let mut bench = Bench::new();
    bench.boot(&config(|_| {}));
    assert_eq!(bench.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    assert_eq!(bench.token(user("ada")), "", "that was asked before");
    assert_eq!(bench.torn_down(), "prepare and preload, ask, state");
    bench.now.page.mark = Some(mark_of("ada"));
    let booted = bench.token(user("bob"));
    assert!(booted.starts_with("clean settings, expire cookies, boot bob"), "{booted}");
    assert!(bench.ready().contains("1: bob"), "who asked is answered");
}

#[test]
fn another_workspace_is_nobody_s_business() {
    let mut bench = Bench::active(&config(|_| {}), user("ada"));
    let app_id = Some(AppId::parse("xyz67890").unwrap());
    for news in [TabNews::Shutdown, TabNews::Switch] {
        assert_eq!(bench.handle(Event::Tab(TabMessage { news, app_id: app_id.clone() })), "");
    }
}

#[test]
fn the_same_user_again_is_told_nobody() {
    let mut bench = Bench::new();
    bench.now.page.mark = Some(mark_of("ada"));
    bench.boot(&config(|_| {}));
    let booted = bench.token(user("ada"));
    assert!(booted.starts_with("clean settings, boot ada"), "{booted}");
}

#[test]
fn a_visitor_never_finds_a_user_s_conversations() {
    let mut bench = Bench::new();
    bench.now.page.mark = Some(mark_of("ada"));
    bench.boot(&config(|_| {}));
    let booted = bench.token(Answer::SignedOut);
    assert!(
        booted.starts_with("clean settings, expire cookies, tell tabs switch:abc12345, boot visitor"),
        "{booted}"
    );
    assert_eq!(bench.mark, None);
}

#[test]
fn a_page_that_never_asks_leaves_things_as_they_are() {
    let mut bench = Bench::new();
    bench.now.page.mark = Some(mark_of("ada"));
    let booted = bench.boot(&config(|config| config.token = TokenSource::None));
    assert!(booted.starts_with("prepare, clean settings, boot visitor"), "{booted}");
    bench.ready();
    assert_eq!(bench.tab(TabNews::Switch), "");
}

#[test]
fn a_token_of_the_page_s_own_goes_with_whom_it_was_for() {
    let mut plain = (*fixed(token_of("ada", NOON))).clone();
    plain.sync_tabs = true;
    let mut bench = Bench::new();
    bench.boot(&plain.into());
    bench.ready();
    assert_eq!(bench.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    assert_eq!(bench.torn_down(), "state");
}

#[test]
fn who_wants_no_part_in_it_has_none() {
    let mut bench = Bench::active(&config(|config| config.sync_tabs = false), user("ada"));
    assert_eq!(bench.tab(TabNews::Shutdown), "");
    assert_eq!(bench.tab(TabNews::Switch), "");
    assert_eq!(bench.shutdown(), format!("{TEARDOWN}, state"));
}

#[test]
fn a_shutdown_forgets_whose_it_was() {
    let mut bench = Bench::active(&config(|_| {}), user("ada"));
    assert_eq!(bench.mark, Some(mark_of("ada")));
    bench.shutdown();
    assert_eq!(bench.mark, None);
}
