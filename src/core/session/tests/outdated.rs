//! Answers that are older than the call, or than what is known since.

use super::NOON;
use super::bench::{Bench, NOTHING_TOLD, TEARDOWN, endpoint, endpoint_with, fresh, note_of, user};
use crate::core::config::Otherwise;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Effect, Event, Ticket, Timer};

#[test]
fn a_boot_after_a_sign_in_does_not_become_a_visitor_by_the_question_before_it() {
    for config in [endpoint(), endpoint_with(|config| config.when_signed_out = Otherwise::Error)] {
        let mut bench = Bench::new();
        bench.boot(&config);
        bench.next_turn();
        assert_eq!(bench.boot(&config), "");
        assert_eq!(bench.token(Answer::SignedOut), "ask", "somebody may have signed in since");
        assert!(bench.token(user("ada")).starts_with("boot ada"));
        assert!(bench.ready().contains("1: ada, 2: ada"));
    }
}

#[test]
fn it_is_asked_once_more_and_not_again_and_again() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.next_turn();
    bench.boot(&endpoint());
    bench.token(Answer::SignedOut);
    assert!(bench.token(Answer::SignedOut).starts_with("boot visitor"));
}

#[test]
fn boots_of_one_run_of_script_join_and_so_do_those_that_find_a_user() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.boot(&endpoint());
    assert!(bench.token(Answer::SignedOut).starts_with("boot visitor"));
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.next_turn();
    bench.boot(&endpoint());
    assert!(bench.token(user("ada")).starts_with("boot ada"));
    assert!(bench.ready().contains("1: ada, 2: ada"));
}

#[test]
fn a_boot_while_a_visitor_s_messenger_loads_asks_when_it_is_there() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.token(Answer::SignedOut);
    bench.next_turn();
    assert_eq!(bench.boot(&endpoint()), "");
    assert!(bench.ready().ends_with("1: visitor, ready, ask, state"));
    bench.token(user("ada"));
    assert!(bench.torn_down().contains("2: ada"));
}

#[test]
fn a_new_token_is_asked_for_after_the_call() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    bench.pass(MINUTE);
    bench.refresh();
    bench.next_turn();
    assert_eq!(bench.refresh(), "", "one question at a time");
    let first = bench.token(fresh(&bench, "ada"));
    assert_eq!(first, "boot ada, 2: ada, refreshed, ask, state");
    bench.pass(MINUTE);
    assert_eq!(bench.token(fresh(&bench, "ada")), "boot ada, 3: ada, refreshed, state");
}

#[test]
fn another_user_or_nobody_is_believed_only_if_asked_for_after_the_call() {
    for old in [user("bob"), Answer::SignedOut] {
        let mut bench = Bench::active(&endpoint(), user("ada"));
        bench.pass(MINUTE);
        bench.refresh();
        bench.next_turn();
        bench.refresh();
        assert_eq!(bench.token(old), "ask");
        assert_eq!(bench.token(fresh(&bench, "ada")), "boot ada, 2: ada, 3: ada, refreshed, state");
    }
}

#[test]
fn a_new_token_while_booting_is_asked_for_when_the_session_is_there() {
    for handed in [false, true] {
        let mut bench = Bench::new();
        bench.boot(&endpoint());
        if handed {
            bench.token(user("ada"));
        }
        bench.next_turn();
        assert_eq!(bench.refresh(), "");
        if !handed {
            bench.token(user("ada"));
        }
        assert!(bench.ready().ends_with("1: ada, ready, ask, state"));
        bench.token(user("bob"));
        assert!(bench.torn_down().contains("2: bob"));
    }
}

#[test]
fn a_sign_out_elsewhere_while_this_page_asks_is_asked_about() {
    let mut bench = Bench::new();
    bench.now.page.last_user = Some(note_of("ada"));
    bench.boot(&endpoint());
    bench.now.page.last_user = None;
    assert_eq!(bench.token(user("ada")), "TokenRetry in 5000");
    bench.pass(5_000);
    assert_eq!(bench.timer(Timer::TokenRetry), "ask");
    assert!(bench.token(Answer::SignedOut).contains("boot visitor"));
}

#[test]
fn a_sign_in_elsewhere_that_says_the_same_is_not_asked_about() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    bench.now.page.last_user = Some(note_of("ada"));
    assert!(bench.token(user("ada")).starts_with("boot ada"));
}

#[test]
fn a_renewal_that_was_asked_before_a_sign_out_elsewhere_is_asked_again() {
    let mut bench = Bench::active(&endpoint(), user("ada"));
    bench.pass(MINUTE);
    bench.refresh();
    bench.now.page.last_user = None;
    assert_eq!(bench.token(fresh(&bench, "ada")), "TokenRetry in 5000");
    bench.pass(5_000);
    bench.timer(Timer::TokenRetry);
    assert_eq!(bench.token(Answer::SignedOut), format!("signed out, {TEARDOWN}, state"));
}

#[test]
fn only_the_first_question_of_a_page_may_be_answered_by_a_cache() {
    let mut bench = Bench::new();
    let fresh = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::RequestToken { fresh, .. } => Some(fresh),
            _ => None,
        })
    };
    let boot = |ticket| Event::Boot { ticket: Ticket(ticket), config: endpoint() };
    assert_eq!(fresh(bench.effects(boot(9))), Some(false));
    bench.shutdown();
    bench.torn_down();
    assert_eq!(fresh(bench.effects(boot(10))), Some(true));
}

#[test]
fn an_answer_with_an_old_date_is_asked_for_past_the_caches() {
    let ended = || Answer::Token(super::token_of("ada", NOON - 3 * 3_600_000));
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    let cached = Event::Token {
        question: bench.question,
        answer: ended(),
        server_time: Some(NOON - 3 * 3_600_000),
        storable: false,
    };
    assert_eq!(bench.handle(cached), "ask");
    let done = bench.token_at(ended(), Some(NOON));
    assert_eq!(done, format!("1: token_expired, error token_expired, {NOTHING_TOLD}, state"));
}

#[test]
fn a_first_answer_that_a_cache_may_keep_is_asked_for_again() {
    let mut bench = Bench::new();
    bench.boot(&endpoint());
    let kept = |bench: &Bench| Event::Token {
        question: bench.question,
        answer: user("ada"),
        server_time: None,
        storable: true,
    };
    let first = kept(&bench);
    assert_eq!(bench.handle(first), "ask");
    let second = kept(&bench);
    assert!(bench.handle(second).starts_with("boot ada"), "that one went past the caches");
}
