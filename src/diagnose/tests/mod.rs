#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod endpoint;
mod page;

use std::rc::Rc;

use super::{Check, Diagnosis, Facts, Global, NAMES, Status, diagnose};
use crate::config::{ApiBase, AppId, Config, JwtProvider, JwtRequest, Region, TokenSource};
use crate::endpoint::Answer;
use crate::error::{Code, Error};
use crate::jwt::tests::{encode, token};
use crate::jwt::{Secret, Token};
use crate::refresh::{MINUTE, SECOND};
use crate::session::{Identity, Phase, Snapshot};
use crate::settings::Settings;

const NOW: i64 = 1_760_000_000_000;

fn good_token() -> Secret {
    token(r#"{"user_id":"ada","iat":1760000000,"exp":1760007200}"#)
}

fn base() -> Config {
    Config::new("abc12345").unwrap().region(Region::Eu).jwt_url("https://api.example/jwt")
}

/// A user's session on a page where everything is as it should be.
fn healthy() -> Facts {
    let session = Some(Identity::User { user_id: "ada".to_owned() });
    Facts {
        intercom: Global::Function,
        live: true,
        config: Some(Rc::new(base())),
        state: Snapshot {
            phase: Phase::Active,
            session,
            app_id: AppId::parse("abc12345").ok(),
            region: Some(Region::Eu),
            token_expires_at: None,
            updates_left: 17,
            last_error: None,
        },
        tags: (1, None),
        online: true,
        violations: String::new(),
        cookie: None,
        identifying: None,
        api_base: None,
        foreign: true,
        reader: Token::read,
        user: Some((Answer::Token(good_token()), Some(NOW))),
        nobody: Some(Answer::SignedOut),
        now: NOW,
    }
}

/// A page on which nothing was booted.
fn untouched() -> Facts {
    Facts {
        intercom: Global::Missing,
        live: false,
        config: None,
        state: Snapshot { phase: Phase::Idle, session: None, app_id: None, region: None, ..healthy().state },
        tags: (0, None),
        foreign: false,
        user: None,
        nobody: None,
        ..healthy()
    }
}

fn with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = healthy();
    change(&mut facts);
    facts
}

fn configured(change: impl FnOnce(&mut Config)) -> Facts {
    with(|facts| {
        let mut config = base();
        change(&mut config);
        facts.config = Some(Rc::new(config));
    })
}

fn answering(answer: impl Into<Error>) -> Facts {
    with(|facts| facts.user = Some((Answer::Fail(answer.into()), None)))
}

fn giving(payload: &str) -> Facts {
    with(|facts| facts.user = Some((Answer::Token(token(payload)), Some(NOW))))
}

fn failed(code: Code) -> Facts {
    with(|facts| {
        facts.live = false;
        facts.tags = (0, None);
        facts.state.session = None;
        facts.state.phase = Phase::Idle;
        facts.state.last_error = Some(code.into());
    })
}

fn check(diagnosis: &Diagnosis, name: &str) -> Check {
    diagnosis.checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no {name}")).clone()
}

/// Each row: the facts, the check, how it ends, and a part of what was seen.
fn hold(rows: Vec<(Facts, &str, Status, &str)>) {
    for (facts, name, status, seen) in rows {
        let about = format!("{name} {status:?} {seen} of {facts:?}");
        let diagnosis = diagnose(&facts);
        let found = check(&diagnosis, name);
        assert_eq!(found.status, status, "{about}: {found:?}");
        assert!(found.seen.contains(seen), "{about}: {found:?}");
        // What is wrong says what to do, what is right says nothing of the kind.
        match status {
            Status::Pass => assert_eq!(found.mend, "", "{about}"),
            Status::Warn | Status::Fail => assert!(found.mend.ends_with('.'), "{about}: {found:?}"),
            Status::Skip => {}
        }
        assert_eq!(diagnosis.ok(), diagnosis.checks.iter().all(|check| check.status != Status::Fail));
        assert_eq!(diagnosis.checks.iter().map(|check| check.name).collect::<Vec<_>>(), NAMES, "{about}");
    }
}

use Status::{Fail, Pass, Skip, Warn};

#[test]
fn a_healthy_installation_passes_every_check() {
    let diagnosis = diagnose(&healthy());
    assert!(diagnosis.ok());
    assert!(diagnosis.checks.iter().all(|check| check.status == Pass), "{diagnosis:#?}");
}

#[test]
fn before_a_boot_there_is_nothing_to_judge_and_everything_says_so() {
    let diagnosis = diagnose(&untouched());
    assert!(diagnosis.ok());
    for check in &diagnosis.checks {
        let known = ["csp", "wasm", "updates"].contains(&check.name);
        assert_eq!(check.status, if known { Pass } else { Skip }, "{check:?}");
        assert!(known || check.name == "script_tag" || check.mend.contains("boot()"), "{check:?}");
    }
}

#[test]
fn no_text_has_any_part_of_a_token() {
    let secrets = [
        encode(br#"{"alg":"HS256"}"#, br#"{"user_id":"ada-with-a-long-id","exp":1760007200}"#),
        encode(br#"{"alg":"HS256"}"#, br#"{"user_id":"ada-with-a-long-id","exp":1}"#),
        encode(br#"{"alg":"none"}"#, br#"{"user_id":"ada-with-a-long-id"}"#),
        encode(br#"{"alg":"HS256"}"#, br#"{"email":"ada-with-a-long-id@example.com"}"#),
        "this-is-no-token-but-a-secret".to_owned(),
    ];
    for text in &secrets {
        let secret = Secret::new(text.clone());
        let provider = JwtProvider::new(|| async { Ok(None) });
        let sources = [
            base().token,
            TokenSource::Fixed(secret.clone()),
            TokenSource::Provider(provider),
            TokenSource::None,
        ];
        for source in sources {
            let mut facts = configured(|config| config.token = source);
            facts.state.session = Some(Identity::User { user_id: "ada-with-a-long-id".to_owned() });
            facts.user = Some((Answer::Token(secret.clone()), Some(NOW)));
            facts.nobody = Some(Answer::Token(secret.clone()));
            if text.starts_with("eyJ") {
                facts.tags = (2, Some(text.clone()));
                facts.cookie = Some(text.clone());
                facts.api_base = Some(text.clone());
            }
            let said = format!("{:?}", diagnose(&facts));
            for part in text.split('.').filter(|part| part.len() > 10).chain(["ada-with", "example.com"]) {
                assert!(!said.contains(part), "{part} in {said}");
            }
        }
    }
}
