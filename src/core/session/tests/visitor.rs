//! A visitor who signs in without a reload.

use std::rc::Rc;

use super::harness::{
    Harness, TEARDOWN, VISITOR_TEARDOWN, endpoint, endpoint_with, fixed, note_of, unreachable, user, visitor,
};
use super::{NOON, token_of};
use crate::core::config::{AppId, Config, VisitorOnSignIn};
use crate::core::response::Answer;
use crate::{Attributes, Code};

/// A configuration that keeps a visitor's session at sign-in.
fn keeping() -> Rc<Config> {
    endpoint_with(|config| config.visitor_on_sign_in = VisitorOnSignIn::Keep)
}

/// A page with a visitor's session and no endpoint.
fn visited() -> Harness {
    let mut harness = Harness::new();
    harness.boot(&visitor());
    harness.ready();
    harness
}

#[test]
fn the_device_s_id_stays_from_a_visitor_to_whoever_comes_next_in_the_workspace() {
    assert_eq!(visited().boot(&endpoint()), format!("{VISITOR_TEARDOWN}, state"));
    let other = endpoint_with(|config| config.app_id = AppId::parse("xyz67890").unwrap());
    assert_eq!(visited().boot(&other), format!("{TEARDOWN}, state"));
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    harness.next_turn();
    harness.boot(&endpoint());
    assert_eq!(harness.token(user("ada")), format!("{VISITOR_TEARDOWN}, state"));
}

#[test]
fn it_goes_with_a_user_and_with_a_shutdown() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.boot(&visitor()), format!("{TEARDOWN}, state"));
    assert!(visited().shutdown().contains("expire cookies, "));
}

#[test]
fn a_lead_is_kept_where_that_is_wanted() {
    let mut harness = Harness::active(&keeping(), Answer::SignedOut);
    harness.update(Attributes::new().with("alignment", "left"));
    harness.next_turn();
    assert_eq!(harness.boot(&keeping()), "ask");
    let done = harness.token(user("ada"));
    assert!(done.starts_with("2: user_changed, cancel all, prepare, boot ada, "), "{done}");
    assert!(done.ends_with("3: ada, ready, state"), "{done}");
    assert!(harness.noted("ada") && harness.is() == "active ada");
}

#[test]
fn a_lead_is_kept_by_other_options_too() {
    let mut harness = visited();
    assert_eq!(harness.boot(&keeping()), "cancel all, prepare and preload, ask, state");
    assert_eq!(harness.is(), "booting");
    let done = harness.token(user("ada"));
    assert!(done.starts_with("boot ada, "), "{done}");
    let mut harness = visited();
    let config = fixed(token_of("ada", NOON));
    let config = Rc::new(Config { visitor_on_sign_in: VisitorOnSignIn::Keep, ..(*config).clone() });
    let done = harness.boot(&config);
    assert!(done.starts_with("cancel all, prepare and preload, boot ada, "), "{done}");
    let mut harness = visited();
    harness.update(Attributes::new().with("plan", "pro"));
    let done = harness.boot(&config);
    assert!(done.starts_with("update visitor, 2: done, cancel all, "), "what waits is told first: {done}");
}

#[test]
fn a_boot_over_a_visitor_s_session_that_fails_ends_it() {
    let mut harness = visited();
    harness.boot(&keeping());
    let done = harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert!(done.contains("cancel all, empty queue, shutdown, finish"), "{done}");
    let mut harness = visited();
    harness.boot(&keeping());
    harness.token(unreachable());
    assert!(harness.shutdown().contains("shutdown, forget settings, expire cookies"));
}

#[test]
fn a_session_that_may_have_gone_on_with_a_user_s_is_never_kept() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&visitor());
    harness.ready();
    harness.boot(&keeping());
    let done = harness.token(user("bob"));
    assert!(done.starts_with("expire cookies, shutdown, boot bob"), "{done}");
}
