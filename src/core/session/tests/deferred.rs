//! A Messenger that is loaded only when it is wanted.

use std::rc::Rc;

use super::NOON;
use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint_with, fixed, fresh, note_of, user};
use crate::core::attributes::Attributes;
use crate::core::config::{Config, Load};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Effect, Event};

const LOADED: &str = "load, WidgetTimeout in 15000";

fn later() -> Rc<Config> {
    endpoint_with(|config| config.load = Load::Interaction)
}

/// A waiting session of Ada.
fn waiting() -> Harness {
    let mut harness = Harness::new();
    assert_eq!(harness.boot(&later()), "prepare, ask, state", "nothing is preloaded");
    assert_eq!(harness.token(user("ada")), "1: ada, defer, state");
    assert_eq!(harness.is(), "deferred ada");
    harness
}

#[test]
fn it_is_known_who_it_is_and_nothing_is_loaded_until_it_is_wanted() {
    let mut harness = waiting();
    let due = harness.due(true);
    assert_eq!(due, format!("boot ada, {LOADED}, state"));
    assert_eq!(harness.ready(), "show, no WidgetTimeout, no WidgetRetry, no defer, ready, state");
    assert_eq!(harness.is(), "active ada");
}

/// The user is known and has to be protected from the next one, though the Messenger has not been requested.
#[test]
fn whose_it_is_is_noted_and_told_before_it_is_wanted() {
    let config = endpoint_with(|config| (config.load, config.sync_tabs) = (Load::Interaction, true));
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("bob"));
    harness.boot(&config);
    assert_eq!(harness.token(user("ada")), "expire cookies, tell tabs switch:abc12345, 1: ada, defer, state");
    assert!(harness.noted("ada"));
    harness.refresh();
    let left = harness.token(Answer::SignedOut);
    let told = "expire cookies, tell tabs switch:abc12345";
    assert_eq!(left, format!("forget settings, signed out, {told}, 2: visitor, defer, state"));
    assert_eq!(harness.now.page.last_user, None);
}

#[test]
fn a_moment_that_comes_first_waits_for_the_token() {
    let mut harness = Harness::new();
    harness.boot(&later());
    assert_eq!(harness.call("show", &[]), "");
    assert_eq!(harness.token(user("ada")), format!("boot ada, {LOADED}"));
}

#[test]
fn what_opens_it_or_asks_it_something_is_a_wish_for_it_and_what_tells_it_something_is_none() {
    let mut harness = waiting();
    assert_eq!(harness.call("trackEvent", &["paid".into()]), "");
    assert_eq!(harness.call("showSpace", &["help".into()]), format!("boot ada, {LOADED}, state"));
    assert!(harness.ready().starts_with("2: trackEvent, 3: showSpace, "));
    let mut harness = waiting();
    assert_eq!(harness.call("getVisitorId", &[]), format!("boot ada, {LOADED}, state"));
    assert_eq!(harness.ready(), "2: getVisitorId, no WidgetTimeout, no WidgetRetry, no defer, ready, state");
}

#[test]
fn a_token_that_has_grown_old_is_replaced_first() {
    let mut harness = waiting();
    harness.pass(119 * MINUTE);
    assert_eq!(harness.due(true), "ask, state");
    assert_eq!(harness.token(fresh(&harness, "ada")), format!("boot ada, {LOADED}"));
}

#[test]
fn a_question_that_fails_leaves_what_is_known_for_as_long_as_the_token_lives() {
    let html = || Answer::Fail(Code::EndpointHtml.into());
    let mut harness = waiting();
    harness.refresh();
    assert_eq!(harness.token(html()), "2: endpoint_html, error endpoint_html, state");
    assert_eq!(harness.is(), "deferred ada endpoint_html");
    harness.pass(119 * MINUTE);
    harness.due(true);
    assert_eq!(harness.token(html()), format!("boot ada, {LOADED}"));
    let mut harness = waiting();
    harness.pass(121 * MINUTE);
    harness.due(true);
    assert_eq!(harness.token(html()), format!("error endpoint_html, {NOTHING_TOLD}, state"));
}

#[test]
fn whoever_signed_out_meanwhile_is_not_booted() {
    let mut harness = waiting();
    harness.pass(119 * MINUTE);
    harness.due(true);
    let left = "forget settings, signed out, expire cookies";
    assert_eq!(harness.token(Answer::SignedOut), format!("{left}, boot visitor, {LOADED}"));
}

#[test]
fn a_token_of_the_page_s_own_that_has_ended_is_not_handed_over() {
    let mut config = (*fixed(super::token_of("ada", NOON))).clone();
    config.load = Load::Idle;
    let mut harness = Harness::new();
    harness.boot(&config.into());
    harness.pass(121 * MINUTE);
    assert_eq!(harness.due(false), format!("error token_expired, {NOTHING_TOLD}, state"));
}

#[test]
fn it_can_be_asked_for_again_refreshed_and_ended_meanwhile() {
    let mut harness = waiting();
    assert_eq!(harness.boot(&later()), "2: ada");
    harness.pass(MINUTE);
    assert_eq!(harness.refresh(), "ask, state");
    assert_eq!(harness.token(fresh(&harness, "ada")), "3: ada, defer, state");
    assert_eq!(harness.shutdown(), format!("{TEARDOWN}, state"));
    assert_eq!(harness.due(true), "");
}

#[test]
fn a_switch_of_users_goes_on_with_the_messenger_that_is_there() {
    let mut harness = waiting();
    harness.due(false);
    harness.ready();
    harness.refresh();
    harness.token(user("bob"));
    let booted = harness.torn_down();
    assert!(booted.contains("boot bob, no WidgetTimeout"), "{booted}");
}

#[test]
fn somebody_who_is_noted_since_is_asked_about_before_it_is_handed_over() {
    let mut harness = waiting();
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.due(true), "ask, state");
    assert!(harness.token(user("bob")).contains("boot bob"));
    let mut config = (*fixed(super::token_of("ada", NOON))).clone();
    config.load = Load::Idle;
    let mut own = Harness::new();
    own.boot(&config.into());
    own.now.page.last_user = Some(note_of("bob"));
    let ended = own.due(false);
    assert_eq!(
        ended,
        format!("signed out, error signed_out, {NOTHING_TOLD}, state"),
        "a token cannot be asked"
    );
}

/// The launcher's appearance after an update that redraws it.
fn look_after(harness: &mut Harness, settings: Attributes) -> Option<Attributes> {
    let ticket = harness.ticket();
    let effects = harness.effects(Event::Update { ticket, settings });
    effects.into_iter().find_map(|effect| match effect {
        Effect::Defer { look, .. } => Some(look),
        _ => None,
    })
}

#[test]
fn the_launcher_follows_updates_of_what_it_shows_and_no_others() {
    let mut harness = waiting();
    let hidden = Attributes::new().with("hide_default_launcher", true);
    assert_eq!(look_after(&mut harness, Attributes::new().with("plan", "gold")), None);
    assert_eq!(look_after(&mut harness, hidden.clone().with("plan", "pro")), Some(hidden.clone()));
    let both = hidden.with("alignment", "left");
    assert_eq!(look_after(&mut harness, Attributes::new().with("alignment", "left")), Some(both));
    // Once the Messenger has been requested, the update goes to it.
    harness.due(true);
    assert_eq!(look_after(&mut harness, Attributes::new().with("alignment", "right")), None);
}

#[test]
fn the_first_launcher_has_what_was_said_before_it_was_known_who_it_is() {
    let mut harness = Harness::new();
    harness.boot(&later());
    let left = Attributes::new().with("alignment", "left");
    assert_eq!(look_after(&mut harness, left.clone()), None);
    let (question, answer) = (harness.question, user("ada"));
    let effects = harness.effects(Event::Token { question, answer, server_time: None, storable: false });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Defer { look, .. } if *look == left)));
}
