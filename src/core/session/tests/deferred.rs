//! A Messenger that is loaded only when it is wanted.

use std::rc::Rc;

use super::NOON;
use super::bench::{Bench, NOTHING_TOLD, TEARDOWN, endpoint_with, fixed, fresh, note_of, user};
use crate::core::config::{Config, Load};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;

const LOADED: &str = "load, WidgetTimeout in 15000";

fn later() -> Rc<Config> {
    endpoint_with(|config| config.load = Load::Interaction)
}

/// A session of Ada's that waits.
fn waiting() -> Bench {
    let mut bench = Bench::new();
    assert_eq!(bench.boot(&later()), "prepare, ask, state", "nothing is preloaded");
    assert_eq!(bench.token(user("ada")), "1: ada, defer, state");
    assert_eq!(bench.is(), "deferred ada");
    bench
}

#[test]
fn it_is_known_who_it_is_and_nothing_is_loaded_until_it_is_wanted() {
    let mut bench = waiting();
    let due = bench.due(true);
    assert_eq!(due, format!("boot ada, {LOADED}, state"));
    assert_eq!(bench.ready(), "show, no WidgetTimeout, no WidgetRetry, no defer, ready, state");
    assert_eq!(bench.is(), "active ada");
}

/// It is known, and whoever comes next has to be protected from, though nobody has asked for the Messenger.
#[test]
fn whose_it_is_is_noted_and_told_before_it_is_wanted() {
    let config = endpoint_with(|config| (config.load, config.sync_tabs) = (Load::Interaction, true));
    let mut bench = Bench::new();
    bench.now.page.last_user = Some(note_of("bob"));
    bench.boot(&config);
    assert_eq!(bench.token(user("ada")), "expire cookies, tell tabs switch:abc12345, 1: ada, defer, state");
    assert!(bench.noted("ada"));
    bench.refresh();
    let left = bench.token(Answer::SignedOut);
    let told = "expire cookies, tell tabs switch:abc12345";
    assert_eq!(left, format!("forget settings, signed out, {told}, 2: visitor, defer, state"));
    assert_eq!(bench.now.page.last_user, None);
}

#[test]
fn a_moment_that_comes_first_waits_for_the_token() {
    let mut bench = Bench::new();
    bench.boot(&later());
    assert_eq!(bench.call("show", &[]), "");
    assert_eq!(bench.token(user("ada")), format!("boot ada, {LOADED}"));
}

#[test]
fn what_opens_it_or_asks_it_something_is_a_wish_for_it_and_what_tells_it_something_is_none() {
    let mut bench = waiting();
    assert_eq!(bench.call("trackEvent", &["paid".into()]), "");
    assert_eq!(bench.call("showSpace", &["help".into()]), format!("boot ada, {LOADED}, state"));
    assert!(bench.ready().starts_with("2: trackEvent, 3: showSpace, "));
    let mut bench = waiting();
    assert_eq!(bench.call("getVisitorId", &[]), format!("boot ada, {LOADED}, state"));
    assert_eq!(bench.ready(), "2: getVisitorId, no WidgetTimeout, no WidgetRetry, no defer, ready, state");
}

#[test]
fn a_token_that_has_grown_old_is_replaced_first() {
    let mut bench = waiting();
    bench.pass(119 * MINUTE);
    assert_eq!(bench.due(true), "ask, state");
    assert_eq!(bench.token(fresh(&bench, "ada")), format!("boot ada, {LOADED}"));
}

#[test]
fn a_question_that_fails_leaves_what_is_known_for_as_long_as_the_token_lives() {
    let html = || Answer::Fail(Code::EndpointHtml.into());
    let mut bench = waiting();
    bench.refresh();
    assert_eq!(bench.token(html()), "2: endpoint_html, error endpoint_html, state");
    assert_eq!(bench.is(), "deferred ada endpoint_html");
    bench.pass(119 * MINUTE);
    bench.due(true);
    assert_eq!(bench.token(html()), format!("boot ada, {LOADED}"));
    let mut bench = waiting();
    bench.pass(121 * MINUTE);
    bench.due(true);
    assert_eq!(bench.token(html()), format!("error endpoint_html, {NOTHING_TOLD}, state"));
}

#[test]
fn whoever_signed_out_meanwhile_is_not_booted() {
    let mut bench = waiting();
    bench.pass(119 * MINUTE);
    bench.due(true);
    let left = "forget settings, signed out, expire cookies";
    assert_eq!(bench.token(Answer::SignedOut), format!("{left}, boot visitor, {LOADED}"));
}

#[test]
fn a_token_of_the_page_s_own_that_has_ended_is_not_handed_over() {
    let mut config = (*fixed(super::token_of("ada", NOON))).clone();
    config.load = Load::Idle;
    let mut bench = Bench::new();
    bench.boot(&config.into());
    bench.pass(121 * MINUTE);
    assert_eq!(bench.due(false), format!("error token_expired, {NOTHING_TOLD}, state"));
}

#[test]
fn it_can_be_asked_for_again_refreshed_and_ended_meanwhile() {
    let mut bench = waiting();
    assert_eq!(bench.boot(&later()), "2: ada");
    bench.pass(MINUTE);
    assert_eq!(bench.refresh(), "ask, state");
    assert_eq!(bench.token(fresh(&bench, "ada")), "3: ada, defer, state");
    assert_eq!(bench.shutdown(), format!("{TEARDOWN}, state"));
    assert_eq!(bench.due(true), "");
}

#[test]
fn a_switch_of_users_goes_on_with_the_messenger_that_is_there() {
    let mut bench = waiting();
    bench.due(false);
    bench.ready();
    bench.refresh();
    bench.token(user("bob"));
    let booted = bench.torn_down();
    assert!(booted.contains("boot bob, no WidgetTimeout"), "{booted}");
}

#[test]
fn somebody_who_is_noted_since_is_asked_about_before_it_is_handed_over() {
    let mut bench = waiting();
    bench.now.page.last_user = Some(note_of("bob"));
    assert_eq!(bench.due(true), "ask, state");
    assert!(bench.token(user("bob")).contains("boot bob"));
    let mut config = (*fixed(super::token_of("ada", NOON))).clone();
    config.load = Load::Idle;
    let mut own = Bench::new();
    own.boot(&config.into());
    own.now.page.last_user = Some(note_of("bob"));
    let ended = own.due(false);
    assert_eq!(
        ended,
        format!("signed out, error signed_out, {NOTHING_TOLD}, state"),
        "a token cannot be asked"
    );
}
