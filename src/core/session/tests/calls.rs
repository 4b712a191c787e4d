//! The Messenger's own methods, changed attributes and callbacks.

use super::harness::{Harness, TEARDOWN, endpoint, endpoint_with, fresh, user};
use crate::core::config::Routes;
use crate::core::schedule::MINUTE;
use crate::core::session::{Call, Effect, Event, MessengerEvent, Ticket, Timer};
use crate::{Attributes, Value};

const LOADED: &str = "load, WidgetTimeout in 15000";

fn ada() -> Harness {
    Harness::active(&endpoint(), user("ada"))
}

#[test]
fn calls_wait_for_the_boot_and_keep_their_order() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    assert_eq!(harness.call("show", &[]), "");
    assert_eq!(harness.call("getVisitorId", &[]), "");
    assert_eq!(harness.call("trackEvent", &["paid".into()]), "");
    let handed = harness.token(user("ada"));
    assert_eq!(handed, format!("boot ada, {LOADED}"));
    assert_eq!(harness.call("hide", &[]), "");
    let ready = "2: show, 3: getVisitorId, 4: trackEvent, 5: hide, no WidgetTimeout, no WidgetRetry, 1: ada, ready, state";
    assert_eq!(harness.ready(), ready);
    assert_eq!(harness.call("whoami", &[]), "6: whoami");
}

#[test]
fn without_a_session_there_is_nothing_to_call() {
    let mut harness = Harness::new();
    assert_eq!(harness.call("show", &[]), "1: not_booted");
    assert_eq!(harness.update(Attributes::new()), "2: not_booted");
    let mut harness = ada();
    harness.shutdown();
    assert_eq!(harness.call("show", &[]), "3: not_booted");
    harness.torn_down();
    assert_eq!(harness.call("show", &[]), "4: not_booted");
}

#[test]
fn calls_for_one_user_are_not_made_for_the_next() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.call("startConversation", &["It is me, Ada".into()]);
    let shut_down = harness.shutdown();
    assert_eq!(shut_down, format!("1: boot_superseded, 2: boot_superseded, {TEARDOWN}, state"));
}

#[test]
fn callbacks_are_asked_for_again_after_each_boot() {
    let mut harness = Harness::new();
    assert_eq!(harness.listen(MessengerEvent::Unread(0)), "");
    harness.boot(&endpoint());
    assert_eq!(harness.token(user("ada")), format!("boot ada, onUnreadCountChange, {LOADED}"));
    assert_eq!(harness.listen(MessengerEvent::Show), "", "it waits behind the calls");
    assert_eq!(harness.listen(MessengerEvent::Show), "", "once");
    assert!(harness.ready().starts_with("onShow, "));
    assert_eq!(harness.handle(Event::MessengerEvent(MessengerEvent::Unread(3))), "news unreadcountchange");
    harness.pass(MINUTE);
    harness.refresh();
    let refreshed = harness.token(fresh(&harness, "ada"));
    assert_eq!(refreshed, "boot ada, 2: ada, refreshed, state", "a refresh forgets none");
    harness.shutdown();
    assert_eq!(
        harness.handle(Event::MessengerEvent(MessengerEvent::Hide)),
        "",
        "of a session that has ended"
    );
    harness.torn_down();
    harness.boot(&endpoint());
    let booted = harness.token(user("bob"));
    assert!(booted.contains("boot bob, onShow, onUnreadCountChange,"), "{booted}");
}

/// Argument of an update.
fn sent(harness: &mut Harness) -> serde_json::Value {
    let effects = harness.effects(Event::Timer { generation: harness.generation, timer: Timer::Update });
    let [Effect::Call(Call::Update(payload)), settled @ ..] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert!(settled.iter().all(|effect| matches!(effect, Effect::Settle(_, Ok(_)))), "{settled:?}");
    let mut sent = super::sent(payload);
    assert!(sent.as_object_mut().unwrap().remove("intercom_user_jwt").is_some(), "unsigned");
    sent
}

#[test]
fn changed_attributes_are_sent_together_signed_and_with_the_route() {
    let mut harness = ada();
    assert_eq!(harness.update(Attributes::new().with("plan", "free").with("seats", 1)), "Update in 100");
    assert_eq!(harness.update(Attributes::new().with("plan", "pro")), "", "it is settled when it is told");
    assert_eq!(sent(&mut harness), serde_json::json!({"seats": 1, "plan": "pro"}));
    harness.update(Attributes::new().with("seats", 2));
    harness.route("/a");
    assert_eq!(sent(&mut harness), serde_json::json!({"seats": 2, "last_request_at": 1_760_000_000}));
    harness.pass(MINUTE);
    assert_eq!(harness.update(Attributes::new()), "Update in 100", "a look for news");
    assert_eq!(sent(&mut harness), serde_json::json!({"last_request_at": 1_760_000_060}));
}

#[test]
fn a_refresh_keeps_what_was_changed_since_the_boot() {
    let mut harness = Harness::active(
        &endpoint_with(|config| config.settings = Attributes::new().with("plan", "free").with("name", "Ada")),
        user("ada"),
    );
    harness.update(Attributes::new().with("plan", "pro"));
    harness.pass(MINUTE);
    harness.refresh();
    let question = harness.question;
    let answer = fresh(&harness, "ada");
    let effects = harness.effects(Event::Token { question, answer, server_time: None, storable: false });
    let Some(Effect::Call(Call::Boot(payload))) = effects.first() else { panic!("{effects:?}") };
    let booted = super::sent(payload);
    assert_eq!((&booted["plan"], &booted["name"]), (&"pro".into(), &"Ada".into()));
    assert_eq!(harness.timer(Timer::Update), "", "the boot has told it");
}

#[test]
fn what_was_changed_before_the_boot_call_goes_into_it() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.update(Attributes::new().with("plan", "pro"));
    let question = harness.question;
    let effects =
        harness.effects(Event::Token { question, answer: user("ada"), server_time: None, storable: false });
    let boot = effects.iter().find_map(|effect| match effect {
        Effect::Call(Call::Boot(payload)) => Some(super::sent(payload)),
        _ => None,
    });
    assert_eq!(boot.unwrap()["plan"], "pro");
    harness.update(Attributes::new().with("plan", "max"));
    assert!(harness.ready().ends_with("Update in 100, state"));
    assert_eq!(sent(&mut harness), serde_json::json!({"plan": "max"}));
}

#[test]
fn an_update_cannot_say_who_it_is() {
    let mut harness = ada();
    for (name, code) in [
        ("user_id", "identity_outside_token"),
        ("email", "identity_outside_token"),
        ("app_id", "invalid_settings"),
    ] {
        let refused = harness.update(Attributes::new().with(name, "bob"));
        assert!(refused.ends_with(code), "{refused}");
    }
    assert_eq!(harness.timer(Timer::Update), "");
}

#[test]
fn the_page_s_own_navigation_is_told_like_the_application_s() {
    let mut harness = Harness::active(&endpoint_with(|config| config.routes = Routes::Auto), user("ada"));
    assert_eq!(harness.navigate("/a"), "Update in 100");
    assert_eq!(harness.navigate("/a#top"), "");
    assert_eq!(harness.timer(Timer::Update), "update ada");
    harness.shutdown();
    assert_eq!(harness.navigate("/b"), "", "nobody asked, and nobody is refused");
    let ticket = Some(Ticket(9));
    assert_eq!(harness.handle(Event::Route { ticket, url: "/c".into() }), "9: not_booted");
}

#[test]
fn newer_tokens_for_data_connectors_are_in_the_next_boot_call() {
    let tokens = |token: &str| Value::from(vec![("crm".to_owned(), Value::from(token))]);
    let config =
        endpoint_with(|config| config.settings = Attributes::new().with("auth_tokens", tokens("old")));
    let booted = |harness: &mut Harness, id: &str| {
        let answer = fresh(harness, id);
        let event = Event::Token { question: harness.question, answer, server_time: None, storable: false };
        let effects = harness.effects(event);
        let boot = effects.into_iter().find_map(|effect| match effect {
            Effect::Call(Call::Boot(payload)) => Some(payload),
            _ => None,
        });
        boot.unwrap().settings().get("auth_tokens").cloned()
    };
    let mut harness = Harness::new();
    harness.boot(&config);
    harness.call("setAuthTokens", &[tokens("new")]);
    assert_eq!(booted(&mut harness, "ada"), Some(tokens("new")));
    harness.ready();
    harness.call("setAuthTokens", &[tokens("newer")]);
    harness.pass(60_000);
    harness.refresh();
    assert_eq!(booted(&mut harness, "ada"), Some(tokens("newer")));
}
