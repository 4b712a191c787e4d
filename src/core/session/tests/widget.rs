//! The widget's script: it arrives, it fails, or it says nothing.

use super::bench::{Bench, QUEUE_ONLY, endpoint, user};
use crate::core::session::{Call, Effect, Event, Timer, WidgetOutcome};

const AGAIN: &str = "no WidgetTimeout, remove, WidgetRetry in";

const OUTCOMES: [WidgetOutcome; 4] =
    [WidgetOutcome::Ready, WidgetOutcome::Errored, WidgetOutcome::BlockedByCsp, WidgetOutcome::Invalid];

fn handed() -> Bench {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.token(user("ada"));
    bench
}

fn failed(code: &str) -> String {
    format!("remove, 1: {code}, error {code}, {QUEUE_ONLY}, state")
}

/// One that has had its time stays: it may still come, and a second one beside it would run twice.
fn late() -> String {
    format!("1: widget_timeout, error widget_timeout, {QUEUE_ONLY}, state")
}

#[test]
fn a_script_that_errors_is_removed_and_loaded_three_times_in_all() {
    let mut bench = handed();
    for wait in [1_999, 3_999] {
        assert_eq!(bench.widget(WidgetOutcome::Errored), format!("{AGAIN} {wait}"));
        assert_eq!(bench.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    }
    assert_eq!(bench.widget(WidgetOutcome::Errored), failed("widget_blocked"));
    assert_eq!(bench.torn_down(), "state");
    assert_eq!(bench.is(), "idle widget_blocked");
    assert_eq!(bench.boot(&endpoint()), "prepare and preload, ask, state", "no failure is kept");
}

#[test]
fn a_script_that_comes_at_the_second_try_is_as_good_as_at_the_first() {
    let mut bench = handed();
    bench.widget(WidgetOutcome::Errored);
    bench.timer(Timer::WidgetRetry);
    assert_eq!(bench.ready(), "no WidgetTimeout, no WidgetRetry, 1: ada, ready, state");
}

#[test]
fn a_removed_script_that_runs_all_the_same_is_taken() {
    let mut bench = handed();
    bench.widget(WidgetOutcome::Errored);
    assert_eq!(bench.ready(), "no WidgetTimeout, no WidgetRetry, 1: ada, ready, state");
    assert_eq!(bench.timer(Timer::WidgetRetry), "");
}

#[test]
fn what_another_try_cannot_mend_fails_at_once() {
    assert_eq!(handed().widget(WidgetOutcome::BlockedByCsp), failed("widget_blocked_by_csp"));
    assert_eq!(handed().widget(WidgetOutcome::Invalid), failed("widget_invalid"));
    assert_eq!(handed().timer(Timer::WidgetTimeout), late());
}

#[test]
fn while_the_page_is_being_left_no_failure_counts() {
    let mut bench = handed();
    bench.handle(Event::PageHidden);
    assert_eq!(bench.widget(WidgetOutcome::Errored), format!("{AGAIN} 999"));
    bench.handle(Event::PageShown);
    assert_eq!(bench.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    assert_eq!(bench.widget(WidgetOutcome::Errored), format!("{AGAIN} 1999"), "the first that counts");
    assert_eq!(bench.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    assert_eq!(bench.timer(Timer::WidgetTimeout), late());
}

#[test]
fn nothing_that_the_script_does_later_touches_a_session() {
    let mut bench = handed();
    bench.ready();
    for outcome in OUTCOMES {
        assert_eq!(bench.widget(outcome), "", "{outcome:?}");
    }
    for timer in [Timer::WidgetRetry, Timer::WidgetTimeout, Timer::TokenRetry, Timer::Update] {
        assert_eq!(bench.timer(timer), "", "{timer:?}");
    }
    assert_eq!(bench.is(), "active ada");
}

#[test]
fn no_script_is_taken_before_the_boot_call() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    for outcome in OUTCOMES {
        assert_eq!(bench.widget(outcome), "", "{outcome:?}");
    }
    assert_eq!(bench.timer(Timer::WidgetRetry), "");
    assert_eq!(bench.timer(Timer::WidgetTimeout), "");
    assert_eq!(bench.is(), "booting");
}

#[test]
fn a_messenger_that_is_there_is_taken_whatever_became_of_the_tag() {
    for outcome in OUTCOMES {
        let mut bench = handed();
        (bench.now.page.live, bench.now.page.occupied) = (true, true);
        assert!(bench.widget(outcome).contains("1: ada, ready"), "{outcome:?}");
    }
    let mut bench = handed();
    (bench.now.page.live, bench.now.page.occupied) = (true, true);
    assert!(bench.timer(Timer::WidgetTimeout).contains("1: ada, ready"));
}

/// The shutdown that a script would find which came too late is not for the next boot: it would delete a visitor's cookies.
#[test]
fn the_shutdown_that_a_failed_boot_left_is_withdrawn_before_the_next() {
    let mut bench = handed();
    bench.timer(Timer::WidgetTimeout);
    bench.torn_down();
    bench.boot(&endpoint());
    let token =
        Event::Token { question: bench.question, answer: user("ada"), server_time: None, storable: false };
    let effects = bench.effects(token);
    let at = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted);
    let withdrawn = at(|effect| *effect == Effect::WithdrawShutdown);
    assert!(withdrawn.is_some() && withdrawn < at(|effect| matches!(effect, Effect::Call(Call::Boot(_)))));
}
