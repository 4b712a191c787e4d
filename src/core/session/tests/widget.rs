//! The widget's script: it loads, it fails, or it does not respond.

use super::harness::{Harness, QUEUE_ONLY, endpoint, endpoint_with, user};
use crate::core::session::{Call, Effect, Event, Timer, WidgetOutcome};

const AGAIN: &str = "no WidgetTimeout, remove, WidgetRetry in";

const OUTCOMES: [WidgetOutcome; 5] = [
    WidgetOutcome::Ready,
    WidgetOutcome::Errored,
    WidgetOutcome::ErroredIsolated,
    WidgetOutcome::BlockedByCsp,
    WidgetOutcome::Invalid,
];

fn handed() -> Harness {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token(user("ada"));
    harness
}

fn failed(code: &str) -> String {
    format!("remove, 1: {code}, error {code}, {QUEUE_ONLY}, state")
}

/// A script past its time limit stays: it may still load, and a second one beside it would run twice.
fn late() -> String {
    format!("1: widget_timeout, error widget_timeout, {QUEUE_ONLY}, state")
}

#[test]
fn a_script_that_errors_is_removed_and_loaded_three_times_in_all() {
    let mut harness = handed();
    for wait in [1_999, 3_999] {
        assert_eq!(harness.widget(WidgetOutcome::Errored), format!("{AGAIN} {wait}"));
        assert_eq!(harness.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    }
    assert_eq!(harness.widget(WidgetOutcome::Errored), failed("widget_blocked"));
    assert_eq!(harness.torn_down(), "state");
    assert_eq!(harness.is(), "idle widget_blocked");
    assert_eq!(harness.boot(&endpoint()), "prepare and preload, ask, state", "no failure is kept");
}

/// The fix depends on the script's address, and on the page.
#[test]
fn a_script_that_errors_says_what_may_have_stopped_it() {
    let own = endpoint_with(|config| config.widget_url = Some("/widget.js".to_owned()));
    for (config, outcome, code) in [
        (endpoint(), WidgetOutcome::ErroredIsolated, "widget_blocked_by_coep"),
        (own.clone(), WidgetOutcome::Errored, "widget_url_failed"),
        (own, WidgetOutcome::ErroredIsolated, "widget_url_failed"),
    ] {
        let mut harness = Harness::new();
        harness.boot(&config);
        harness.token(user("ada"));
        for _ in 0..2 {
            harness.widget(outcome);
            harness.timer(Timer::WidgetRetry);
        }
        assert_eq!(harness.widget(outcome), failed(code));
    }
}

#[test]
fn a_script_that_comes_at_the_second_try_is_as_good_as_at_the_first() {
    let mut harness = handed();
    harness.widget(WidgetOutcome::Errored);
    harness.timer(Timer::WidgetRetry);
    assert_eq!(harness.ready(), "no WidgetTimeout, no WidgetRetry, 1: ada, ready, state");
}

#[test]
fn a_removed_script_that_runs_all_the_same_is_taken() {
    let mut harness = handed();
    harness.widget(WidgetOutcome::Errored);
    assert_eq!(harness.ready(), "no WidgetTimeout, no WidgetRetry, 1: ada, ready, state");
    assert_eq!(harness.timer(Timer::WidgetRetry), "");
}

#[test]
fn what_another_try_cannot_mend_fails_at_once() {
    assert_eq!(handed().widget(WidgetOutcome::BlockedByCsp), failed("widget_blocked_by_csp"));
    assert_eq!(handed().widget(WidgetOutcome::Invalid), failed("widget_invalid"));
    assert_eq!(handed().timer(Timer::WidgetTimeout), late());
}

#[test]
fn while_the_page_is_being_left_no_failure_counts() {
    let mut harness = handed();
    harness.handle(Event::PageHidden);
    assert_eq!(harness.widget(WidgetOutcome::Errored), format!("{AGAIN} 999"));
    harness.handle(Event::PageShown);
    assert_eq!(harness.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    assert_eq!(harness.widget(WidgetOutcome::Errored), format!("{AGAIN} 1999"), "the first that counts");
    assert_eq!(harness.timer(Timer::WidgetRetry), "load, WidgetTimeout in 15000");
    assert_eq!(harness.timer(Timer::WidgetTimeout), late());
}

#[test]
fn nothing_that_the_script_does_later_touches_a_session() {
    let mut harness = handed();
    harness.ready();
    for outcome in OUTCOMES {
        assert_eq!(harness.widget(outcome), "", "{outcome:?}");
    }
    for timer in [Timer::WidgetRetry, Timer::WidgetTimeout, Timer::TokenRetry, Timer::Update] {
        assert_eq!(harness.timer(timer), "", "{timer:?}");
    }
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn no_script_is_taken_before_the_boot_call() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    for outcome in OUTCOMES {
        assert_eq!(harness.widget(outcome), "", "{outcome:?}");
    }
    assert_eq!(harness.timer(Timer::WidgetRetry), "");
    assert_eq!(harness.timer(Timer::WidgetTimeout), "");
    assert_eq!(harness.is(), "booting");
}

#[test]
fn a_messenger_that_is_there_is_taken_whatever_became_of_the_tag() {
    for outcome in OUTCOMES {
        let mut harness = handed();
        (harness.now.page.is_widget, harness.now.page.has_session) = (true, true);
        assert!(harness.widget(outcome).contains("1: ada, ready"), "{outcome:?}");
    }
    let mut harness = handed();
    (harness.now.page.is_widget, harness.now.page.has_session) = (true, true);
    assert!(harness.timer(Timer::WidgetTimeout).contains("1: ada, ready"));
}

/// The shutdown left for a script that loads late is not for the next boot: it would delete a visitor's cookies.
#[test]
fn the_shutdown_that_a_failed_boot_left_is_withdrawn_before_the_next() {
    let mut harness = handed();
    harness.timer(Timer::WidgetTimeout);
    harness.torn_down();
    harness.boot(&endpoint());
    let token =
        Event::Token { question: harness.question, answer: user("ada"), server_time: None, storable: false };
    let effects = harness.effects(token);
    let at = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted);
    let withdrawn = at(|effect| *effect == Effect::WithdrawShutdown);
    assert!(withdrawn.is_some() && withdrawn < at(|effect| matches!(effect, Effect::Call(Call::Boot(_)))));
}
