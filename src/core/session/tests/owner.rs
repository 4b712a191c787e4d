//! Attributes and calls of one user, which are never the next one's.

use std::rc::Rc;

use super::harness::{Harness, endpoint, endpoint_with, fresh, note_of, user};
use super::sent;
use crate::core::attributes::Attributes;
use crate::core::config::{Config, Load};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Call, Effect, Event, Resume, Timer};
use crate::core::tabs::TabNews;

/// Attributes of Ada and of the Messenger's appearance.
fn of_ada(change: impl FnOnce(&mut Config)) -> Rc<Config> {
    endpoint_with(|config| {
        config.settings = Attributes::new().with("name", "Ada").with("alignment", "left").with("plan", "pro");
        config.sync_tabs = true;
        change(config);
    })
}

/// Attributes of the boot call that follows from `event`, without the loader's own.
fn booted_with(harness: &mut Harness, event: Event) -> serde_json::Value {
    let effects = harness.effects(event);
    let boot = effects.iter().find_map(|effect| match effect {
        Effect::Call(Call::Boot(payload)) => Some(sent(payload)),
        _ => None,
    });
    let mut boot = boot.unwrap_or_else(|| panic!("no boot: {effects:?}"));
    let fields = boot.as_object_mut().unwrap();
    fields.retain(|name, _| !["app_id", "intercom_user_jwt"].contains(&name.as_str()));
    boot
}

fn answer(harness: &Harness, answer: Answer) -> Event {
    Event::Token { question: harness.question, answer, server_time: None, storable: false }
}

fn torn_down(harness: &Harness) -> Event {
    Event::TornDown { generation: harness.generation }
}

#[test]
fn another_user_s_token_and_a_sign_out_leave_how_the_messenger_looks() {
    for next in [user("bob"), Answer::SignedOut] {
        let mut harness = Harness::active(&of_ada(|_| {}), user("ada"));
        harness.refresh();
        harness.token(next);
        let torn_down = torn_down(&harness);
        assert_eq!(booted_with(&mut harness, torn_down), serde_json::json!({"alignment": "left"}));
    }
}

#[test]
fn a_switch_in_another_tab_leaves_how_the_messenger_looks_by_now() {
    let mut harness = Harness::active(&of_ada(|_| {}), user("ada"));
    harness.update(Attributes::new().with("hide_default_launcher", true).with("seats", 7));
    harness.pass(MINUTE);
    harness.now.page.last_user = Some(note_of("bob"));
    harness.tab(TabNews::Switch);
    harness.torn_down();
    let bob = answer(&harness, user("bob"));
    let looks = serde_json::json!({"alignment": "left", "hide_default_launcher": true});
    assert_eq!(booted_with(&mut harness, bob), looks);
}

#[test]
fn a_switch_in_another_tab_that_turns_out_to_be_none_loses_nothing() {
    let mut harness = Harness::active(&of_ada(|_| {}), user("ada"));
    assert_eq!(harness.update(Attributes::new().with("seats", 7)), "Update in 100");
    harness.pass(MINUTE);
    harness.now.page.last_user = None;
    harness.tab(TabNews::Switch);
    harness.torn_down();
    let ada = answer(&harness, fresh(&harness, "ada"));
    let all = serde_json::json!({"alignment": "left", "name": "Ada", "plan": "pro", "seats": 7});
    assert_eq!(booted_with(&mut harness, ada), all);
}

#[test]
fn updates_and_calls_that_wait_end_with_their_user() {
    let mut harness = Harness::new();
    harness.boot(&of_ada(|config| config.load = Load::Interaction));
    harness.token(user("ada"));
    assert_eq!(harness.update(Attributes::new().with("seats", 7)), "");
    assert_eq!(harness.call("trackEvent", &["paid".into()]), "");
    harness.refresh();
    let told = harness.token(user("bob"));
    let ended = "forget settings, 2: user_changed, 3: user_changed, signed out, expire cookies, \
                 tell tabs switch:abc12345, 4: bob, defer, state";
    assert_eq!(told, ended);
    let due = Event::Due { generation: harness.generation, open: true };
    assert_eq!(booted_with(&mut harness, due), serde_json::json!({"alignment": "left"}));
    assert!(harness.ready().starts_with("show, no WidgetTimeout"), "that it was asked for is nobody's data");
}

/// A request for the Messenger is the current user's, even if another one was assumed.
#[test]
fn what_opens_a_deferred_messenger_opens_it_for_whoever_it_turns_out_to_be() {
    let mut harness = Harness::new();
    harness.boot(&of_ada(|config| config.load = Load::Interaction));
    harness.token(user("ada"));
    harness.pass(119 * MINUTE);
    assert_eq!(harness.call("show", &[]), "ask, state");
    assert_eq!(harness.call("startConversation", &["It is me, Ada".into()]), "");
    assert_eq!(harness.call("getVisitorId", &[]), "");
    let bob = fresh(&harness, "bob");
    let handed = harness.token(bob);
    assert!(
        handed
            .starts_with("forget settings, 3: user_changed, 4: user_changed, signed out, expire cookies, tell tabs switch:abc12345, boot bob"),
        "{handed}"
    );
    assert!(harness.ready().starts_with("2: show, "));
}

#[test]
fn an_update_that_waits_for_the_quota_is_not_told_of_the_next_user() {
    let mut harness = Harness::active(&of_ada(|_| {}), user("ada"));
    harness.update(Attributes::new().with("seats", 7));
    harness.refresh();
    let told = harness.token(user("bob"));
    assert!(told.starts_with("2: user_changed, signed out, cancel all"), "{told}");
}

#[test]
fn a_boot_of_the_application_s_that_moves_a_visitor_up_says_its_attributes_anew() {
    let mut harness = Harness::active(&of_ada(|_| {}), Answer::SignedOut);
    harness.update(Attributes::new().with("hide_default_launcher", true).with("seats", 7));
    harness.boot(&of_ada(|_| {}));
    harness.token(user("ada"));
    let torn_down = torn_down(&harness);
    let all = serde_json::json!({
        "alignment": "left", "name": "Ada", "plan": "pro", "hide_default_launcher": true,
    });
    assert_eq!(booted_with(&mut harness, torn_down), all, "a visitor's seats are not Ada's");
}

#[test]
fn what_was_said_while_the_browser_was_ada_s_is_not_said_of_whoever_follows_her() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&of_ada(|config| config.sync_tabs = false));
    harness.now.page.last_user = Some(note_of("bob"));
    let bob = answer(&harness, user("bob"));
    assert_eq!(booted_with(&mut harness, bob), serde_json::json!({"alignment": "left"}));
}

#[test]
fn what_is_said_of_somebody_who_follows_without_a_word_is_said() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("bob"));
    harness.boot(&of_ada(|_| {}));
    let ada = answer(&harness, user("ada"));
    assert_eq!(booted_with(&mut harness, ada)["name"], "Ada");
}

/// The first answer named Ada, and came too late.
#[test]
fn what_was_said_for_whom_an_outdated_answer_names_is_not_said_of_the_next() {
    let mut harness = Harness::new();
    harness.boot(&of_ada(|_| {}));
    harness.call("trackEvent", &["paid".into()]);
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.token(user("ada")), "TokenRetry in 5000");
    harness.pass(5_000);
    harness.timer(Timer::TokenRetry);
    let bob = answer(&harness, user("bob"));
    assert_eq!(booted_with(&mut harness, bob), serde_json::json!({"alignment": "left"}));
}

/// The boot was for Ada, who had just signed in; then the page was left, and Bob came.
#[test]
fn what_a_boot_said_anew_holds_where_its_question_had_no_answer() {
    let mut harness = Harness::active(&of_ada(|_| {}), Answer::SignedOut);
    harness.pass(MINUTE);
    harness.boot(&of_ada(|_| {}));
    harness.next_turn();
    harness.refresh();
    assert_eq!(harness.token(Answer::Fail(Code::EndpointHtml.into())), "ask");
    harness.token(user("ada"));
    let torn_down = torn_down(&harness);
    let all = serde_json::json!({"name": "Ada", "alignment": "left", "plan": "pro"});
    assert_eq!(booted_with(&mut harness, torn_down), all);
}

#[test]
fn what_a_boot_said_anew_is_not_said_of_whoever_comes_after_a_restore_or_a_switch() {
    for restored in [true, false] {
        let mut harness = Harness::active(&of_ada(|_| {}), Answer::SignedOut);
        harness.pass(MINUTE);
        harness.boot(&of_ada(|_| {}));
        if restored {
            harness.wake(Resume::Restored);
        } else {
            harness.now.page.last_user = Some(note_of("bob"));
            harness.tab(TabNews::Switch);
            harness.torn_down();
            harness.pass(MINUTE);
            harness.timer(Timer::TokenRetry);
        }
        let looks = serde_json::json!({"alignment": "left"});
        let bob = answer(&harness, user("bob"));
        if restored {
            harness.effects(bob);
            let torn_down = torn_down(&harness);
            assert_eq!(booted_with(&mut harness, torn_down), looks);
        } else {
            assert_eq!(booted_with(&mut harness, bob), looks);
        }
    }
}

#[test]
fn what_a_boot_says_after_the_question_is_said_of_whom_the_next_one_names() {
    let mut harness = Harness::active(&of_ada(|_| {}), Answer::SignedOut);
    harness.pass(MINUTE);
    harness.refresh();
    harness.next_turn();
    harness.boot(&of_ada(|_| {}));
    assert_eq!(harness.token(user("ada")), "ask");
    harness.token(user("ada"));
    let torn_down = torn_down(&harness);
    assert_eq!(booted_with(&mut harness, torn_down)["name"], "Ada");
}

#[test]
fn what_is_said_after_a_boot_that_asks_again_is_for_whom_the_answer_names() {
    let begin = || {
        let mut harness = Harness::active(&of_ada(|_| {}), Answer::SignedOut);
        harness.pass(MINUTE);
        harness.boot(&of_ada(|_| {}));
        assert_eq!(harness.update(Attributes::new().with("seats", 7)), "");
        assert_eq!(harness.call("trackEvent", &["paid".into()]), "");
        harness
    };
    let mut ada = begin();
    ada.token(user("ada"));
    let torn_down = torn_down(&ada);
    let effects = ada.effects(torn_down);
    assert!(format!("{effects:?}").contains("seats"), "{effects:?}");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Invoke(..))), "{effects:?}");
    let mut visitor = begin();
    assert_eq!(visitor.token(Answer::SignedOut), "2: visitor, 4: trackEvent, Update in 100");
    let mut failed = begin();
    let error = failed.token(Answer::Fail(crate::Code::EndpointHtml.into()));
    assert_eq!(error, "2: endpoint_html, 3: endpoint_html, 4: endpoint_html, error endpoint_html, state");
    let mut other = begin();
    assert_eq!(other.wake(Resume::Restored), "3: user_changed, 4: user_changed, ask");
}

#[test]
fn what_follows_a_question_who_the_visitor_is_by_now_is_for_whom_the_answer_names() {
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    harness.pass(MINUTE);
    assert_eq!(harness.refresh(), "ask");
    assert_eq!(harness.call("trackEvent", &["ordered".into()]), "");
    assert_eq!(harness.update(Attributes::new().with("plan", "gold")), "");
    harness.token(user("ada"));
    let told = harness.torn_down();
    assert!(told.starts_with("prepare, boot ada, 3: trackEvent, ") && told.contains("4: done"), "{told}");
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    harness.pass(MINUTE);
    harness.refresh();
    harness.call("trackEvent", &["ordered".into()]);
    assert!(harness.token(Answer::SignedOut).contains("3: trackEvent"), "a visitor still");
}
