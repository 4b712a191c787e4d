//! Return from the back-forward cache: the user is asked for again in any case.

use std::rc::Rc;

use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint, endpoint_with, fixed, fresh, note_of, user};
use super::{NOON, token_of};
use crate::core::attributes::Attributes;
use crate::core::config::Load;
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Event, Resume, Timer};

/// The page is left, and has this note of another page when it comes back.
fn restore(harness: &mut Harness, noted: Option<&str>) -> String {
    harness.handle(Event::PageHidden);
    harness.now.page.last_user = noted.map(note_of);
    harness.handle(Event::PageShown);
    harness.wake(Resume::Restored)
}

#[test]
fn the_first_question_is_asked_anew_and_its_old_answer_is_nobody_s() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    let old = harness.question;
    assert_eq!(restore(&mut harness, None), "ask, state");
    let late = Event::Token { question: old, answer: user("ada"), server_time: None, storable: false };
    assert_eq!(harness.handle(late), "");
    assert!(harness.token(user("bob")).starts_with("boot bob"));
}

#[test]
fn a_question_that_waits_to_be_asked_again_is_asked_at_once() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token(super::harness::unreachable());
    assert_eq!(restore(&mut harness, None), "ask, state");
    assert_eq!(harness.timer(Timer::TokenRetry), "", "one question at a time");
}

#[test]
fn what_was_said_before_it_was_known_for_whom_is_not_said_of_whoever_it_is_now() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.settings = Attributes::new().with("name", "Ada")));
    harness.call("trackEvent", &["paid".into()]);
    assert_eq!(restore(&mut harness, None), "2: user_changed, ask, state");
    let bob =
        Event::Token { question: harness.question, answer: user("bob"), server_time: None, storable: false };
    assert!(!format!("{:?}", harness.effects(bob)).contains("Ada"));
}

#[test]
fn a_deferred_messenger_is_the_next_user_s() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.load = Load::Interaction));
    harness.token(user("ada"));
    assert_eq!(restore(&mut harness, None), "ask, state");
    assert_eq!(harness.token(user("bob")), "forget settings, signed out, defer, state");
    assert_eq!(harness.is(), "deferred bob");
}

#[test]
fn a_deferred_messenger_stays_where_there_is_no_telling() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.load = Load::Interaction));
    harness.token(user("ada"));
    restore(&mut harness, Some("ada"));
    harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert_eq!(harness.is(), "deferred ada endpoint_html");
}

#[test]
fn a_deferred_messenger_ends_where_there_is_no_telling_and_others_have_noted_that_it_is_not_them() {
    // Before the page's first answer no user was noted either: that alone does not show that nothing has happened.
    for noted in [None, Some("bob")] {
        let mut harness = Harness::new();
        harness.boot(&endpoint_with(|config| config.load = Load::Interaction));
        harness.token(user("ada"));
        restore(&mut harness, noted);
        let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
        assert_eq!(failed, format!("signed out, error endpoint_html, {NOTHING_TOLD}, state"), "{noted:?}");
    }
}

#[test]
fn a_deferred_messenger_ends_though_the_note_of_the_other_user_is_lost_meanwhile() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.load = Load::Interaction));
    harness.token(Answer::SignedOut);
    assert_eq!(restore(&mut harness, Some("ada")), "ask, state");
    harness.now.page.last_user = None;
    let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert_eq!(failed, format!("error endpoint_html, {NOTHING_TOLD}, state"));
}

#[test]
fn a_boot_that_waits_for_the_widget_is_taken_out_of_its_queue() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token(user("ada"));
    let taken = "no WidgetTimeout, no WidgetRetry, empty queue, shutdown, ask, state";
    assert_eq!(restore(&mut harness, Some("ada")), taken);
    assert_eq!(harness.ready(), "", "the script finds a shutdown");
    let booted = harness.token(user("bob"));
    assert!(booted.starts_with("forget settings, expire cookies, shutdown, boot bob"), "{booted}");
    assert_eq!(harness.is(), "active bob");
}

#[test]
fn a_boot_that_the_widget_has_run_is_a_session() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token(user("ada"));
    (harness.now.page.is_widget, harness.now.page.has_session) = (true, true);
    let active = "no WidgetTimeout, no WidgetRetry, 1: ada, ready, ask, state";
    assert_eq!(restore(&mut harness, Some("ada")), active);
    assert_eq!(harness.token(user("bob")), format!("signed out, {TEARDOWN}, state"));
}

#[test]
fn a_renewal_from_before_is_dropped_and_who_waits_for_it_gets_the_new_one() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.refresh();
    let old = harness.question;
    harness.now.page.last_user = Some(note_of("ada"));
    assert_eq!(restore(&mut harness, Some("ada")), "ask");
    let late =
        Event::Token { question: old, answer: fresh(&harness, "ada"), server_time: None, storable: false };
    assert_eq!(harness.handle(late), "");
    harness.token(user("bob"));
    assert!(harness.torn_down().contains("2: bob"));
}

#[test]
fn a_session_that_others_have_ended_meanwhile_is_not_kept_while_it_is_asked() {
    for noted in [None, Some("bob")] {
        let mut harness = Harness::active(&endpoint(), user("ada"));
        assert_eq!(restore(&mut harness, noted), format!("{TEARDOWN}, state"));
        harness.torn_down();
        let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
        assert_eq!(failed, format!("signed out, error endpoint_html, {NOTHING_TOLD}, state"));
    }
}

#[test]
fn a_token_of_the_page_s_own_goes_where_somebody_else_is_noted() {
    let restored = |load: Load, noted: Option<&str>| {
        let mut config = (*fixed(token_of("ada", NOON))).clone();
        config.load = load;
        let mut harness = Harness::new();
        harness.boot(&Rc::new(config));
        if load == Load::Now {
            harness.ready();
        } else {
            harness.now.page.last_user = Some(note_of("ada"));
        }
        restore(&mut harness, noted)
    };
    assert_eq!(restored(Load::Now, Some("ada")), "");
    for noted in [None, Some("bob")] {
        assert_eq!(restored(Load::Now, noted), format!("signed out, {TEARDOWN}, state"));
        let gone = format!("signed out, forget settings, {NOTHING_TOLD}, state");
        assert_eq!(restored(Load::Interaction, noted), gone);
    }
}

#[test]
fn where_no_note_can_be_kept_a_token_of_the_page_s_own_stays() {
    let mut harness = Harness::new();
    harness.boot(&fixed(token_of("ada", NOON)));
    harness.ready();
    harness.now.page.last_user = None;
    assert_eq!(restore(&mut harness, None), "");
}

#[test]
fn what_is_said_before_the_answer_is_told_if_the_user_is_still_the_same() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.pass(MINUTE);
    harness.update(Attributes::new().with("plan", "gold"));
    assert_eq!(restore(&mut harness, Some("ada")), "ask");
    assert_eq!(harness.timer(Timer::Update), "", "an update of before");
    assert_eq!(harness.call("trackEvent", &["seen".into()]), "");
    let told = harness.token(fresh(&harness, "ada"));
    assert_eq!(told, "boot ada, 2: done, refreshed, 3: trackEvent, state");
}

#[test]
fn it_is_told_to_nobody_else() {
    let said = |harness: &mut Harness| {
        harness.pass(MINUTE);
        harness.update(Attributes::new().with("plan", "gold"));
        restore(harness, Some("ada"));
        harness.call("show", &[]);
        harness.call("trackEvent", &["seen".into()]);
    };
    let mut harness = Harness::active(&endpoint(), user("ada"));
    said(&mut harness);
    let done = harness.token(user("bob"));
    assert!(done.contains("2: user_changed, 3: user_changed, 4: user_changed"), "{done}");
    let mut harness = Harness::active(&endpoint(), user("ada"));
    said(&mut harness);
    let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert!(failed.contains("4: endpoint_html") && !failed.contains("trackEvent"), "{failed}");
}

#[test]
fn a_visitor_s_calls_keep_their_order() {
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    harness.pass(MINUTE);
    restore(&mut harness, None);
    harness.call("trackEvent", &["first".into()]);
    harness.boot(&endpoint());
    harness.call("show", &[]);
    let told = harness.token(Answer::SignedOut);
    assert!(told.find("trackEvent") < told.find("show"), "{told}");
}
