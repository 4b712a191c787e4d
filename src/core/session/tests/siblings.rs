//! Pages of sibling hosts, which share cookies and no channel: their changes are seen when the page comes to the front
//! again.

use std::rc::Rc;

use super::harness::{Harness, TEARDOWN, endpoint, fresh, note_of, user};
use super::{NOON, token_of};
use crate::core::config::{Config, TokenSource};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Effect, Event, Resume};

fn site() -> Rc<Config> {
    Rc::new(Config { sync_tabs: true, ..(*endpoint()).clone() })
}

/// A session on a page that has been in front, so that its note was seen.
fn looked_at(config: &Rc<Config>, answer: Answer) -> Harness {
    let mut harness = Harness::active(config, answer);
    assert_eq!(harness.wake(Resume::Focused), "");
    harness.pass(MINUTE);
    harness
}

#[test]
fn a_sign_out_on_a_sibling_ends_the_session() {
    let mut harness = looked_at(&site(), user("ada"));
    harness.now.page.last_user = None;
    assert_eq!(harness.wake(Resume::Focused), format!("{TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
    let done = harness.token(Answer::SignedOut);
    assert!(done.starts_with("forget settings, signed out, boot visitor"), "{done}");
}

#[test]
fn nobody_stays_on_a_page_out_of_a_cache_for_as_long_as_the_endpoint_says_nothing() {
    let mut harness = looked_at(&site(), user("ada"));
    harness.handle(Event::PageHidden);
    harness.lose_shared_note();
    // Browsers say that the page is visible before they say that it was restored.
    assert_eq!(harness.wake(Resume::Focused), format!("{TEARDOWN}, state"));
    harness.handle(Event::PageShown);
    assert_eq!(harness.wake(Resume::Restored), "");
    harness.torn_down();
    harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert_eq!(harness.is(), "shutting_down endpoint_html");
}

#[test]
fn so_it_does_where_this_host_s_storage_still_has_the_note() {
    let mut harness = looked_at(&site(), user("ada"));
    harness.lose_shared_note();
    assert_eq!(harness.wake(Resume::Focused), format!("{TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
    assert_eq!(harness.wake(Resume::Focused), "", "it is asked already");
    let done = harness.token(Answer::SignedOut);
    assert!(done.starts_with("forget settings, signed out, ") && done.contains("boot visitor"), "{done}");
}

#[test]
fn a_note_that_was_lost_is_written_anew_for_a_session_that_goes_on() {
    let mut harness = looked_at(&site(), user("ada"));
    let before = harness.now.page.last_user;
    harness.lose_shared_note();
    harness.wake(Resume::Focused);
    harness.torn_down();
    let done = harness.token(fresh(&harness, "ada"));
    assert!(done.starts_with("boot ada, ") && done.contains("ready"), "{done}");
    assert!(before.is_some() && harness.noted("ada"));
    harness.find_shared_note();
    harness.pass(MINUTE);
    assert_eq!(harness.wake(Resume::Focused), "");
}

#[test]
fn somebody_else_on_a_sibling_is_somebody_else_here() {
    let mut harness = looked_at(&site(), user("ada"));
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.wake(Resume::Focused), format!("{TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
    let done = harness.token(user("bob"));
    assert!(done.starts_with("signed out, ") || done.contains("boot bob"), "{done}");
}

#[test]
fn a_visitor_signs_in_on_a_sibling_and_one_who_does_not_is_asked_once() {
    let mut harness = looked_at(&site(), Answer::SignedOut);
    harness.now.page.last_user = Some(note_of("ada"));
    assert_eq!(harness.wake(Resume::Focused), "ask");
    assert_eq!(harness.token(Answer::SignedOut), "");
    assert_eq!(harness.is(), "active visitor");
    assert_eq!(harness.wake(Resume::Focused), "", "that note was asked for");
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.wake(Resume::Focused), "ask");
}

#[test]
fn a_token_of_the_page_s_own_ends_and_a_page_that_wants_no_part_in_it_goes_on() {
    let fixed = Config { token: TokenSource::Fixed(token_of("ada", NOON)), ..(*site()).clone() };
    let mut harness = Harness::new();
    harness.boot(&Rc::new(fixed));
    harness.ready();
    harness.wake(Resume::Focused);
    harness.lose_shared_note();
    assert_eq!(harness.wake(Resume::Focused), format!("signed out, {TEARDOWN}, state"));
    let mut harness = looked_at(&endpoint(), user("ada"));
    harness.now.page.last_user = None;
    assert_eq!(harness.wake(Resume::Focused), "");
}

#[test]
fn a_note_that_only_this_host_has_left_is_given_to_its_siblings_again() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.lose_shared_note();
    harness.boot(&site());
    let question = harness.question;
    let answer = Event::Token { question, answer: user("ada"), server_time: None, storable: false };
    let effects = harness.effects(answer);
    assert!(effects.contains(&Effect::Note(site().app_id.clone(), Some(note_of("ada")))), "{effects:?}");
}
