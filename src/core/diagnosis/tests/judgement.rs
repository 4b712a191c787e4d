//! Invariants of a diagnosis as a whole.

use super::facts::{
    answering, before, being, booted, changed, check, config, diagnosed, failing, fixed, good_token, healthy,
    probe, provider, raw, token, untouched,
};
use crate::core::attributes::Attributes;
use crate::core::config::{ApiBase, TokenSource};
use crate::core::diagnosis::facts::{Facts, TokenReply};
use crate::core::diagnosis::{Check, Status, span};
use crate::core::error::{Code, Error};
use crate::core::session::Identity;
use crate::core::token::tests::{HS256, encode};

#[test]
fn of_a_healthy_installation_passes_every_check() {
    let diagnosis = diagnosed(&healthy());
    assert!(diagnosis.checks.iter().all(|check| check.status == Status::Pass), "{diagnosis:#?}");
}

#[test]
fn before_a_boot_judges_nothing_and_says_so() {
    let diagnosis = diagnosed(&untouched());
    assert!(diagnosis.ok());
    assert_eq!(diagnosed(&before(|facts| facts.probe = healthy().probe)), diagnosis);
    for Check { name, status, hint, .. } in diagnosis.checks {
        let known = ["csp", "wasm", "updates"].contains(&name);
        assert_eq!(status, if known { Status::Pass } else { Status::Skip }, "{name}");
        assert!(known || name == "script_tag" || hint.contains("boot()"), "{name}");
    }
}

#[test]
fn fails_where_one_check_does() {
    assert!(!diagnosed(&being(|facts| probe(facts).nobody = Some(good_token()))).ok());
    assert!(diagnosed(&being(|facts| facts.session.updates_left = 0)).ok());
}

#[test]
fn a_failure_that_has_a_code_is_told_in_the_code_s_words() {
    let identified = |config: &mut crate::core::config::Config| {
        config.settings = Attributes::new().with("email", "ada@example.com");
    };
    let nowhere = changed(booted(identified), |facts| config(facts).token = TokenSource::None);
    let merged = being(|facts| facts.page.merged_identity = Some("email"));
    let status = Error::new(Code::EndpointStatus).with_detail("404");
    let rows: [(Facts, &str, Error); 9] = [
        (answering(TokenReply::Failed(status.clone())), "answer", status),
        (
            being(|facts| probe(facts).nobody = Some(super::facts::failed(Code::EndpointHtml))),
            "no_session",
            Code::EndpointHtml.into(),
        ),
        (failing(Code::WidgetBlocked), "widget", Code::WidgetBlocked.into()),
        (failing(Code::WidgetBlocked), "session", Code::WidgetBlocked.into()),
        (
            answering(token(r#"{"user_id":"a","iat":"now"}"#)),
            "token_times",
            Error::new(Code::TokenTimes).with_detail("iat"),
        ),
        (
            answering(token(r#"{"user_id":"a","exp":1760000000}"#)),
            "token_life",
            Error::new(Code::TokenExpired).with_detail("0 s ago"),
        ),
        (booted(identified), "unsigned_identity", Code::IdentityOutsideToken.into()),
        (nowhere, "unsigned_identity", Code::UnsignedIdentity.into()),
        (
            merged,
            "unsigned_identity",
            Error::new(Code::IdentityOutsideToken).with_detail("window.intercomSettings.email"),
        ),
    ];
    for (facts, name, error) in rows {
        assert_eq!(check(&diagnosed(&facts), name), Check::of(name, Status::Fail, &error));
    }
}

#[test]
fn no_part_of_a_token_is_in_any_text() {
    let none = encode(br#"{"alg":"none"}"#, br#"{"user_id":"ada-with-a-long-id"}"#);
    let signed = |payload: &str| encode(HS256.as_bytes(), payload.as_bytes());
    let secrets = [
        signed(r#"{"user_id":"ada-with-a-long-id","exp":1760007200}"#),
        signed(r#"{"user_id":"ada-with-a-long-id","exp":1}"#),
        none,
        signed(r#"{"email":"ada-with-a-long-id@example.com"}"#),
        "this-is-no-token-but-a-secret".to_owned(),
    ];
    let visitor = |facts: &mut Facts| facts.session.session = Some(Identity::Visitor);
    for secret in &secrets {
        for source in [None, Some(fixed()), Some(provider()), Some(TokenSource::None)] {
            for session in [|_: &mut Facts| {}, visitor] {
                let facts = being(|facts| {
                    session(facts);
                    probe(facts).user = raw(secret);
                    probe(facts).nobody = Some(raw(secret));
                    if let Some(source) = source.clone() {
                        config(facts).token = source;
                    }
                    if secret.starts_with("eyJ") {
                        facts.page.widget_tags.push(format!("https://widget.intercom.io/widget/{secret}"));
                        facts.page.cookie_workspaces.push(secret.clone());
                        facts.page.merged_api_base = Some(secret.clone());
                        facts.session.last_error = Some(Error::from(Code::TokenMalformed));
                    }
                });
                let texts = format!("{:?}", diagnosed(&facts));
                let parts = secret.split('.').filter(|part| part.len() > 10);
                for part in parts.chain(["ada-with", "example.com"]) {
                    assert!(!texts.contains(part), "{part} in {texts}");
                }
            }
        }
    }
}

#[test]
fn a_base_of_one_s_own_is_shown_whole() {
    let base = ApiBase::parse("https://a-proxy-with-a-name-that-is-rather-long.example", true).unwrap();
    let facts = booted(|config| config.api_base = Some(base.clone()));
    assert!(check(&diagnosed(&facts), "api_base").seen.ends_with(base.as_str()));
}

#[test]
fn spans_are_told_in_the_unit_that_fits() {
    for (seconds, words) in [
        (0, "0 s"),
        (-119, "119 s"),
        (120, "2 min"),
        (-7_199, "119 min"),
        (7_200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
    ] {
        assert_eq!(span(seconds * 1_000 + if seconds < 0 { -999 } else { 999 }), words);
    }
}
