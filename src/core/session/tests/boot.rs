//! Booting: the order of effects, and boots that join or replace each other.

use super::harness::{
    Harness, NOTHING_TOLD, TEARDOWN, VISITOR_TEARDOWN, endpoint, endpoint_with, user, visitor,
};
use super::sent;
use crate::core::attributes::Attributes;
use crate::core::config::{Fallback, Region};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::session::Event;

const READY: &str = "no WidgetTimeout, no WidgetRetry, 1: ada, ready, state";

#[test]
fn a_user_is_asked_for_first_and_the_widget_comes_after_the_boot_call() {
    let mut harness = Harness::new();
    assert_eq!(harness.boot(&endpoint()), "prepare and preload, ask, state");
    assert_eq!(harness.is(), "booting");
    assert_eq!(harness.token(user("ada")), "boot ada, load, WidgetTimeout in 15000");
    assert_eq!(harness.ready(), READY);
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn a_visitor_is_booted_at_once_and_nothing_is_preloaded() {
    let mut harness = Harness::new();
    let done = harness.boot(&visitor());
    assert_eq!(done, "prepare, boot visitor, load, WidgetTimeout in 15000, state");
    assert_eq!(harness.ready(), "no WidgetTimeout, no WidgetRetry, 1: visitor, ready, state");
    assert_eq!(harness.is(), "active visitor");
}

#[test]
fn the_same_options_join_the_boot_under_way() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    assert_eq!(harness.boot(&endpoint()), "");
    harness.token(user("ada"));
    assert_eq!(harness.boot(&endpoint()), "");
    let done = harness.ready();
    assert_eq!(done, "no WidgetTimeout, no WidgetRetry, 1: ada, 2: ada, 3: ada, ready, state");
}

#[test]
fn the_same_options_on_a_user_s_session_are_that_session() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.boot(&endpoint()), "2: ada");
}

#[test]
fn the_same_options_on_a_visitor_s_session_ask_again_and_move_up_to_the_user() {
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    assert_eq!(harness.is(), "active visitor");
    assert_eq!(harness.boot(&endpoint()), "ask");
    assert_eq!(harness.boot(&endpoint()), "", "one request at a time");
    assert_eq!(harness.token(user("ada")), format!("{VISITOR_TEARDOWN}, state"));
    let done = "prepare, boot ada, no WidgetTimeout, no WidgetRetry, 2: ada, 3: ada, ready, state";
    assert_eq!(harness.torn_down(), done, "without asking a third time");
}

#[test]
fn the_same_options_on_a_visitor_s_session_while_nobody_is_signed_in_change_nothing() {
    let mut harness = Harness::active(&endpoint(), Answer::SignedOut);
    harness.boot(&endpoint());
    assert_eq!(harness.token(Answer::SignedOut), "2: visitor");
    let mut harness = Harness::new();
    harness.boot(&visitor());
    harness.ready();
    assert_eq!(harness.boot(&visitor()), "2: visitor", "there is nobody to ask");
}

#[test]
fn other_options_end_the_session_first() {
    let bob = endpoint_with(|config| config.api_base = Some(Region::Eu.into()));
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.boot(&bob), format!("{TEARDOWN}, state"));
    assert_eq!(harness.is(), "shutting_down");
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
    harness.token(user("bob"));
    assert_eq!(harness.is(), "active bob");
    assert_eq!(harness.snapshot().region, Some(Region::Eu));
}

#[test]
fn other_options_supersede_a_boot_under_way_and_its_late_answer_is_nobody_s() {
    let other = endpoint_with(|config| config.settings = Attributes::new().with("theme_mode", "dark"));
    let mut harness = Harness::new();
    let first = harness.effects(Event::Boot {
        ticket: crate::core::session::Ticket(9),
        config: endpoint(),
        called: None,
    });
    let question = first
        .iter()
        .find_map(|effect| match effect {
            crate::core::session::Effect::RequestToken { question, .. } => Some(*question),
            _ => None,
        })
        .unwrap();
    let late = || Event::Token { question, answer: user("ada"), server_time: None, storable: false };
    assert_eq!(harness.boot(&other), format!("9: boot_superseded, {NOTHING_TOLD}, state"));
    assert_eq!(harness.handle(late()), "");
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
    assert_eq!(harness.handle(late()), "");
    assert_eq!(harness.token(user("bob")), "boot bob, load, WidgetTimeout in 15000");
    assert_eq!(harness.handle(late()), "");
}

#[test]
fn of_several_boots_during_a_shutdown_the_last_one_counts_and_equal_ones_join() {
    let other = endpoint_with(|config| config.when_signed_out = Fallback::Error);
    let mut harness = Harness::active(&endpoint(), user("ada"));
    harness.shutdown();
    assert_eq!(harness.boot(&endpoint()), "");
    assert_eq!(harness.boot(&other), "3: boot_superseded");
    assert_eq!(harness.boot(&other), "");
    assert_eq!(harness.torn_down(), "2: done, prepare and preload, ask, state");
    harness.token(user("bob"));
    assert_eq!(harness.is(), "active bob");
}

#[test]
fn options_that_cannot_be_booted_are_refused_and_the_session_stays() {
    let bad = endpoint_with(|config| config.settings = Attributes::new().with("email", "ada@example.com"));
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.boot(&bad), "error identity_outside_token, 2: identity_outside_token, state");
    assert_eq!(harness.is(), "active ada identity_outside_token");
    let refused = harness.handle(Event::Refused(Code::InvalidAppId.into()));
    assert_eq!(
        (refused.as_str(), harness.is().as_str()),
        ("error invalid_app_id, state", "active ada invalid_app_id")
    );
}

#[test]
fn unsigned_identity_is_sent_when_allowed_and_warned_about() {
    let mut config =
        crate::Config::clone(&visitor()).settings(Attributes::new().with("email", "ada@example.com"));
    let refused = std::rc::Rc::new(config.clone());
    assert_eq!(Harness::new().boot(&refused), "error unsigned_identity, 1: unsigned_identity, state");
    config.allow_unsigned_identity = true;
    let done = Harness::new().boot(&std::rc::Rc::new(config.clone()));
    assert_eq!(done, "prepare, warn, boot visitor, load, WidgetTimeout in 15000, state");

    // This is the case when an update names the user that the boot did not.
    let mut harness = Harness::new();
    harness.boot(&std::rc::Rc::new(config.settings(Attributes::new())));
    harness.ready();
    assert_eq!(harness.update(Attributes::new().with("plan", "gold")), "Update in 100");
    assert_eq!(harness.update(Attributes::new().with("email", "ada@example.com")), "warn");
}

#[test]
fn nothing_unsigned_is_sent_beside_a_token_even_where_it_is_allowed() {
    let mut harness = Harness::new();
    harness.boot(&endpoint_with(|config| config.allow_unsigned_identity = true));
    assert_eq!(harness.token(user("ada")), "boot ada, load, WidgetTimeout in 15000");
}

#[test]
fn the_boot_call_carries_the_workspace_the_region_and_the_token() {
    use crate::core::session::{Call, Effect};
    let config = endpoint_with(|config| config.api_base = Some(Region::Au.into()));
    let mut harness = Harness::new();
    let asked =
        harness.effects(Event::Boot { ticket: crate::core::session::Ticket(1), config, called: None });
    let Some(Effect::RequestToken { question, .. }) = asked.get(1) else { panic!("{asked:?}") };
    let answer =
        Event::Token { question: *question, answer: user("ada"), server_time: None, storable: false };
    let effects = harness.effects(answer);
    let sent = effects.iter().find_map(|effect| match effect {
        Effect::Call(Call::Boot(payload)) => Some(sent(payload)),
        _ => None,
    });
    let sent = sent.unwrap();
    assert_eq!(sent["app_id"], "abc12345");
    assert_eq!(sent["api_base"], "https://api-iam.au.intercom.io");
    assert!(sent["intercom_user_jwt"].as_str().unwrap().starts_with("eyJ"));
    assert_eq!(sent.as_object().unwrap().len(), 3);
}

#[test]
fn what_the_page_says_of_its_user_goes_along_only_where_identity_may_be_unsigned() {
    use crate::core::session::{Call, Effect, Ticket};
    let exclusive = |config: crate::Config| {
        let mut harness = Harness::new();
        let effects = harness.effects(Event::Boot {
            ticket: Ticket(1),
            config: std::rc::Rc::new(config),
            called: None,
        });
        effects.iter().find_map(|effect| match effect {
            Effect::Call(Call::Boot(payload)) => Some(payload.is_exclusive()),
            _ => None,
        })
    };
    let mut config = crate::Config::clone(&visitor());
    assert_eq!(exclusive(config.clone()), Some(true));
    config.allow_unsigned_identity = true;
    assert_eq!(exclusive(config), Some(false));
}
