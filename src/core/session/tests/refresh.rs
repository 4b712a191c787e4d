//! A new token before the old one expires, for any behaviour of the device's clocks.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::harness::{Harness, TEARDOWN, VISITOR_TEARDOWN, endpoint, fixed, fresh, unreachable, user};
use super::{NOON, token};
use crate::core::error::Code;
use crate::core::response::Answer;
use crate::core::schedule::{MIN_GAP, MINUTE, SECOND};
use crate::core::session::{Effect, Event, Resume, Timer};
use crate::core::token::RawToken;

const HOUR: i64 = 60 * MINUTE;

/// A token of Ada, signed at `at` for `life` milliseconds, by the server's clock.
fn lasting(at: i64, life: i64) -> RawToken {
    let iat = at / SECOND;
    token(&format!(r#"{{"user_id":"ada","iat":{iat},"exp":{}}}"#, iat + life / SECOND))
}

fn ada() -> Harness {
    Harness::active(&endpoint(), user("ada"))
}

/// Milliseconds until the next token is to be requested.
fn due(harness: &Harness) -> i64 {
    harness.refresh_at.unwrap() - harness.now.uptime
}

#[test]
fn a_token_is_replaced_before_its_end_and_nobody_notices() {
    let mut harness = ada();
    // Maximum jitter: a quarter of the margin of twelve minutes sooner.
    assert_eq!(due(&harness), 105 * MINUTE + 1);
    harness.pass(due(&harness));
    assert_eq!(harness.timer(Timer::Refresh), "ask");
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, refreshed, state");
    assert_eq!(due(&harness), 105 * MINUTE + 1);
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn a_timer_that_rings_early_is_wound_up_again() {
    let mut harness = ada();
    harness.pass(HOUR);
    assert_eq!(harness.timer(Timer::Refresh), "");
    assert_eq!(due(&harness), 45 * MINUTE + 1);
}

#[test]
fn a_token_without_an_end_and_one_that_stands_in_the_page_are_never_replaced() {
    let endless = token(r#"{"user_id":"ada"}"#);
    assert_eq!(Harness::active(&endpoint(), Answer::Token(endless)).refresh_at, None);
    let mut harness = Harness::new();
    harness.boot(&fixed(lasting(NOON, HOUR)));
    harness.ready();
    assert_eq!(harness.is(), "active ada");
    assert_eq!(harness.refresh_at, None);
    assert_eq!(harness.wake(Resume::Restored), "");
}

#[test]
fn a_life_of_a_second_is_asked_for_every_five() {
    let mut harness = Harness::active(&endpoint(), Answer::Token(lasting(NOON, SECOND)));
    for _ in 0..5 {
        assert_eq!(due(&harness), MIN_GAP);
        harness.pass(MIN_GAP);
        assert_eq!(harness.timer(Timer::Refresh), "ask");
        let token = lasting(harness.now.unix, SECOND);
        assert_eq!(harness.token(Answer::Token(token)), "boot ada, refreshed, state");
    }
}

#[test]
fn a_clock_that_is_off_changes_nothing_with_and_without_iat() {
    for ahead in [-HOUR, 30 * HOUR] {
        for token in [
            lasting(NOON, 2 * HOUR),
            token(&format!(r#"{{"user_id":"ada","exp":{}}}"#, NOON / SECOND + 7_200)),
        ] {
            let mut harness = Harness::new();
            harness.now.unix = NOON + ahead;
            harness.boot(&endpoint());
            harness.token_at(Answer::Token(token), Some(NOON));
            harness.ready();
            assert_eq!(due(&harness), 105 * MINUTE + 1);
        }
    }
}

#[test]
fn a_token_that_was_lying_about_is_measured_by_what_is_left_of_it() {
    let mut harness = Harness::new();
    harness.boot(&endpoint());
    harness.token_at(Answer::Token(lasting(NOON - HOUR, 2 * HOUR)), Some(NOON));
    harness.ready();
    // A tenth of two hours, and the jitter, before the end of the remaining one.
    assert_eq!(due(&harness), 45 * MINUTE + 1);
}

#[test]
fn a_retry_that_was_cut_short_does_not_come_twice() {
    let mut harness = ada();
    harness.pass(2 * HOUR);
    harness.timer(Timer::Refresh);
    for _ in 0..3 {
        harness.token(unreachable());
        harness.timer(Timer::TokenRetry);
    }
    harness.token(unreachable());
    assert_eq!(harness.refresh(), "no TokenRetry, ask");
    assert_eq!(harness.timer(Timer::TokenRetry), "", "it was on its way already");
}

#[test]
fn sleep_is_noticed_when_somebody_looks() {
    let mut harness = ada();
    // The monotonic clock stood still meanwhile.
    harness.now.unix += 3 * HOUR;
    assert_eq!(harness.wake(Resume::Focused), "");
    assert_eq!(due(&harness), MIN_GAP, "it was asked for a moment ago, by that clock");
    harness.pass(MIN_GAP);
    assert_eq!(harness.timer(Timer::Refresh), "ask");
    assert_eq!(harness.wake(Resume::Focused), "", "one request at a time");
    assert_eq!(harness.wake(Resume::Online), "");
}

#[test]
fn a_page_out_of_the_cache_asks_whoever_is_signed_in_now() {
    let mut harness = ada();
    harness.pass(MINUTE);
    assert_eq!(harness.wake(Resume::Restored), "ask");
    assert_eq!(harness.token(Answer::SignedOut), format!("signed out, {TEARDOWN}, state"));
    let mut visitor = Harness::active(&endpoint(), Answer::SignedOut);
    visitor.pass(MINUTE);
    assert_eq!(visitor.wake(Resume::Focused), "");
    assert_eq!(visitor.wake(Resume::Restored), "ask");
    assert_eq!(visitor.token(user("ada")), format!("{VISITOR_TEARDOWN}, state"));
}

#[test]
fn a_page_out_of_the_cache_asks_once() {
    let mut harness = ada();
    harness.pass(MINUTE);
    harness.wake(Resume::Restored);
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, refreshed, state");
    assert_eq!(due(&harness), 105 * MINUTE + 1);
    let mut visitor = Harness::active(&endpoint(), Answer::SignedOut);
    visitor.pass(MINUTE);
    visitor.wake(Resume::Restored);
    assert_eq!(visitor.token(Answer::SignedOut), "");
    assert_eq!(visitor.refresh_at, None);
    visitor.pass(MINUTE);
    assert_eq!(visitor.wake(Resume::Focused), "");
}

#[test]
fn an_outage_is_outlasted_and_the_session_stays_who_it_is() {
    let mut harness = ada();
    harness.pass(2 * HOUR);
    assert_eq!(harness.timer(Timer::Refresh), "ask");
    assert_eq!(harness.token(unreachable()), "TokenRetry in 5000");
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    assert_eq!(harness.token(unreachable()), "TokenRetry in 5000");
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    assert_eq!(harness.token(unreachable()), "TokenRetry in 5000, error endpoint_unreachable, state");
    for wait in [7_999, 15_999, 31_999, 59_999, 59_999] {
        harness.timer(Timer::TokenRetry);
        assert_eq!(harness.token(unreachable()), format!("TokenRetry in {wait}"), "no more news of it");
    }
    assert_eq!(harness.is(), "active ada endpoint_unreachable");
    harness.pass(10 * SECOND);
    assert_eq!(harness.wake(Resume::Focused), "", "looking at it does not bring the network back");
    harness.timer(Timer::TokenRetry);
    harness.token(unreachable());
    harness.pass(2 * SECOND);
    assert_eq!(harness.wake(Resume::Focused), "");
    assert_eq!(
        harness.wake(Resume::Online),
        "TokenRetry in 3000",
        "the network is back, and the last try was just now"
    );
    harness.timer(Timer::TokenRetry);
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, refreshed, state");
    assert_eq!(harness.is(), "active ada");
}

#[test]
fn an_endpoint_that_answers_nonsense_is_asked_again_and_one_that_asks_for_time_is_given_it() {
    let mut harness = ada();
    harness.pass(2 * HOUR);
    harness.timer(Timer::Refresh);
    assert_eq!(
        harness.token(Answer::Fail(Code::EndpointHtml.into())),
        "TokenRetry in 5000, error endpoint_html, state"
    );
    harness.timer(Timer::TokenRetry);
    let busy = Answer::Retry { error: Code::EndpointRateLimited.into(), after: Some(30 * SECOND) };
    assert_eq!(harness.token(busy), "TokenRetry in 30000");
    assert_eq!(harness.wake(Resume::Online), "");
}

#[test]
fn a_refresh_by_hand_that_fails_leaves_the_schedule_as_it_is() {
    let mut harness = ada();
    harness.pass(MINUTE);
    harness.refresh();
    assert_eq!(
        harness.token(Answer::Fail(Code::EndpointHtml.into())),
        "2: endpoint_html, error endpoint_html, state"
    );
    assert_eq!(due(&harness), 104 * MINUTE + 1);
}

#[test]
fn an_application_that_keeps_its_token_to_itself_is_asked_now_and_then() {
    let mut harness = ada();
    harness.refresh();
    assert_eq!(harness.token(user("ada")), "2: ada", "nothing new is nothing to tell");
    harness.pass(2 * HOUR - MINUTE);
    assert_eq!(harness.timer(Timer::Refresh), "ask");
    assert_eq!(harness.token(user("ada")), "TokenRetry in 5000");
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
}

/// Events of a device and its clocks.
#[derive(Clone, Debug)]
enum Happens {
    Pass(i64),
    Sleep(i64),
    Jump(i64),
    Resume(Resume),
    Answer(u8),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (0..20 * SECOND).prop_map(Happens::Pass),
        2 => (0..3 * HOUR).prop_map(Happens::Pass),
        1 => (0..100 * HOUR).prop_map(Happens::Sleep),
        1 => (-100 * HOUR..100 * HOUR).prop_map(Happens::Jump),
        4 => select(vec![Resume::Focused, Resume::Online, Resume::Restored]).prop_map(Happens::Resume),
        6 => any::<u8>().prop_map(Happens::Answer),
    ]
}

/// A device and a server: every armed timer fires at its time, by the monotonic clock.
struct Device {
    harness: Harness,
    server: i64,
    life: i64,
    timers: Vec<(Timer, i64)>,
    asked: Vec<i64>,
    open: bool,
}

impl Device {
    /// Boots as Ada on a device whose clock is `ahead`, with tokens of this lifetime.
    fn booted(life: i64, ahead: i64, random: u32) -> Self {
        let mut harness = Harness::new();
        (harness.now.unix, harness.now.random) = (NOON + ahead, random);
        (harness.now.page.is_widget, harness.now.page.has_session) = (true, true);
        let mut device =
            Self { harness, server: NOON, life, timers: Vec::new(), asked: Vec::new(), open: false };
        device.step(Event::Boot {
            ticket: crate::core::session::Ticket(1),
            config: endpoint(),
            called: None,
        });
        device.answer(255);
        device.answer(255);
        device
    }

    fn step(&mut self, event: Event) {
        for effect in self.harness.effects(event) {
            match effect {
                Effect::RequestToken { .. } => {
                    assert!(!self.open, "two requests at a time");
                    self.open = true;
                    // The page's first answer may have been cached.
                    if let Some(last) = self.asked.last().filter(|_| self.asked.len() > 1) {
                        assert!(self.harness.now.uptime - last >= MIN_GAP, "asked again too soon");
                    }
                    self.asked.push(self.harness.now.uptime);
                }
                Effect::Arm { timer, after, .. } => {
                    self.timers.retain(|(other, _)| *other != timer);
                    self.timers.push((timer, self.harness.now.uptime + after.min(i64::from(i32::MAX))));
                }
                Effect::Disarm(timer) => self.timers.retain(|(other, _)| *other != timer),
                _ => {}
            }
        }
    }

    fn pass(&mut self, time: i64) {
        let end = self.harness.now.uptime + time;
        for _ in 0..10_000 {
            let next = self.timers.iter().copied().filter(|(_, at)| *at <= end).min_by_key(|(_, at)| *at);
            let Some((timer, at)) = next else { break };
            self.forward((at - self.harness.now.uptime).max(0));
            self.timers.retain(|(other, _)| *other != timer);
            self.step(Event::Timer { generation: self.harness.generation, timer });
        }
        assert!(self.timers.iter().all(|(_, at)| *at > end), "it spins");
        self.forward(end - self.harness.now.uptime);
    }

    fn forward(&mut self, time: i64) {
        self.harness.pass(time);
        self.server += time;
    }

    fn answer(&mut self, how: u8) {
        if !std::mem::take(&mut self.open) {
            return;
        }
        let answer = match how {
            0..=40 => unreachable(),
            41..=60 => Answer::Fail(Code::EndpointInvalid.into()),
            _ => Answer::Token(lasting(self.server, self.life)),
        };
        let server_time = how.is_multiple_of(2).then_some(self.server);
        self.step(Event::Token { question: self.harness.question, answer, server_time, storable: false });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Lifetimes from a second to ten years, clocks off by hours, jumps, sleep and outages: requests are at least five
    /// seconds apart, nothing loops, and the session stays Ada's.
    #[test]
    fn no_device_makes_it_ask_too_often(
        life in prop_oneof![SECOND..10 * MINUTE, 10 * MINUTE..48 * HOUR, 48 * HOUR..87_660 * HOUR],
        ahead in -100 * HOUR..100 * HOUR,
        random: u32,
        happens in vec(happens(), 0..60),
    ) {
        let mut device = Device::booted(life, ahead, random);
        for happening in happens {
            match happening {
                Happens::Pass(time) => device.pass(time),
                Happens::Sleep(time) => {
                    device.harness.now.unix += time;
                    device.server += time;
                }
                Happens::Jump(time) => device.harness.now.unix += time,
                Happens::Resume(Resume::Restored) => {
                    (device.open, device.asked) = (false, Vec::new());
                    device.step(Event::Resume(Resume::Restored));
                }
                Happens::Resume(wake) => device.step(Event::Resume(wake)),
                Happens::Answer(how) => device.answer(how),
            }
        }
        prop_assert!(device.harness.is().starts_with("active ada"), "{}", device.harness.is());
    }

    /// A normal device, and a server that answers: no token with a lifetime of more than ten seconds ever expires.
    #[test]
    fn no_token_runs_out(life in 11 * SECOND..1_000 * HOUR, ahead in -100 * HOUR..100 * HOUR, random: u32) {
        let mut device = Device::booted(life, ahead, random);
        for _ in 0..20 {
            let next = device.timers.iter().map(|(_, at)| *at).min().unwrap();
            device.pass(next - device.harness.now.uptime);
            prop_assert!(device.harness.snapshot().token_expires_at.unwrap() > device.server, "it ran out");
            device.answer(255);
        }
    }
}
