//! Checks of the Messenger: `window.Intercom`, the widget's script, and the session.

use super::facts::{Facts, IntercomGlobal, TokenReply};
use super::{Check, Status, not_booted};
use crate::core::error::{Code, Error, quote};
use crate::core::session::{Identity, Phase};

/// Adds the checks in their order.
pub(super) fn check(facts: &Facts, checks: &mut Vec<Check>) {
    checks.push(window_intercom(facts));
    checks.push(script_tag(facts));
    checks.push(widget(facts));
    checks.push(session(facts));
}

fn window_intercom(facts: &Facts) -> Check {
    const NAME: &str = "window_intercom";
    match facts.page.intercom {
        IntercomGlobal::Function => Check::pass(NAME, "a function"),
        // Before a boot this is no fault: a boot puts its function there, over an element as well.
        IntercomGlobal::Nothing if facts.config.is_none() => not_booted(NAME),
        IntercomGlobal::Nothing => {
            Check::fail(NAME, "nothing", "Find the code that removed it, and call boot() again.")
        }
        IntercomGlobal::Element => {
            until_boot(facts, "an element with id=\"Intercom\"", "Give the element another id.")
        }
        IntercomGlobal::Double => {
            let seen = "a function that is neither the Messenger nor a queue for it";
            until_boot(
                facts,
                seen,
                "Find the ad blocker, or the code, that put it there and lets nobody replace it.",
            )
        }
        IntercomGlobal::Other => {
            Check::fail(NAME, "no function", "Find the code, or the blocker, that put it there.")
        }
    }
}

/// A value that a boot may replace: before one it is a warning.
fn until_boot(facts: &Facts, seen: &str, hint: &str) -> Check {
    let status = if facts.config.is_some() { Status::Fail } else { Status::Warn };
    Check { status, ..Check::fail("window_intercom", seen, hint) }
}

fn script_tag(facts: &Facts) -> Check {
    const NAME: &str = "script_tag";
    let app_id = facts.config.as_ref().map(|config| &config.app_id);
    if let Some(other) = app_id.and_then(|app_id| facts.page.other_tag(app_id)) {
        let hint = "Remove that tag, or correct appId: a page has one Messenger.";
        return Check::fail(NAME, "one is of another workspace", hint).with_detail(&quote(other));
    }
    match facts.page.widget_tags.len() {
        0 => Check::skip(NAME, "there is none"),
        1 => Check::pass(NAME, "one"),
        _ => Check::fail(NAME, "more than one", "Remove the other snippet or tag: a page has one Messenger."),
    }
}

fn widget(facts: &Facts) -> Check {
    const NAME: &str = "widget";
    let failure = facts.session.last_error.as_ref().filter(|error| is_of_widget(error));
    match failure {
        _ if facts.page.is_widget => Check::pass(NAME, "it has arrived"),
        Some(error) if facts.page.online => Check::of(NAME, Status::Fail, error),
        Some(_) => {
            let hint = "Connect to the network, and call boot() again.";
            Check::fail(NAME, "the browser is offline", hint)
        }
        None if facts.config.is_none() => not_booted(NAME),
        None => Check::skip(NAME, "it has not arrived").with_hint("Look at the check of the session."),
    }
}

fn is_of_widget(error: &Error) -> bool {
    matches!(
        error.code(),
        Code::WidgetBlocked
            | Code::WidgetBlockedByCoep
            | Code::WidgetUrlFailed
            | Code::WidgetBlockedByCsp
            | Code::WidgetTimeout
            | Code::WidgetInvalid
    )
}

fn session(facts: &Facts) -> Check {
    const NAME: &str = "session";
    let session = &facts.session;
    match (session.phase, &session.last_error) {
        (Phase::Active, _) if session.live == Some(false) => silent(NAME, facts.page.api_reached),
        (Phase::Idle, Some(error)) => Check::of(NAME, Status::Fail, error),
        (Phase::Idle, None) => Check::skip(NAME, "there is none").with_hint(Code::NotBooted.hint()),
        (Phase::Active, Some(error)) => Check::of(NAME, Status::Warn, error),
        (Phase::Active, None) => active_session(NAME, facts),
        (Phase::Deferred, _) => Check::pass(NAME, "it waits, as the option load says"),
        (Phase::Booting | Phase::ShuttingDown, _) => {
            Check::skip(NAME, "it begins or ends just now").with_hint("Call diagnose() again in a moment.")
        }
    }
}

/// The boot call was queued, but the Messenger has not reported that its session runs.
fn silent(name: &'static str, api_reached: Option<bool>) -> Check {
    if api_reached == Some(false) {
        let hint = "An ad blocker, a firewall or connect-src in the page's policy stops it; look at the network panel.";
        return Check::fail(name, "the Messenger's API cannot be reached", hint);
    }
    let hint = "Look at the answers of api-iam in the network panel: check that the token is signed with this workspace's \
                Messenger API secret, and the region. A Messenger that cannot say so works all the same.";
    Check::warn(name, "the Messenger does not say that its session runs", hint)
}

fn active_session(name: &'static str, facts: &Facts) -> Check {
    let signed_in = facts.probe.as_ref().is_some_and(|probe| matches!(probe.user, TokenReply::Token(_)));
    match &facts.session.session {
        Some(Identity::User { .. }) => Check::pass(name, "a user's"),
        _ if signed_in => Check::warn(
            name,
            "a visitor's, though somebody is signed in",
            "Call boot() again after signing in.",
        ),
        _ => Check::pass(name, "a visitor's"),
    }
}
