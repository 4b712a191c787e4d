//! The Messenger on the page, and what is around it.

use super::{Diagnosis, Facts, Global, NOT_BOOTED, Status};
use crate::config::{Region, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error, decimal, quote};
use crate::session::{Identity, Phase};

/// `window.Intercom`, the widget's script, and the session.
pub(super) fn messenger(diagnosis: &mut Diagnosis, facts: &Facts) {
    // Where nothing was booted, nothing is broken yet: a boot puts its function over an element.
    let booted = facts.config.is_some();
    let row = match facts.intercom {
        Global::Function => "pass|a function",
        Global::Missing if !booted => NOT_BOOTED,
        Global::Missing => "fail|nothing|Find the code that removed it, and call boot() again.",
        Global::Element if !booted => "warn|an element with id=\"Intercom\"|Give the element another id.",
        Global::Element => "fail|an element with id=\"Intercom\"|Give the element another id.",
        Global::Other => "fail|no function|Find the code, or the blocker, that put it there.",
    };
    diagnosis.add(row, "");
    script_tag(diagnosis, facts);
    widget(diagnosis, facts);
    session(diagnosis, facts);
}

fn script_tag(diagnosis: &mut Diagnosis, facts: &Facts) {
    let (count, other) = &facts.tags;
    let other = other.as_deref().map(quote);
    let row = match (count, &other) {
        (_, Some(_)) => {
            "fail|one is of another workspace: |Remove that tag, or correct appId: a page has one Messenger."
        }
        (0, None) => "skip|there is none",
        (1, None) => "pass|one",
        _ => "fail|more than one|Remove the other snippet or tag: a page has one Messenger.",
    };
    diagnosis.add(row, other.as_deref().unwrap_or_default());
}

fn widget(diagnosis: &mut Diagnosis, facts: &Facts) {
    let failed = facts.state.last_error.as_ref().filter(|error| is_widgets(error.code()));
    let row = match failed {
        _ if facts.live => "pass|it has arrived",
        Some(_) if !facts.online => {
            "fail|the browser is offline|Connect to the network, and call boot() again."
        }
        Some(error) => return diagnosis.add_error(Status::Fail, error),
        None if facts.config.is_none() => NOT_BOOTED,
        None => "skip|it has not arrived|Look at the check of the session.",
    };
    diagnosis.add(row, "");
}

const fn is_widgets(code: Code) -> bool {
    matches!(code, Code::WidgetBlocked | Code::WidgetBlockedByCsp | Code::WidgetTimeout | Code::WidgetInvalid)
}

fn session(diagnosis: &mut Diagnosis, facts: &Facts) {
    let state = &facts.state;
    let signed_in = matches!(facts.user, Some((Answer::Token(_), _)));
    let row = match (state.phase, &state.last_error, &state.session) {
        (Phase::Active, Some(error), _) => return diagnosis.add_error(Status::Warn, error),
        (Phase::Idle, Some(error), _) => return diagnosis.add_error(Status::Fail, error),
        (Phase::Idle, ..) => "skip|there is none|Call boot() first, and again after shutdown().",
        (Phase::Active, None, Some(Identity::Visitor)) if signed_in => {
            "warn|a visitor's, though somebody is signed in|Call boot() again after signing in."
        }
        (Phase::Active, None, Some(Identity::User { .. })) => "pass|a user's",
        (Phase::Active, ..) => "pass|a visitor's",
        (Phase::Deferred, ..) => "pass|it waits, as the option load says",
        (Phase::Booting | Phase::ShuttingDown, ..) => {
            "skip|it begins or ends just now|Call diagnose() again in a moment."
        }
    };
    diagnosis.add(row, "");
}

/// The region, the page's policy, what else is in the browser, and what is sent besides the token.
pub(super) fn surroundings(diagnosis: &mut Diagnosis, facts: &Facts) {
    region(diagnosis, facts);
    policy(diagnosis, facts);
    // Whoever reads this has it from WebAssembly; where it is forbidden, the JavaScript around it says so.
    diagnosis.add("pass|it runs", "");
    let other = facts.cookie.as_deref().map(quote);
    let row = match other {
        _ if facts.config.is_none() => NOT_BOOTED,
        None => "pass|none of another workspace",
        Some(_) => {
            "warn|of another workspace: |On a page that has not booted call shutdown(), which deletes all of them."
        }
    };
    diagnosis.add(row, other.as_deref().unwrap_or_default());
    let row = match facts.state.updates_left {
        0 => "warn|left: |Send fewer updates: Intercom takes 20 in 30 minutes, and more of them wait.",
        _ => "pass|left: ",
    };
    diagnosis.add(row, &decimal(i64::try_from(facts.state.updates_left).unwrap_or_default()));
    unsigned(diagnosis, facts);
}

fn region(diagnosis: &mut Diagnosis, facts: &Facts) {
    let Some(config) = &facts.config else { return diagnosis.add(NOT_BOOTED, "") };
    let own = config.api_base.as_ref().map_or(Region::Us.api_base(), |api_base| api_base.as_str());
    // The Messenger merges the page's settings under every call.
    match &facts.api_base {
        Some(merged) if merged != own => diagnosis.add(
            "warn|window.intercomSettings has another one: |Give boot() the workspace's region, and remove api_base \
             from window.intercomSettings.",
            &quote(merged),
        ),
        _ if Region::of(config.api_base.as_ref()).is_some() => diagnosis.add("pass|", own),
        _ => diagnosis.add(
            "warn|of no region: |Give region in place of apiBase, unless this is a proxy of your own.",
            own,
        ),
    }
}

fn policy(diagnosis: &mut Diagnosis, facts: &Facts) {
    // Every host of Intercom's has the name in it, and many a proxy for one.
    let intercoms = || facts.violations.as_bytes().windows(8).any(|part| part == b"intercom");
    let row = if facts.violations.is_empty() {
        "pass|no violation seen"
    } else if intercoms() {
        "fail|forbidden: |Add these hosts to these directives of the page's Content-Security-Policy."
    } else {
        "warn|forbidden: |If this page needs them, add them to its Content-Security-Policy."
    };
    diagnosis.add(row, &facts.violations);
}

fn unsigned(diagnosis: &mut Diagnosis, facts: &Facts) {
    let Some(config) = &facts.config else { return diagnosis.add(NOT_BOOTED, "") };
    // The loader refuses them in its own settings unless this is on; of the page's it hears only now.
    let status = if config.allow_unsigned_identity { Status::Warn } else { Status::Fail };
    let code =
        if config.token == TokenSource::None { Code::UnsignedIdentity } else { Code::IdentityOutsideToken };
    if let Some(name) = facts.identifying {
        let mut place = String::from("window.intercomSettings.");
        place.push_str(name);
        diagnosis.add_error(status, &Error::new(code).with_detail(place));
    } else if config.settings.identifies() {
        diagnosis.add_error(status, &code.into());
    } else {
        diagnosis.add("pass|none outside the token", "");
    }
}
