//! A page that has a Messenger already: the classic snippet, a tag manager, Segment.

use super::bench::{Bench, endpoint, user, visitor};

const BOOTED: &str = "no WidgetTimeout, no WidgetRetry";

fn page(live: bool, occupied: bool) -> Bench {
    let mut bench = Bench::new();
    (bench.now.page.live, bench.now.page.occupied) = (live, occupied);
    bench
}

#[test]
fn a_live_messenger_is_taken_over_and_not_loaded_again() {
    let mut bench = page(true, true);
    bench.boot(&endpoint());
    assert_eq!(bench.token(user("ada")), format!("shutdown, boot ada, {BOOTED}, 1: ada, ready, state"));
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
    let mut bench = page(false, false);
    bench.boot(&endpoint());
    (bench.now.page.live, bench.now.page.occupied) = (true, true);
    assert_eq!(bench.token(user("ada")), format!("shutdown, boot ada, {BOOTED}, 1: ada, ready, state"));
}
