//! No token is ever printed: not by the session, an effect, an event, a state or an error.

use std::rc::Rc;

use super::harness::{Harness, endpoint, endpoint_with, fixed, unreachable, visitor};
use super::{NOON, token, token_of};
use crate::core::attributes::{Attributes, Value};
use crate::core::config::{ApiBase, AppId, Config, Fallback, Region, TokenSource};
use crate::core::error::Code;
use crate::core::response::{Answer, Response, interpret};
use crate::core::session::{Event, Ticket, Timer, WidgetOutcome};
use crate::core::token::RawToken;

/// Everything that a session prints through all events of a token.
fn said(secrets: &[RawToken]) -> String {
    let mut said = String::new();
    let configs = [
        endpoint(),
        endpoint_with(|config| config.when_token_fails = Fallback::Visitor),
        endpoint_with(|config| config.when_signed_out = Fallback::Error),
        fixed(secrets[0].clone()),
        fixed(secrets[1].clone()),
        visitor(),
        endpoint_with(|config| {
            let tokens = vec![("crm".to_owned(), Value::from(text_of(&secrets[0])))];
            config.settings = Attributes::new().with("auth_tokens", tokens);
        }),
    ];
    for config in configs {
        for secret in secrets {
            let mut harness = Harness::new();
            harness.now.unix = NOON;
            let mut go = |harness: &mut Harness, event: Event| {
                said += &format!("{event:?}");
                let effects = harness.effects(event);
                said += &format!("{effects:?}{:#?}{}{:?}", effects, harness.debug(), harness.snapshot());
                if let Some(error) = harness.snapshot().last_error {
                    said += &format!("{error} {error:?} {}", error.message());
                }
            };
            go(&mut harness, Event::Boot { ticket: Ticket(1), config: Rc::clone(&config), called: None });
            for (answer, timer) in [
                (unreachable(), Timer::TokenRetry),
                (Answer::Token(secret.clone()), Timer::WidgetTimeout),
                (Answer::Token(secrets[0].clone()), Timer::Update),
            ] {
                let token = Event::Token {
                    question: harness.question,
                    answer,
                    server_time: Some(NOON),
                    storable: false,
                };
                go(&mut harness, token);
                let widget = Event::Widget { generation: harness.generation, outcome: WidgetOutcome::Ready };
                go(&mut harness, widget);
                go(&mut harness, Event::Refresh { ticket: Ticket(2) });
                go(&mut harness, Event::Route { ticket: Some(Ticket(3)), url: "/a".into() });
                let rings = Event::Timer { generation: harness.generation, timer };
                go(&mut harness, rings);
                let torn_down = Event::TornDown { generation: harness.generation };
                go(&mut harness, torn_down);
            }
            go(&mut harness, Event::Shutdown { ticket: Ticket(4) });
        }
    }
    said
}

fn text_of(secret: &RawToken) -> String {
    crate::core::json::text(&secret.to_json()).unwrap()
}

#[test]
fn a_whole_life_prints_no_token() {
    let secrets = [
        token_of("ada", NOON),
        token_of("bob", NOON),
        token(r#"{"user_id":"ada","exp":1}"#),
        token(r#"{"user_id":"ada","exp":1760007200000}"#),
        token("{}"),
        RawToken::new("this-is-no-token-but-a-secret"),
        RawToken::new("B".repeat(20_000)),
    ];
    let said = said(&secrets);
    assert!(said.len() > 100_000 && said.contains("ada"), "there is something to search");
    for secret in &secrets {
        let text = text_of(secret);
        for part in text.split('.').filter(|part| part.len() > 8) {
            assert!(!said.contains(part.get(..30).unwrap_or(part)), "{part}");
        }
    }
    assert!(!said.contains("eyJ"));
}

#[test]
fn a_token_in_the_wrong_option_is_not_quoted() {
    let text = text_of(&token_of("ada", NOON));
    let config = |change: &dyn Fn(&mut Config)| {
        let mut config = Config::new("abc12345").unwrap();
        change(&mut config);
        config.check().err()
    };
    let errors = [
        AppId::parse(&text).err(),
        Region::parse(&text).err(),
        ApiBase::parse(&text, false).err(),
        ApiBase::parse(&format!("https://{text}"), true).err().or(Some(Code::InvalidApiBase.into())),
        config(&|config| config.settings = Attributes::new().with("intercom_user_jwt", text.as_str())),
        config(&|config| config.settings = Attributes::new().with("user_hash", text.as_str())),
        config(&|config| config.widget_url = Some(format!("javascript:{text}"))),
        config(&|config| {
            config.token = TokenSource::Request(crate::core::config::JwtRequest::get(format!("x:{text}")))
        }),
    ];
    for error in errors {
        let error = error.unwrap();
        let said = format!("{error} {error:?}");
        assert!(!said.contains("eyJ"), "{said}");
    }
    for body in [text.clone(), format!("\"{text}\""), format!("{{\"jwt\":\"{text}\"}}"), format!("<p>{text}")]
    {
        let answer =
            interpret(Response { status: 200, body: Some(&body), ..Response::default() }, crate::read::body);
        assert!(!format!("{answer:?}").contains("eyJ"), "{answer:?}");
        assert!(matches!(answer, Answer::Fail(_)));
    }
}
