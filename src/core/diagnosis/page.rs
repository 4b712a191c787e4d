//! Checks of the Messenger's surroundings: region, policy, cookies, quota, and unsigned identity.

use super::{Check, Facts, Status, not_booted};
use crate::core::config::{Config, Region};
use crate::core::error::{Code, Error, decimal, quote};

/// Adds the checks in their order.
pub(super) fn check(facts: &Facts, checks: &mut Vec<Check>) {
    let config = facts.config.as_deref();
    let booted = |name, check: fn(&'static str, &Facts, &Config) -> Check| match config {
        Some(config) => check(name, facts, config),
        None => not_booted(name),
    };
    checks.push(booted("api_base", api_base));
    checks.push(csp(facts));
    // If neither WebAssembly nor its substitute runs, the JavaScript around it reports that.
    let wasm = if facts.page.without_wasm { "it may not run; the core is JavaScript" } else { "it runs" };
    checks.push(Check::pass("wasm", wasm));
    checks.push(booted("cookies", cookies));
    checks.push(updates(facts));
    checks.push(booted("unsigned_identity", unsigned_identity));
}

/// A page cannot know its workspace's region; only that the base is a region's, and that there is no other base.
fn api_base(name: &'static str, facts: &Facts, config: &Config) -> Check {
    let own = config.api_base.as_ref();
    let base = own.map_or(Region::Us.api_base(), |api_base| api_base.as_str());
    if let Some(merged) = facts.page.merged_api_base.as_deref().filter(|merged| *merged != base) {
        let hint = "Give boot() the workspace's region, and remove api_base from window.intercomSettings.";
        return Check::warn(name, "window.intercomSettings has another one", hint)
            .with_detail(&quote(merged));
    }
    if Region::of(own).is_some() {
        return Check::pass(name, base);
    }
    let hint = "Give region in place of apiBase, unless this is a proxy of your own.";
    Check::warn(name, "of no region", hint).with_detail(base)
}

fn csp(facts: &Facts) -> Check {
    const NAME: &str = "csp";
    let violations = facts.page.violations.as_str();
    if violations.is_empty() {
        return Check::pass(NAME, "no violation seen");
    }
    // Every host of Intercom's contains the name, and so do many proxies.
    let check = if violations.as_bytes().windows(8).any(|part| part == b"intercom") {
        Check::fail(
            NAME,
            "forbidden",
            "Add these hosts to these directives of the page's Content-Security-Policy.",
        )
    } else {
        Check::warn(NAME, "forbidden", "If this page needs them, add them to its Content-Security-Policy.")
    };
    check.with_detail(violations)
}

fn cookies(name: &'static str, facts: &Facts, config: &Config) -> Check {
    let workspaces = &facts.page.cookie_workspaces;
    match workspaces.iter().find(|workspace| *workspace != config.app_id.as_str()) {
        None => Check::pass(name, "none of another workspace"),
        Some(other) => {
            let hint = "On a page that has not booted call shutdown(), which deletes all of them.";
            Check::warn(name, "of another workspace", hint).with_detail(&quote(other))
        }
    }
}

fn updates(facts: &Facts) -> Check {
    const NAME: &str = "updates";
    let left = facts.session.updates_left;
    let check = if left > 0 {
        Check::pass(NAME, "left")
    } else {
        let hint = "Send fewer updates: Intercom takes 20 in 30 minutes, and more of them wait.";
        Check::warn(NAME, "left", hint)
    };
    check.with_detail(&decimal(i64::try_from(left).unwrap_or(i64::MAX)))
}

/// The loader refuses unsigned identity in its own settings unless allowed; the page's is seen only here.
fn unsigned_identity(name: &'static str, facts: &Facts, config: &Config) -> Check {
    let merged = facts.page.merged_identity;
    if merged.is_none() && !config.settings.identifies() {
        return Check::pass(name, "none outside the token");
    }
    let unsigned = config.token.is_none();
    let mut error = Error::new(if unsigned { Code::UnsignedIdentity } else { Code::IdentityOutsideToken });
    if let Some(attribute) = merged {
        let mut detail = String::from("window.intercomSettings.");
        detail.push_str(attribute);
        error = error.with_detail(detail);
    }
    let status = if config.allow_unsigned_identity { Status::Warn } else { Status::Fail };
    Check::of(name, status, &error)
}
