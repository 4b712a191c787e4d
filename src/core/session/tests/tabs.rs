//! Other tabs of the site, and later pages.

use super::harness::{Harness, NOTHING_TOLD, TEARDOWN, endpoint_with, fixed, fresh, note_of, user};
use super::{NOON, token_of};
use crate::core::config::{AppId, Config, Fallback, Load, TokenSource};
use crate::core::error::Code;
use crate::core::last_user::LastUser;
use crate::core::response::Answer;
use crate::core::schedule::{MINUTE, SECOND};
use crate::core::session::{Event, Timer};
use crate::core::tabs::{TabMessage, TabNews};

fn config(change: impl FnOnce(&mut Config)) -> std::rc::Rc<Config> {
    endpoint_with(|config| {
        config.sync_tabs = true;
        change(config);
    })
}

#[test]
fn a_shutdown_is_told_to_the_other_tabs_and_theirs_is_not_told_again() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    assert_eq!(harness.shutdown(), format!("tell tabs shutdown:abc12345, {TEARDOWN}, state"));
    let mut other = Harness::active(&config(|_| {}), user("ada"));
    assert_eq!(other.tab(TabNews::Shutdown), format!("signed out, {TEARDOWN}, state"));
    assert_eq!(other.torn_down(), "state");
    assert_eq!(other.is(), "idle");
    assert_eq!(other.tab(TabNews::Shutdown), "");
}

#[test]
fn a_tab_that_is_booting_ends_too() {
    let mut harness = Harness::new();
    harness.boot(&config(|_| {}));
    let ended = harness.tab(TabNews::Shutdown);
    assert_eq!(ended, format!("forget settings, 1: boot_superseded, {NOTHING_TOLD}, state"));
    assert_eq!(harness.token(user("ada")), "");
}

#[test]
fn somebody_else_is_told_and_the_other_tab_asks_who_it_is() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&config(|_| {}));
    let booted = harness.token(user("bob"));
    assert!(booted.starts_with("expire cookies, tell tabs switch:abc12345, boot bob"), "{booted}");
    assert!(harness.noted("bob"));

    let mut other = Harness::active(&config(|_| {}), user("ada"));
    other.pass(MINUTE);
    other.now.page.last_user = Some(note_of("bob"));
    assert_eq!(other.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    assert_eq!(other.torn_down(), "prepare and preload, ask, state");
    let booted = other.token(user("bob"));
    let known = "forget settings, signed out, boot bob";
    assert!(booted.starts_with(known), "it is known and not told again: {booted}");
}

#[test]
fn tabs_of_two_users_do_not_throw_each_other_out_for_ever() {
    let mut other = Harness::active(&config(|_| {}), user("ada"));
    other.pass(MINUTE);
    other.now.page.last_user = Some(note_of("bob"));
    other.tab(TabNews::Switch);
    other.torn_down();
    let booted = other.token(user("ada"));
    assert!(booted.starts_with("expire cookies, tell tabs dispute:abc12345, boot ada"), "{booted}");
}

#[test]
fn a_tab_that_says_what_is_known_already_changes_nothing() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    assert_eq!(harness.tab(TabNews::Switch), "Note in 1000", "the note is Ada's");
    assert_eq!(harness.timer(Timer::Note), "");
}

#[test]
fn a_message_that_comes_before_its_note_ends_the_session_once_the_note_is_there() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(MINUTE);
    harness.tab(TabNews::Switch);
    harness.now.page.last_user = Some(note_of("bob"));
    harness.pass(SECOND);
    assert_eq!(harness.timer(Timer::Note), format!("{TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "prepare and preload, ask, state");
}

#[test]
fn however_often_tabs_say_it_the_endpoint_is_asked_every_five_seconds_at_most() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    let mut asked = Vec::new();
    for second in 0..600 {
        harness.now.page.last_user = Some(LastUser::new("eve", second));
        let mut done = vec![harness.tab(TabNews::Switch), harness.tab(TabNews::Switch)];
        done.push(harness.torn_down());
        harness.pass(SECOND / 10);
        done.push(harness.token(user(if second % 2 == 0 { "ada" } else { "bob" })));
        if harness.retry_at.is_some_and(|at| at <= harness.now.uptime) {
            done.push(harness.timer(Timer::TokenRetry));
        }
        if done.iter().any(|line| line.contains("ask")) {
            asked.push(harness.now.uptime);
        }
        harness.pass(SECOND * 9 / 10);
    }
    assert!(asked.len() > 50, "{asked:?}");
    let gaps: Vec<_> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| *gap >= 5 * SECOND), "{gaps:?}");
}

#[test]
fn a_note_that_was_lost_is_written_again_with_the_next_token() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.now.page.last_user = None;
    harness.pass(MINUTE);
    harness.refresh();
    harness.token(fresh(&harness, "ada"));
    assert!(harness.noted("ada"));
}

#[test]
fn a_session_that_another_one_has_overtaken_begins_anew_with_its_next_token() {
    let mut harness = Harness::active(&config(|config| config.sync_tabs = false), user("ada"));
    harness.now.page.last_user = Some(note_of("bob"));
    harness.pass(MINUTE);
    harness.refresh();
    assert_eq!(harness.token(fresh(&harness, "ada")), format!("{TEARDOWN}, state"));
    assert!(harness.torn_down().starts_with("prepare, expire cookies, boot ada"));
}

#[test]
fn not_knowing_who_it_is_changes_nobody() {
    let unknown = |noted: Option<LastUser>| {
        let mut harness = Harness::new();
        harness.now.page.last_user = noted;
        harness.boot(&config(|config| config.when_token_fails = Fallback::Visitor));
        harness.token(Answer::Fail(Code::EndpointHtml.into()))
    };
    let visitor = unknown(None);
    assert!(visitor.starts_with("error endpoint_html, boot visitor, load"), "{visitor}");
    let nobody = unknown(Some(note_of("ada")));
    assert_eq!(nobody, format!("1: endpoint_html, error endpoint_html, {NOTHING_TOLD}, state"));
}

#[test]
fn a_boot_that_wants_no_visitor_says_to_the_others_that_nobody_is_signed_in() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&config(|config| config.when_signed_out = Fallback::Error));
    let failed = harness.token(Answer::SignedOut);
    let told = "expire cookies, tell tabs switch:abc12345, 1: signed_out, error signed_out";
    assert_eq!(failed, format!("{told}, {NOTHING_TOLD}, state"));
    assert_eq!(harness.now.page.last_user, None);
}

#[test]
fn a_messenger_that_was_wanted_once_is_not_waited_for_again() {
    let mut harness = Harness::new();
    harness.boot(&config(|config| config.load = Load::Interaction));
    harness.token(user("ada"));
    harness.due(true);
    harness.ready();
    harness.pass(MINUTE);
    harness.now.page.last_user = Some(note_of("bob"));
    harness.tab(TabNews::Switch);
    harness.torn_down();
    let booted = harness.token(user("bob"));
    assert!(booted.contains("boot bob, no WidgetTimeout"), "{booted}");
}

#[test]
fn a_tab_that_was_booting_asks_afresh_and_tells_nobody() {
    let mut harness = Harness::new();
    harness.boot(&config(|_| {}));
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.tab(TabNews::Switch), "");
    assert_eq!(harness.token(user("ada")), "TokenRetry in 5000", "that was asked before");
    harness.pass(5_000);
    assert_eq!(harness.timer(Timer::TokenRetry), "ask");
    harness.now.page.last_user = Some(note_of("bob"));
    let booted = harness.token(user("bob"));
    assert!(booted.starts_with("forget settings, boot bob"), "{booted}");
    assert!(harness.ready().contains("1: bob"), "who asked is answered");
}

#[test]
fn another_workspace_is_nobody_s_business() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    let app_id = Some(AppId::parse("xyz67890").unwrap());
    for news in [TabNews::Shutdown, TabNews::Switch] {
        assert_eq!(harness.handle(Event::Tab(TabMessage { news, app_id: app_id.clone() })), "");
    }
}

#[test]
fn the_same_user_again_is_told_nobody() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&config(|_| {}));
    let booted = harness.token(user("ada"));
    assert!(booted.starts_with("boot ada"), "{booted}");
}

#[test]
fn a_visitor_never_finds_a_user_s_conversations() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    harness.boot(&config(|_| {}));
    let booted = harness.token(Answer::SignedOut);
    assert!(booted.starts_with("expire cookies, tell tabs switch:abc12345, boot visitor"), "{booted}");
    assert_eq!(harness.now.page.last_user, None);
}

#[test]
fn a_page_that_never_asks_leaves_things_as_they_are() {
    let mut harness = Harness::new();
    harness.now.page.last_user = Some(note_of("ada"));
    let booted = harness.boot(&config(|config| config.token = TokenSource::None));
    assert!(booted.starts_with("prepare, boot visitor"), "{booted}");
    harness.ready();
    assert_eq!(harness.tab(TabNews::Switch), "");
}

#[test]
fn a_token_of_the_page_s_own_goes_with_whom_it_was_for() {
    let mut plain = (*fixed(token_of("ada", NOON))).clone();
    plain.sync_tabs = true;
    let mut harness = Harness::new();
    harness.boot(&plain.into());
    harness.ready();
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.tab(TabNews::Switch), format!("signed out, {TEARDOWN}, state"));
    assert_eq!(harness.torn_down(), "state");
}

#[test]
fn a_boot_that_is_queued_is_taken_back_when_another_tab_is_somebody_else_s() {
    let mut harness = Harness::new();
    harness.boot(&config(|_| {}));
    harness.token(user("ada"));
    harness.now.page.last_user = Some(note_of("bob"));
    let taken = "no WidgetTimeout, no WidgetRetry, empty queue, shutdown, TokenRetry in 5000, state";
    assert_eq!(harness.tab(TabNews::Switch), taken);
    harness.pass(5_000);
    harness.timer(Timer::TokenRetry);
    let booted = harness.token(user("bob"));
    assert!(booted.starts_with("forget settings, boot bob, load"), "{booted}");
}

#[test]
fn who_wants_no_part_in_it_has_none() {
    let mut harness = Harness::active(&config(|config| config.sync_tabs = false), user("ada"));
    assert_eq!(harness.tab(TabNews::Shutdown), "");
    assert_eq!(harness.tab(TabNews::Switch), "");
    assert_eq!(harness.shutdown(), format!("{TEARDOWN}, state"));
}

#[test]
fn a_shutdown_forgets_whose_it_was() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    assert!(harness.noted("ada"));
    harness.shutdown();
    assert_eq!(harness.now.page.last_user, None);
}

#[test]
fn where_no_note_can_be_kept_another_tab_s_word_is_asked_about() {
    for answer in [user("ada"), Answer::SignedOut] {
        let mut harness = Harness::new();
        harness.boot(&config(|_| {}));
        assert_eq!(harness.tab(TabNews::Switch), "");
        assert_eq!(harness.token(answer.clone()), "TokenRetry in 5000");
        harness.pass(5 * SECOND);
        assert_eq!(harness.timer(Timer::TokenRetry), "ask");
        assert!(harness.token(answer).contains("boot "));
    }
}

/// Bob's tab reports its user, and by then no user is signed in: it has to receive that, once.
#[test]
fn whoever_finds_somebody_else_than_the_other_tab_says_so_once() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(MINUTE);
    harness.now.page.last_user = Some(note_of("bob"));
    harness.tab(TabNews::Switch);
    harness.torn_down();
    let booted = harness.token(Answer::SignedOut);
    assert!(booted.contains("expire cookies, tell tabs dispute:abc12345, boot visitor"), "{booted}");

    let mut bob = Harness::active(&config(|_| {}), user("bob"));
    bob.pass(MINUTE);
    bob.now.page.last_user = None;
    bob.tab(TabNews::Dispute);
    bob.torn_down();
    let booted = bob.token(fresh(&bob, "bob"));
    assert!(booted.starts_with("boot bob"), "and who does not agree says no more: {booted}");
}

#[test]
fn a_user_s_session_that_another_tab_ended_has_ended_also_where_nobody_answers() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(MINUTE);
    harness.now.page.last_user = Some(note_of("bob"));
    harness.tab(TabNews::Switch);
    harness.torn_down();
    let failed = harness.token(Answer::Fail(Code::EndpointHtml.into()));
    assert_eq!(failed, format!("signed out, error endpoint_html, {NOTHING_TOLD}, state"));
}

/// A tab's own storage changes later than the message arrives.
#[test]
fn a_note_that_only_this_tab_sees_does_not_contradict_another_tab() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(MINUTE);
    assert_eq!(harness.tab_with_old_note(TabNews::Switch), format!("{TEARDOWN}, state"));
    let mut booting = Harness::new();
    booting.now.page.last_user = Some(note_of("ada"));
    booting.boot(&config(|_| {}));
    assert_eq!(booting.tab_with_old_note(TabNews::Switch), "");
    let old =
        Event::Token { question: booting.question, answer: user("ada"), server_time: None, storable: false };
    assert_eq!(booting.handle_with_old_note(old), "TokenRetry in 5000");
}

#[test]
fn a_user_s_session_ends_once_however_often_others_end_it() {
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(30 * MINUTE);
    harness.refresh();
    let replaced = harness.token(fresh(&harness, "bob"));
    assert_eq!(replaced.matches("signed out").count(), 1, "{replaced}");
    let ended = harness.tab(TabNews::Shutdown);
    assert!(!ended.contains("signed out"), "nobody has been told of Bob: {ended}");

    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.pass(MINUTE);
    harness.now.page.last_user = Some(note_of("bob"));
    assert_eq!(harness.tab(TabNews::Switch), format!("{TEARDOWN}, state"));
    let ended = harness.tab(TabNews::Shutdown);
    assert_eq!(ended.matches("signed out").count(), 1, "Ada's has ended, and it is told now: {ended}");
}

#[test]
fn a_note_that_was_written_after_another_tab_s_shutdown_goes_with_the_session() {
    let mut harness = Harness::new();
    harness.boot(&config(|_| {}));
    // The other tab's message is on its way.
    harness.token(user("ada"));
    assert!(harness.noted("ada"));
    harness.tab(TabNews::Shutdown);
    assert_eq!(harness.now.page.last_user, None);
    let mut harness = Harness::active(&config(|_| {}), user("ada"));
    harness.now.page.last_user = Some(note_of("bob"));
    harness.tab(TabNews::Shutdown);
    assert!(harness.noted("bob"), "that one is another page's");
}
