//! What was said for one user is not said for the next.

use std::rc::Rc;

use super::bench::{Bench, endpoint_with, fresh, note_of, user};
use super::sent;
use crate::core::config::{Config, Load};
use crate::core::response::Answer;
use crate::core::schedule::MINUTE;
use crate::core::session::{Call, Effect, Event, Timer, Wake};
use crate::core::settings::Settings;
use crate::core::tabs::TabNews;

/// What Ada's application says of her, and how its Messenger looks.
fn of_ada(change: impl FnOnce(&mut Config)) -> Rc<Config> {
    endpoint_with(|config| {
        config.settings = Settings::new().with("name", "Ada").with("alignment", "left").with("plan", "pro");
        config.sync_tabs = true;
        change(config);
    })
}

/// The attributes of the boot call that comes of `event`, without those that the loader sends itself.
fn booted_with(bench: &mut Bench, event: Event) -> serde_json::Value {
    let effects = bench.effects(event);
    let boot = effects.iter().find_map(|effect| match effect {
        Effect::Call(Call::Boot(payload)) => Some(sent(payload)),
        _ => None,
    });
    let mut boot = boot.unwrap_or_else(|| panic!("no boot: {effects:?}"));
    let fields = boot.as_object_mut().unwrap();
    fields.retain(|name, _| !["app_id", "intercom_user_jwt"].contains(&name.as_str()));
    boot
}

fn answer(bench: &Bench, answer: Answer) -> Event {
    Event::Token { question: bench.question, answer, server_time: None, storable: false }
}

fn torn_down(bench: &Bench) -> Event {
    Event::TornDown { generation: bench.generation }
}

#[test]
fn another_user_s_token_and_a_sign_out_leave_how_the_messenger_looks() {
    for next in [user("bob"), Answer::SignedOut] {
        let mut bench = Bench::active(&of_ada(|_| {}), user("ada"));
        bench.refresh();
        bench.token(next);
        let torn_down = torn_down(&bench);
        assert_eq!(booted_with(&mut bench, torn_down), serde_json::json!({"alignment": "left"}));
    }
}

#[test]
fn a_switch_in_another_tab_leaves_how_the_messenger_looks_by_now() {
    let mut bench = Bench::active(&of_ada(|_| {}), user("ada"));
    bench.update(Settings::new().with("hide_default_launcher", true).with("seats", 7));
    bench.pass(MINUTE);
    bench.now.page.last_user = Some(note_of("bob"));
    bench.tab(TabNews::Switch);
    bench.torn_down();
    let bob = answer(&bench, user("bob"));
    let looks = serde_json::json!({"alignment": "left", "hide_default_launcher": true});
    assert_eq!(booted_with(&mut bench, bob), looks);
}

#[test]
fn a_switch_in_another_tab_that_turns_out_to_be_none_loses_nothing() {
    let mut bench = Bench::active(&of_ada(|_| {}), user("ada"));
    assert_eq!(bench.update(Settings::new().with("seats", 7)), "Update in 100");
    bench.pass(MINUTE);
    bench.now.page.last_user = None;
    bench.tab(TabNews::Switch);
    bench.torn_down();
    let ada = answer(&bench, fresh(&bench, "ada"));
    let all = serde_json::json!({"alignment": "left", "name": "Ada", "plan": "pro", "seats": 7});
    assert_eq!(booted_with(&mut bench, ada), all);
}

#[test]
fn updates_and_calls_that_wait_end_with_their_user() {
    let mut bench = Bench::new();
    bench.boot(&of_ada(|config| config.load = Load::Interaction));
    bench.token(user("ada"));
    assert_eq!(bench.update(Settings::new().with("seats", 7)), "");
    assert_eq!(bench.call("trackEvent", &["paid".into()]), "");
    bench.refresh();
    let told = bench.token(user("bob"));
    let ended = "forget settings, 2: user_changed, 3: user_changed, signed out, expire cookies, \
                 tell tabs switch:abc12345, 4: bob, defer, state";
    assert_eq!(told, ended);
    let due = Event::Due { generation: bench.generation, open: true };
    assert_eq!(booted_with(&mut bench, due), serde_json::json!({"alignment": "left"}));
    assert!(bench.ready().starts_with("show, no WidgetTimeout"), "that it was asked for is nobody's data");
}

/// Whoever asks for the Messenger is there now, whosever it was thought to be.
#[test]
fn what_opens_a_deferred_messenger_opens_it_for_whoever_it_turns_out_to_be() {
    let mut bench = Bench::new();
    bench.boot(&of_ada(|config| config.load = Load::Interaction));
    bench.token(user("ada"));
    bench.pass(119 * MINUTE);
    assert_eq!(bench.call("show", &[]), "ask, state");
    assert_eq!(bench.call("startConversation", &["It is me, Ada".into()]), "");
    assert_eq!(bench.call("getVisitorId", &[]), "");
    let bob = fresh(&bench, "bob");
    let handed = bench.token(bob);
    assert!(
        handed
            .starts_with("forget settings, 3: user_changed, 4: user_changed, signed out, expire cookies, tell tabs switch:abc12345, boot bob"),
        "{handed}"
    );
    assert!(bench.ready().starts_with("2: show, "));
}

#[test]
fn an_update_that_waits_for_the_quota_is_not_told_of_the_next_user() {
    let mut bench = Bench::active(&of_ada(|_| {}), user("ada"));
    bench.update(Settings::new().with("seats", 7));
    bench.refresh();
    let told = bench.token(user("bob"));
    assert!(told.starts_with("2: user_changed, signed out, cancel all"), "{told}");
}

#[test]
fn a_boot_of_the_application_s_that_moves_a_visitor_up_says_its_attributes_anew() {
    let mut bench = Bench::active(&of_ada(|_| {}), Answer::SignedOut);
    bench.update(Settings::new().with("hide_default_launcher", true).with("seats", 7));
    bench.boot(&of_ada(|_| {}));
    bench.token(user("ada"));
    let torn_down = torn_down(&bench);
    let all = serde_json::json!({
        "alignment": "left", "name": "Ada", "plan": "pro", "hide_default_launcher": true,
    });
    assert_eq!(booted_with(&mut bench, torn_down), all, "a visitor's seats are not Ada's");
}

#[test]
fn what_was_said_while_the_browser_was_ada_s_is_not_said_of_whoever_follows_her() {
    let mut bench = Bench::new();
    bench.now.page.last_user = Some(note_of("ada"));
    bench.boot(&of_ada(|config| config.sync_tabs = false));
    bench.now.page.last_user = Some(note_of("bob"));
    let bob = answer(&bench, user("bob"));
    assert_eq!(booted_with(&mut bench, bob), serde_json::json!({"alignment": "left"}));
}

#[test]
fn what_is_said_of_somebody_who_follows_without_a_word_is_said() {
    let mut bench = Bench::new();
    bench.now.page.last_user = Some(note_of("bob"));
    bench.boot(&of_ada(|_| {}));
    let ada = answer(&bench, user("ada"));
    assert_eq!(booted_with(&mut bench, ada)["name"], "Ada");
}

/// The first answer named Ada, and came too late.
#[test]
fn what_was_said_for_whom_an_outdated_answer_names_is_not_said_of_the_next() {
    let mut bench = Bench::new();
    bench.boot(&of_ada(|_| {}));
    bench.call("trackEvent", &["paid".into()]);
    bench.now.page.last_user = Some(note_of("bob"));
    assert_eq!(bench.token(user("ada")), "TokenRetry in 5000");
    bench.pass(5_000);
    bench.timer(Timer::TokenRetry);
    let bob = answer(&bench, user("bob"));
    assert_eq!(booted_with(&mut bench, bob), serde_json::json!({"alignment": "left"}));
}

/// The boot was for Ada, who had just signed in; then the page was left, and Bob came.
#[test]
fn what_a_boot_said_anew_is_not_said_of_whoever_comes_after_a_restore_or_a_switch() {
    for restored in [true, false] {
        let mut bench = Bench::active(&of_ada(|_| {}), Answer::SignedOut);
        bench.pass(MINUTE);
        bench.boot(&of_ada(|_| {}));
        if restored {
            bench.wake(Wake::Restored);
        } else {
            bench.now.page.last_user = Some(note_of("bob"));
            bench.tab(TabNews::Switch);
            bench.torn_down();
            bench.pass(MINUTE);
            bench.timer(Timer::TokenRetry);
        }
        let looks = serde_json::json!({"alignment": "left"});
        let bob = answer(&bench, user("bob"));
        if restored {
            bench.effects(bob);
            let torn_down = torn_down(&bench);
            assert_eq!(booted_with(&mut bench, torn_down), looks);
        } else {
            assert_eq!(booted_with(&mut bench, bob), looks);
        }
    }
}

#[test]
fn what_a_boot_says_after_the_question_is_said_of_whom_the_next_one_names() {
    let mut bench = Bench::active(&of_ada(|_| {}), Answer::SignedOut);
    bench.pass(MINUTE);
    bench.refresh();
    bench.next_turn();
    bench.boot(&of_ada(|_| {}));
    assert_eq!(bench.token(user("ada")), "ask");
    bench.token(user("ada"));
    let torn_down = torn_down(&bench);
    assert_eq!(booted_with(&mut bench, torn_down)["name"], "Ada");
}

#[test]
fn what_is_said_after_a_boot_that_asks_again_is_for_whom_the_answer_names() {
    let begin = || {
        let mut bench = Bench::active(&of_ada(|_| {}), Answer::SignedOut);
        bench.pass(MINUTE);
        bench.boot(&of_ada(|_| {}));
        assert_eq!(bench.update(Settings::new().with("seats", 7)), "");
        assert_eq!(bench.call("trackEvent", &["paid".into()]), "");
        bench
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
    assert_eq!(other.wake(Wake::Restored), "3: user_changed, 4: user_changed, ask");
}
