//! Answers that are older than the call, or than later information.

use super::NOON;
use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint, endpoint_with, fresh, note_of, user};
use crate::core::config::Fallback;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Effect, Event, Ticket, Timer};

#[test]
fn a_boot_after_a_sign_in_does_not_become_a_visitor_by_the_question_before_it() {
    for config in [endpoint(), endpoint_with(|config| config.when_signed_out = Fallback::Error)] {
        let mut harness = Harness::new();
        harness.boot(&config);
        harness.next_turn();
        assert_eq!(harness.boot(&config), "");
        assert_eq!(harness.token(Answer::SignedOut), "ask", "somebody may have signed in since");
        assert!(harness.token(user("ada")).starts_with("boot ada"));
        assert!(harness.ready().contains("1: ada, 2: ada"));
    }
}

#[test]
fn it_is_asked_once_more_and_not_again_and_again() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.next_turn();
    harness.boot(&endpoint());
    harness.token(Answer::SignedOut);
    assert!(harness.token(Answer::SignedOut).starts_with("boot visitor"));
}

#[test]
fn boots_of_one_run_of_script_join_and_so_do_those_that_find_a_user() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.boot(&endpoint());
    assert!(harness.token(Answer::SignedOut).starts_with("boot visitor"));
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.next_turn();
    harness.boot(&endpoint());
    assert!(harness.token(user("ada")).starts_with("boot ada"));
    assert!(harness.ready().contains("1: ada, 2: ada"));
}

#[test]
fn a_boot_while_a_visitor_s_messenger_loads_asks_when_it_is_there() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token(Answer::SignedOut);
    harness.next_turn();
    assert_eq!(harness.boot(&endpoint()), "");
    assert!(harness.ready().ends_with("1: visitor, ready, ask, state"));
    harness.token(user("ada"));
    assert!(harness.torn_down().contains("2: ada"));
}

#[test]
fn a_new_token_is_asked_for_after_the_call() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    harness.next_turn();
    assert_eq!(harness.refresh(), "", "one question at a time");
    let first = harness.token(fresh(&harness, "ada"));
    assert_eq!(first, "boot ada, 2: ada, refreshed, ask, state");
    harness.pass(MINUTE);
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, 3: ada, refreshed, state");
}

#[test]
fn another_user_or_nobody_is_believed_only_if_asked_for_after_the_call() {
    for old in [user("bob"), Answer::SignedOut] {
        let mut harness = Harness::active(&endpoint(), user("ada"));
        harness.pass(MINUTE);
        harness.refresh();
        harness.next_turn();
        harness.refresh();
        assert_eq!(harness.token(old), "ask");
        assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, 2: ada, 3: ada, refreshed, state");
    }
}

#[test]
fn a_new_token_while_booting_is_asked_for_when_the_session_is_there() {
    for handed in [false, true] {
        let mut harness = Harness::new();
        harness.boot(&endpoint());
        if handed {
            harness.token(user("ada"));
        }
        harness.next_turn();
        assert_eq!(harness.refresh(), "");
        if !handed {
            harness.token(user("ada"));
        }
        assert!(harness.ready().ends_with("1: ada, ready, ask, state"));
        harness.token(user("bob"));
        assert!(harness.torn_down().contains("2: bob"));
    }
}

#[test]
fn a_sign_out_elsewhere_while_this_page_asks_is_asked_about() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&endpoint());
    harness.now.page.last_user = None;
    assert_eq!(harness.token(user("ada")), "TokenRetry in 5000");
    harness.pass(5_000);
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    assert!(harness.token(Answer::SignedOut).contains("boot visitor"));
}

#[test]
fn a_sign_in_elsewhere_that_says_the_same_is_not_asked_about() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.now.page.last_user = Some(note_of("ada"));
    assert!(harness.token(user("ada")).starts_with("boot ada"));
}

#[test]
fn a_renewal_that_was_asked_before_a_sign_out_elsewhere_is_asked_again() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    harness.now.page.last_user = None;
    assert_eq!(harness.token(fresh(&harness, "ada")), "TokenRetry in 5000");
    harness.pass(5_000);
    harness.timer(Timer::TokenRetry);
    assert_eq!(harness.token(Answer::SignedOut), format!("signed out, {TEARDOWN}, state"));
}

#[test]
fn only_the_first_question_of_a_page_may_be_answered_by_a_cache() {
    let mut harness = Harness::new();
    let fresh = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::RequestToken { fresh, .. } => Some(fresh),
            _ => None,
        })
    };
    let boot = |ticket| Event::Boot { ticket: Ticket(ticket), config: endpoint(), called: None };
    assert_eq!(fresh(harness.effects(boot(9))), Some(false));
    harness.shutdown();
    harness.torn_down();
    assert_eq!(fresh(harness.effects(boot(10))), Some(true));
}

#[test]
fn an_answer_with_an_old_date_is_asked_for_past_the_caches() {
    let ended = || Answer::Token(super::token_of("ada", NOON - 3 * 3_600_000));
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    let cached = Event::Token {
        question: harness.question,
        answer: ended(),
        server_time: Some(NOON - 3 * 3_600_000),
        storable: false,
    };
    assert_eq!(harness.handle(cached), "ask");
    let done = harness.token_at(ended(), Some(NOON));
    assert_eq!(done, format!("1: token_expired, error token_expired, {NOTHING_TOLD}, state"));
}

#[test]
fn a_first_answer_that_a_cache_may_keep_is_asked_for_again() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    let kept = |harness: &Harness| Event::Token {
        question: harness.question,
        answer: user("ada"),
        server_time: None,
        storable: true,
    };
    let first = kept(&harness);
    assert_eq!(harness.handle(first), "ask");
    let second = kept(&harness);
    assert!(harness.handle(second).starts_with("boot ada"), "that one went past the caches");
}
