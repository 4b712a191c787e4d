//! A page that has a Messenger already: the classic snippet, a tag manager, Segment.

use super::harness::{Harness, endpoint, user, visitor};

const BOOTED: &str = "no WidgetTimeout, no WidgetRetry";

fn page(is_widget: bool, has_session: bool) -> Harness {
    let mut harness = Harness::new();
    (harness.now.page.is_widget, harness.now.page.has_session) = (is_widget, has_session);
    harness
}

#[test]
fn a_live_messenger_is_taken_over_and_not_loaded_again() {
    let mut harness = page(true, true);
    harness.boot(&endpoint());
    assert_eq!(harness.token(user("ada")), format!("shutdown, boot ada, {BOOTED}, 1: ada, ready, state"));
    let done = format!("prepare, shutdown, boot visitor, {BOOTED}, 1: visitor, ready, state");
    assert_eq!(page(true, true).boot(&visitor()), done);
}

#[test]
fn a_boot_in_the_queue_is_ended_by_a_shutdown_behind_it() {
    let done = "prepare, shutdown, boot visitor, load, WidgetTimeout in 15000, state";
    assert_eq!(page(false, true).boot(&visitor()), done);
}

#[test]
fn a_stub_with_nobody_s_boot_is_used_as_it_is() {
    let done = "prepare, boot visitor, load, WidgetTimeout in 15000, state";
    assert_eq!(page(false, false).boot(&visitor()), done);
}

#[test]
fn a_messenger_that_arrives_while_the_token_is_asked_for_is_taken_over() {
    let mut harness = page(false, false);
    harness.boot(&endpoint());
    (harness.now.page.is_widget, harness.now.page.has_session) = (true, true);
    assert_eq!(harness.token(user("ada")), format!("shutdown, boot ada, {BOOTED}, 1: ada, ready, state"));
}
