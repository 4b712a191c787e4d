//! Boots that were called before the session was loaded.

use std::rc::Rc;

use super::harness::{Harness, endpoint_with, fixed, note_of, user};
use super::{NOON, sent, token_of};
use crate::core::attributes::Attributes;
use crate::core::config::Config;
use crate::core::session::{Call, Called, Effect, Event, Ticket};

const TICKET: Ticket = Ticket(9);

fn boot_of(config: &Rc<Config>, noted: Option<&str>) -> Event {
    let called = Some(Called { last_user: noted.map(note_of) });
    Event::Boot { ticket: TICKET, config: Rc::clone(config), called }
}

/// A page on which another user was noted after the call.
fn since_noted(user: Option<&str>) -> Harness {
    let mut harness = Harness::new();
    harness.now.page.last_user = user.map(note_of);
    harness
}

/// The token and the attributes of the boot call in `effects`.
fn booted(effects: &[Effect]) -> Option<serde_json::Value> {
    effects.iter().find_map(|effect| match effect {
        Effect::Call(Call::Boot(payload)) => Some(sent(payload)),
        _ => None,
    })
}

#[test]
fn what_was_said_before_another_tab_signed_in_is_not_said_of_that_user() {
    let config = endpoint_with(|config| {
        config.settings = Attributes::new().with("name", "Ada").with("alignment", "left");
    });
    let mut harness = since_noted(Some("bob"));
    let asked = harness.effects(boot_of(&config, Some("ada")));
    let past_caches = asked.iter().any(|effect| matches!(effect, Effect::RequestToken { fresh: true, .. }));
    assert!(past_caches, "{asked:?}");
    let answer =
        Event::Token { question: harness.question, answer: user("bob"), server_time: None, storable: false };
    let boot = booted(&harness.effects(answer)).unwrap();
    assert_eq!((&boot["name"], &boot["alignment"]), (&serde_json::Value::Null, &"left".into()));
}

#[test]
fn a_token_of_the_page_s_gives_way_to_who_signed_in_or_out_since_the_call() {
    for noted in [Some("bob"), None] {
        let mut harness = since_noted(noted);
        let boot = boot_of(&fixed(token_of("ada", NOON)), Some("ada"));
        assert_eq!(harness.handle(boot), "9: boot_superseded", "{noted:?}");
        assert_eq!(harness.is(), "idle");
    }
}

#[test]
fn a_token_of_the_page_s_is_the_newest_word_where_nobody_signed_in_since_the_call() {
    for (before, now) in [(None, Some("ada")), (Some("bob"), Some("bob")), (None, None)] {
        let mut harness = since_noted(now);
        let boot = boot_of(&fixed(token_of("ada", NOON)), before);
        assert!(booted(&harness.effects(boot)).is_some(), "{before:?} {now:?}");
    }
}

#[test]
fn what_the_page_itself_has_noted_since_the_call_is_nobody_else_s() {
    let mut harness = since_noted(Some("ada"));
    harness.boot(&fixed(token_of("bob", NOON)));
    assert!(harness.noted("bob"));
    harness.handle(boot_of(&fixed(token_of("eve", NOON)), Some("ada")));
    let torn_down = Event::TornDown { generation: harness.generation };
    assert!(booted(&harness.effects(torn_down)).is_some());
    assert!(harness.noted("eve"));
}
