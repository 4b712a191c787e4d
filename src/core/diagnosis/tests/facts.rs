//! Facts of pages, and assertions that hold for the diagnosis of each.

use std::rc::Rc;

use crate::core::config::{Config, JwtProvider, Region, TokenSource};
use crate::core::diagnosis::facts::{Facts, IntercomGlobal, Page, Probe, TokenReply};
use crate::core::diagnosis::{Check, Diagnosis, Status};
use crate::core::error::{Code, Error};
use crate::core::schedule::Millis;
use crate::core::session::{Identity, Phase, Snapshot};
use crate::core::token::{RawToken, tests as tokens};

pub(super) const NOW: Millis = 1_760_000_000_000;

pub(super) const NAMES: [&str; 19] = [
    "window_intercom",
    "script_tag",
    "widget",
    "session",
    "server_clock",
    "answer",
    "token_form",
    "token_algorithm",
    "token_user_id",
    "token_times",
    "token_life",
    "no_session",
    "cors_origin",
    "api_base",
    "csp",
    "wasm",
    "cookies",
    "updates",
    "unsigned_identity",
];

/// The answer of an endpoint with this text as the token.
pub(super) fn raw(token: &str) -> TokenReply {
    TokenReply::Token(crate::read::token(RawToken::new(token)))
}

/// The same with a token of these claims.
pub(super) fn token(payload: &str) -> TokenReply {
    raw(&tokens::encode(tokens::HS256.as_bytes(), payload.as_bytes()))
}

pub(super) fn good_token() -> TokenReply {
    token(r#"{"user_id":"ada","iat":1760000000,"exp":1760007200}"#)
}

pub(super) fn failed(code: Code) -> TokenReply {
    TokenReply::Failed(code.into())
}

pub(super) fn provider() -> TokenSource {
    TokenSource::Provider(JwtProvider::new(|| async { Ok(None) }))
}

pub(super) fn fixed() -> TokenSource {
    TokenSource::Fixed(RawToken::new("a.b.c"))
}

/// A user's session on a page without faults.
pub(super) fn healthy() -> Facts {
    let config = Config::new("abc12345").unwrap().region(Region::Eu).jwt_url("https://api.example/jwt");
    Facts {
        config: Some(Rc::new(config)),
        session: Snapshot {
            phase: Phase::Active,
            session: Some(Identity::User { user_id: "ada".to_owned() }),
            app_id: None,
            region: None,
            token_expires_at: None,
            live: Some(true),
            updates_left: 17,
            last_error: None,
        },
        page: Page {
            intercom: IntercomGlobal::Function,
            is_widget: true,
            api_reached: None,
            online: true,
            widget_tags: vec!["https://widget.intercom.io/widget/abc12345".to_owned()],
            violations: String::new(),
            cookie_workspaces: vec!["abc12345".to_owned()],
            merged_api_base: None,
            without_wasm: false,
            merged_identity: None,
        },
        probe: Some(Probe {
            is_cross_origin: true,
            user: good_token(),
            nobody: Some(TokenReply::SignedOut),
            server_time: Some(NOW),
        }),
        now: NOW,
    }
}

/// A page on which nothing was booted.
pub(super) fn untouched() -> Facts {
    let mut facts = healthy();
    facts.config = None;
    facts.probe = None;
    facts.session.phase = Phase::Idle;
    facts.session.session = None;
    facts.page.intercom = IntercomGlobal::Nothing;
    facts.page.is_widget = false;
    facts.page.widget_tags.clear();
    facts.page.cookie_workspaces.clear();
    facts
}

/// The healthy page with a change.
pub(super) fn being(change: impl FnOnce(&mut Facts)) -> Facts {
    changed(healthy(), change)
}

/// The untouched page with a change.
pub(super) fn before(change: impl FnOnce(&mut Facts)) -> Facts {
    changed(untouched(), change)
}

pub(super) fn changed(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

/// The healthy page with another answer to it.
pub(super) fn answering(reply: TokenReply) -> Facts {
    being(|facts| probe(facts).user = reply)
}

/// The same where the answer has no date.
pub(super) fn undated(reply: TokenReply) -> Facts {
    changed(answering(reply), |facts| probe(facts).server_time = None)
}

/// The healthy page with other options.
pub(super) fn booted(change: impl FnOnce(&mut Config)) -> Facts {
    being(|facts| change(config(facts)))
}

/// A page on which a boot failed with `code` before the widget arrived.
pub(super) fn failing(code: Code) -> Facts {
    being(|facts| {
        facts.page.is_widget = false;
        facts.page.widget_tags.clear();
        facts.session.phase = Phase::Idle;
        facts.session.session = None;
        facts.session.last_error = Some(Error::new(code));
    })
}

pub(super) fn probe(facts: &mut Facts) -> &mut Probe {
    facts.probe.as_mut().unwrap()
}

pub(super) fn config(facts: &mut Facts) -> &mut Config {
    Rc::make_mut(facts.config.as_mut().unwrap())
}

/// Diagnoses, and asserts invariants of every diagnosis: the same checks in the same order; a fault has a hint, a pass
/// has none.
#[track_caller]
pub(super) fn diagnosed(facts: &Facts) -> Diagnosis {
    let diagnosis = Diagnosis::of(facts);
    let names: Vec<_> = diagnosis.checks.iter().map(|check| check.name).collect();
    assert_eq!(names, NAMES);
    for check in &diagnosis.checks {
        let Check { status, seen, hint, .. } = check;
        assert!(!seen.is_empty() && !seen.ends_with('.'), "{check:?}");
        match status {
            Status::Skip => {}
            Status::Pass => assert_eq!(hint, "", "{check:?}"),
            Status::Warn | Status::Fail => {
                assert!(hint.ends_with('.') && !seen.contains(hint.as_str()), "{check:?}");
            }
        }
    }
    let failed = diagnosis.checks.iter().any(|check| check.status == Status::Fail);
    assert_eq!(diagnosis.ok(), !failed);
    diagnosis
}

pub(super) fn check(diagnosis: &Diagnosis, name: &str) -> Check {
    diagnosis.checks.iter().find(|check| check.name == name).unwrap().clone()
}

pub(super) type Row<'a> = (Facts, &'static str, Status, &'a str);

#[track_caller]
pub(super) fn table<const ROWS: usize>(rows: [Row<'_>; ROWS]) {
    for (facts, name, status, seen) in rows {
        let check = check(&diagnosed(&facts), name);
        assert!(
            check.status == status && check.seen.contains(seen),
            "{check:?}: {status:?} {seen} of {facts:#?}"
        );
    }
}
