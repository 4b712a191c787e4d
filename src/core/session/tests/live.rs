//! The Messenger's own report that its session runs.

use super::harness::{Harness, endpoint, user};
use crate::core::schedule::SECOND;
use crate::core::session::{Call, Effect, Event, Timer};

fn says(harness: &mut Harness) -> String {
    harness.handle(Event::Live { generation: harness.generation })
}

#[test]
fn it_is_asked_before_the_boot_call_and_has_its_time() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    let answer = user("ada");
    let event = Event::Token { question: harness.question, answer, server_time: None, storable: false };
    let done = harness.effects(event);
    let at = |wanted: fn(&Effect) -> bool| done.iter().position(wanted).unwrap();
    let asked = at(|effect| matches!(effect, Effect::Call(Call::Ready(_))));
    assert!(asked < at(|effect| matches!(effect, Effect::Call(Call::Boot(_)))));
    let limit = |effect: &Effect| matches!(effect, Effect::Arm { timer: Timer::Live, after, .. } if *after == 15 * SECOND);
    assert!(done.iter().any(limit));
    assert_eq!(harness.snapshot().live, None);
}

#[test]
fn nothing_waits_for_it_and_it_may_be_late() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    assert_eq!(harness.snapshot().live, None);
    assert_eq!(harness.timer(Timer::Live), "state");
    assert_eq!((harness.snapshot().live, harness.is().as_str()), (Some(false), "active ada"));
    assert_eq!(says(&mut harness), "live, state");
    assert_eq!(harness.snapshot().live, Some(true));
    assert_eq!(harness.timer(Timer::Live), "");
    assert_eq!(says(&mut harness), "", "once is enough");
}

#[test]
fn it_is_said_of_one_session() {
    let mut harness = Harness::active(&endpoint(), user("ada"));
    let old = harness.generation;
    says(&mut harness);
    harness.shutdown();
    assert_eq!(harness.snapshot().live, None);
    harness.torn_down();
    harness.boot(&endpoint());
    harness.token(user("bob"));
    assert_eq!(harness.handle(Event::Live { generation: old }), "");
    assert_eq!(harness.snapshot().live, None);
}
