//! Route changes, sent within Intercom's quota.

use super::NOON;
use super::harness::{Harness, endpoint, endpoint_with, fresh, user, visitor};
use super::sent;
use crate::core::config::Routes;
use crate::core::schedule::{MINUTE, SECOND};
use crate::core::session::{Call, Effect, Event, Timer};

fn ada() -> Harness {
    Harness::active(&endpoint(), user("ada"))
}

#[test]
fn a_route_change_is_told_with_the_user_s_token() {
    let mut harness = ada();
    assert_eq!(harness.route("/a"), "Update in 100, 2: done");
    assert_eq!(harness.timer(Timer::Update), "update ada");
    let mut harness = Harness::new();
    harness.boot(&visitor());
    harness.ready();
    harness.route("/a");
    assert_eq!(harness.timer(Timer::Update), "update visitor");
}

#[test]
fn a_burst_is_one_change() {
    let mut harness = ada();
    assert_eq!(harness.route("/a"), "Update in 100, 2: done");
    assert_eq!(harness.route("/b"), "3: done");
    assert_eq!(harness.route("/c"), "4: done");
    assert_eq!(harness.timer(Timer::Update), "update ada");
    assert_eq!(harness.timer(Timer::Update), "");
    assert_eq!(harness.route("/c"), "5: done", "it has been told");
}

#[test]
fn the_same_page_is_no_change() {
    let mut harness = ada();
    for url in ["/", "/#top", "/#", "/"] {
        assert_eq!(harness.navigate(url), "", "{url}");
    }
    assert_eq!(harness.route("/"), "2: done");
    assert_eq!(harness.navigate("/?page=2"), "Update in 100");
    harness.timer(Timer::Update);
    assert_eq!(harness.navigate("/?page=2#end"), "");
}

#[test]
fn a_fragment_is_a_route_where_the_application_reports_it() {
    let mut harness = ada();
    assert_eq!(harness.route("/#/inbox"), "Update in 100, 2: done");
    harness.timer(Timer::Update);
    assert_eq!(harness.route("/#/inbox"), "3: done", "it has been told");
    assert_eq!(harness.navigate("/#/sent"), "", "the browser reports it");
}

#[test]
fn a_fragment_is_a_route_to_a_watch_that_counts_them() {
    let mut harness = Harness::active(&endpoint_with(|config| config.routes = Routes::Hash), user("ada"));
    assert_eq!(harness.navigate("/#/inbox"), "Update in 100");
    harness.timer(Timer::Update);
    assert_eq!(harness.navigate("/#/inbox"), "");
    assert_eq!(harness.navigate("/#/sent"), "Update in 1000");
}

#[test]
fn there_and_back_again_is_no_change() {
    let mut harness = ada();
    harness.route("/a");
    assert_eq!(harness.navigate("/#top"), "no Update");
    assert_eq!(harness.timer(Timer::Update), "");
    assert_eq!(harness.route("/a"), "Update in 100, 3: done");
}

/// Changes the route `times` times, each as soon as the quota allows.
fn change_routes(harness: &mut Harness, times: usize) {
    for page in 0..times {
        harness.route(&format!("/{page}"));
        let told = harness.timer(Timer::Update);
        if let Some(wait) = told.rsplit(' ').next().and_then(|wait| wait.parse().ok()) {
            harness.pass(wait);
            assert_eq!(harness.timer(Timer::Update), "update ada");
        }
    }
}

#[test]
fn route_changes_are_thinned_out_as_the_quota_shrinks_and_the_last_one_wins() {
    let mut harness = ada();
    change_routes(&mut harness, 5);
    assert_eq!(harness.snapshot().updates_left, 12, "the boot counts");
    harness.route("/a");
    assert_eq!(harness.timer(Timer::Update), "update waits 10000, Update in 10000");
    assert_eq!(harness.route("/b"), "8: done", "it waits with the other");
    harness.pass(10 * SECOND);
    assert_eq!(harness.timer(Timer::Update), "update ada");
    assert_eq!(harness.route("/b"), "9: done", "it was the one that was told");
    harness.route("/c");
    assert_eq!(harness.timer(Timer::Update), "update waits 20000, Update in 20000");
}

#[test]
fn attributes_are_told_at_once_when_route_changes_have_had_their_share() {
    let mut harness = ada();
    change_routes(&mut harness, 11);
    harness.route("/last");
    let waits = harness.timer(Timer::Update);
    assert!(waits.starts_with("update waits 11"), "{waits}");
    for _ in 0..6 {
        harness.pass(SECOND);
        let armed = harness.update(crate::Attributes::new().with("hide_default_launcher", true));
        assert_eq!(armed, "Update in 100");
        let told = harness.timer(Timer::Update);
        assert!(told.starts_with("update ada, "), "{told}");
    }
    harness.pass(SECOND);
    harness.update(crate::Attributes::new().with("plan", "pro"));
    let waits = harness.timer(Timer::Update);
    assert!(waits.starts_with("update waits"), "two calls are kept for tokens: {waits}");
}

#[test]
fn a_look_for_news_is_as_cheap_as_a_route_change() {
    let mut harness = ada();
    change_routes(&mut harness, 11);
    harness.pass(SECOND);
    harness.update(crate::Attributes::new());
    let waits = harness.timer(Timer::Update);
    assert!(waits.starts_with("update waits"), "{waits}");
}

#[test]
fn a_refresh_is_never_held_back_and_counts() {
    let mut harness = ada();
    for page in 1..=17 {
        harness.update(crate::Attributes::new().with("page", page));
        harness.timer(Timer::Update);
    }
    assert_eq!(harness.snapshot().updates_left, 0);
    harness.pass(MINUTE);
    harness.refresh();
    assert_eq!(harness.token(fresh(&harness, "ada")), "boot ada, 19: ada, refreshed, state");
    harness.pass(29 * MINUTE);
    assert_eq!(harness.snapshot().updates_left, 17);
}

#[test]
fn the_quota_outlives_the_session() {
    let mut harness = ada();
    harness.route("/a");
    harness.timer(Timer::Update);
    harness.shutdown();
    harness.torn_down();
    assert_eq!(harness.snapshot().updates_left, 16);
}

#[test]
fn the_time_told_is_the_server_s() {
    let mut harness = Harness::new();
    harness.now.unix = NOON + 3_600_000;
    harness.boot(&endpoint());
    harness.token_at(user("ada"), Some(NOON));
    harness.ready();
    assert_eq!(told_time(&mut harness, "/a"), NOON / SECOND);
}

/// Time that is sent with a change to `url`, in seconds since 1970.
fn told_time(harness: &mut Harness, url: &str) -> i64 {
    let armed = harness.effects(Event::Route { ticket: None, url: url.into() });
    let Some(Effect::Arm { timer, generation, .. }) = armed.first() else { panic!("{armed:?}") };
    let told = harness.effects(Event::Timer { timer: *timer, generation: *generation });
    let [Effect::Call(Call::Update(payload))] = told.as_slice() else { panic!("{told:?}") };
    sent(payload)["last_request_at"].as_i64().unwrap()
}

/// The Messenger drops the second of two identical calls.
#[test]
fn no_time_is_told_twice_also_where_a_clock_lags_behind_or_is_set_back() {
    let mut harness = ada();
    let mut times = Vec::new();
    for (page, (uptime, unix)) in
        [(0, 0), (1_000, 999), (1_000, 0), (1_000, -5_000), (60_000, 60_000)].iter().enumerate()
    {
        harness.now.uptime += uptime;
        harness.now.unix += unix;
        times.push(told_time(&mut harness, &format!("/{page}")) - NOON / SECOND);
    }
    assert_eq!(times, [0, 1, 2, 3, 55]);
}

#[test]
fn routes_need_a_session_and_a_boot_tells_its_own() {
    let mut harness = Harness::new();
    assert_eq!(harness.route("/a"), "1: not_booted");
    harness.boot(&endpoint());
    assert_eq!(harness.route("/b"), "3: done");
    harness.now.page.url = "https://example.com/b".to_owned();
    harness.token(user("ada"));
    harness.ready();
    assert_eq!(harness.route("/b"), "4: done");
    harness.route("/c");
    harness.shutdown();
    assert_eq!(harness.timer(Timer::Update), "");
    assert_eq!(harness.route("/d"), "7: not_booted");
}

#[test]
fn a_look_for_news_is_told_also_where_the_page_is_the_one_that_is_known() {
    let mut harness = ada();
    assert_eq!(harness.update(crate::Attributes::new()), "Update in 100");
    assert_eq!(harness.route("/"), "3: done");
    assert_eq!(harness.timer(Timer::Update), "update ada, 2: done");
}
