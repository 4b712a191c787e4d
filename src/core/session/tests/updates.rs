//! Route changes, told within Intercom's quota.

use super::NOON;
use super::bench::{Bench, endpoint, fresh, user, visitor};
use super::sent;
use crate::core::schedule::{MINUTE, SECOND};
use crate::core::session::{Call, Effect, Event, Timer};

fn ada() -> Bench {
    Bench::active(&endpoint(), user("ada"))
}

#[test]
fn a_route_change_is_told_with_the_user_s_token() {
    let mut bench = ada();
    assert_eq!(bench.route("/a"), "Update in 100, 2: done");
    assert_eq!(bench.timer(Timer::Update), "update ada");
    let mut bench = Bench::new();
    bench.boot(&visitor());
    bench.ready();
    bench.route("/a");
    assert_eq!(bench.timer(Timer::Update), "update visitor");
}

#[test]
fn a_burst_is_one_change() {
    let mut bench = ada();
    assert_eq!(bench.route("/a"), "Update in 100, 2: done");
    assert_eq!(bench.route("/b"), "3: done");
    assert_eq!(bench.route("/c"), "4: done");
    assert_eq!(bench.timer(Timer::Update), "update ada");
    assert_eq!(bench.timer(Timer::Update), "");
    assert_eq!(bench.route("/c"), "5: done", "it has been told");
}

#[test]
fn the_same_page_is_no_change() {
    let mut bench = ada();
    for (call, url) in [(2, "/"), (3, "/#top"), (4, "/#"), (5, "/")] {
        assert_eq!(bench.route(url), format!("{call}: done"), "{url}");
    }
    assert_eq!(bench.route("/?page=2"), "Update in 100, 6: done");
    bench.timer(Timer::Update);
    assert_eq!(bench.route("/?page=2#end"), "7: done");
}

#[test]
fn there_and_back_again_is_no_change() {
    let mut bench = ada();
    bench.route("/a");
    assert_eq!(bench.route("/#top"), "no Update, 3: done");
    assert_eq!(bench.timer(Timer::Update), "");
    assert_eq!(bench.route("/a"), "Update in 100, 4: done");
}

#[test]
fn over_the_quota_changes_wait_and_the_last_one_wins() {
    let mut bench = ada();
    for page in 1..=17 {
        assert_eq!(bench.snapshot().updates_left, 18 - page);
        bench.route(&format!("/{page}"));
        assert_eq!(bench.timer(Timer::Update), "update ada");
    }
    assert_eq!(bench.snapshot().updates_left, 0);
    bench.pass(MINUTE);
    bench.route("/a");
    assert_eq!(bench.timer(Timer::Update), "update waits 1740000, Update in 1740000");
    assert_eq!(bench.route("/b"), "20: done", "it waits with the other");
    bench.pass(29 * MINUTE);
    assert_eq!(bench.timer(Timer::Update), "update ada");
    assert_eq!(bench.timer(Timer::Update), "");
    assert_eq!(bench.route("/b"), "21: done", "it was the one that was told");
}

#[test]
fn a_refresh_is_never_held_back_and_counts() {
    let mut bench = ada();
    for page in 1..=17 {
        bench.route(&format!("/{page}"));
        bench.timer(Timer::Update);
    }
    bench.pass(MINUTE);
    bench.refresh();
    assert_eq!(bench.token(fresh(&bench, "ada")), "boot ada, 19: ada, refreshed, state");
    bench.pass(29 * MINUTE);
    assert_eq!(bench.snapshot().updates_left, 17);
}

#[test]
fn the_quota_outlives_the_session() {
    let mut bench = ada();
    bench.route("/a");
    bench.timer(Timer::Update);
    bench.shutdown();
    bench.torn_down();
    assert_eq!(bench.snapshot().updates_left, 16);
}

#[test]
fn the_time_told_is_the_server_s() {
    let mut bench = Bench::new();
    bench.now.unix = NOON + 3_600_000;
    bench.boot(&endpoint());
    bench.token_at(user("ada"), Some(NOON));
    bench.ready();
    assert_eq!(told_time(&mut bench, "/a"), NOON / SECOND);
}

/// The time that is told with a change to `url`, in seconds since 1970.
fn told_time(bench: &mut Bench, url: &str) -> i64 {
    let armed = bench.effects(Event::Route { ticket: None, url: url.into() });
    let Some(Effect::Arm { timer, generation, .. }) = armed.first() else { panic!("{armed:?}") };
    let told = bench.effects(Event::Timer { timer: *timer, generation: *generation });
    let [Effect::Call(Call::Update(payload))] = told.as_slice() else { panic!("{told:?}") };
    sent(payload)["last_request_at"].as_i64().unwrap()
}

/// Of two calls that are the same the Messenger drops the second.
#[test]
fn no_time_is_told_twice_also_where_a_clock_lags_behind_or_is_set_back() {
    let mut bench = ada();
    let mut times = Vec::new();
    for (page, (uptime, unix)) in
        [(0, 0), (1_000, 999), (1_000, 0), (1_000, -5_000), (60_000, 60_000)].iter().enumerate()
    {
        bench.now.uptime += uptime;
        bench.now.unix += unix;
        times.push(told_time(&mut bench, &format!("/{page}")) - NOON / SECOND);
    }
    assert_eq!(times, [0, 1, 2, 3, 55]);
}

#[test]
fn routes_need_a_session_and_a_boot_tells_its_own() {
    let mut bench = Bench::new();
    assert_eq!(bench.route("/a"), "1: not_booted");
    bench.boot(&endpoint());
    assert_eq!(bench.route("/b"), "3: done");
    bench.now.page.url = "https://example.com/b".to_owned();
    bench.token(user("ada"));
    bench.ready();
    assert_eq!(bench.route("/b"), "4: done");
    bench.route("/c");
    bench.shutdown();
    assert_eq!(bench.timer(Timer::Update), "");
    assert_eq!(bench.route("/d"), "7: not_booted");
}

#[test]
fn a_look_for_news_is_told_also_where_the_page_is_the_one_that_is_known() {
    let mut bench = ada();
    assert_eq!(bench.update(crate::Settings::new()), "Update in 100");
    assert_eq!(bench.route("/"), "3: done");
    assert_eq!(bench.timer(Timer::Update), "update ada, 2: done");
}
