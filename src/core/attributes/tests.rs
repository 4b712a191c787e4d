#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::json;

use super::{Attributes, Payload, Value};
use crate::core::error::Code;
use crate::core::token::RawToken;

fn sent(settings: &Attributes) -> serde_json::Value {
    in_javascript(serde_json::from_str(&Payload::new(settings.clone(), None).to_json()).unwrap())
}

/// The same value as in JavaScript, where 1 and 1.0 are one number.
fn in_javascript(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => number.as_f64().unwrap().into(),
        serde_json::Value::Array(items) => items.into_iter().map(in_javascript).collect(),
        serde_json::Value::Object(fields) => serde_json::Value::Object(
            fields.into_iter().map(|(name, field)| (name, in_javascript(field))).collect(),
        ),
        other => other,
    }
}

#[test]
fn every_kind_of_value_is_sent_as_json_says_it() {
    let settings = Attributes::new()
        .with("name", "Ada")
        .with("age", 36)
        .with("score", 0.5)
        .with("hide_default_launcher", true)
        .with("phone_number", Value::null())
        .with("tags", vec![Value::from("a"), Value::from(1)])
        .with("company", vec![("company_id".to_owned(), Value::from("c1"))]);
    let expected = json!({
        "name": "Ada", "age": 36, "score": 0.5, "hide_default_launcher": true, "phone_number": null,
        "tags": ["a", 1], "company": {"company_id": "c1"},
    });
    assert_eq!(sent(&settings), in_javascript(expected));
}

#[test]
fn a_token_goes_along_under_intercom_s_name() {
    let payload = Payload::new(Attributes::new().with("name", "Ada"), Some(RawToken::new("abc")));
    assert_eq!(payload.to_json(), r#"{"name":"Ada","intercom_user_jwt":"abc"}"#);
    assert!(!format!("{payload:?}").contains("abc"));
}

#[test]
fn the_later_of_two_attributes_counts() {
    let settings = Attributes::new().with("name", "Ada").with("theme_mode", "dark").with("name", "Bob");
    assert_eq!(Payload::new(settings, None).to_json(), r#"{"theme_mode":"dark","name":"Bob"}"#);
}

#[test]
fn what_the_loader_sends_itself_is_refused_and_the_option_named() {
    for (name, option) in [("app_id", "appId"), ("api_base", "region"), ("intercom_user_jwt", "jwtUrl")] {
        let error = Attributes::new().with(name, "x").check(false, true).unwrap_err();
        assert_eq!(error.code(), Code::InvalidSettings);
        assert!(error.message().contains(name) && error.message().contains(option), "{error}");
    }
}

#[test]
fn created_at_in_milliseconds_becomes_seconds() {
    let with = |time: i64, custom: i64| {
        let inner = Value::from(vec![("created_at".to_owned(), Value::from(custom))]);
        let fields =
            [("created_at", Value::from(time)), ("custom", inner), ("name", "\"created_at\":1".into())];
        Value::from(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
    };
    let settings = |time: i64, others: i64| {
        Attributes::new()
            .with("created_at", time)
            .with("company", with(time, others))
            .with(
                "companies",
                vec![
                    with(time, others),
                    with(1, others),
                    others.into(),
                    Value::from(vec![with(others, others)]),
                ],
            )
            .with("signed_up", others)
            .with("custom", with(others, others))
    };
    let (seconds, milliseconds) = (1_760_000_000, 1_760_000_000_123);
    assert_eq!(settings(milliseconds, milliseconds), settings(seconds, milliseconds));
    assert_eq!(sent(&settings(seconds, 7))["companies"][0]["created_at"], 1_760_000_000.0);
    assert_eq!(sent(&settings(-1, 7))["company"]["created_at"], -1.0);
    assert_eq!(
        sent(&Attributes::new().with("companies", with(milliseconds, 7)))["companies"]["created_at"],
        1_760_000_000.0
    );
    let odd = Attributes::new()
        .with("company", "created_at")
        .with("companies", Vec::<Value>::new())
        .with("created_at", "soon");
    assert_eq!(sent(&odd), json!({ "company": "created_at", "companies": [], "created_at": "soon" }));
}

proptest! {
    #[test]
    fn any_attributes_are_sent_each_name_once(fields in proptest::collection::vec(("[a-c]{1,2}", any::<i64>()), 0..12)) {
        let settings = fields.iter().fold(Attributes::new(), |all, (name, value)| all.with(name.as_str(), *value));
        let expected: serde_json::Map<_, _> = fields.into_iter().map(|(name, value)| (name, value.into())).collect();
        let text = Payload::new(settings.clone(), None).to_json();
        prop_assert_eq!(text.matches(':').count(), expected.len());
        prop_assert_eq!(sent(&settings), in_javascript(serde_json::Value::Object(expected)));
    }
}

#[test]
fn in_another_order_they_are_the_same_nested_ones_too() {
    let company = |fields: [(&str, &str); 2]| {
        Value::from(fields.map(|(name, value)| (name.to_owned(), Value::from(value))).to_vec())
    };
    let one =
        Attributes::new().with("plan", "pro").with("company", company([("company_id", "c1"), ("name", "E")]));
    let other =
        Attributes::new().with("company", company([("name", "E"), ("company_id", "c1")])).with("plan", "pro");
    assert_eq!(one, other);
    assert_ne!(one, other.clone().with("plan", "free"));
    assert_ne!(one, other.with("seats", 1));
}

#[test]
fn how_the_messenger_looks_is_nothing_about_its_user() {
    let settings = Attributes::new()
        .with("name", "Ada")
        .with("alignment", "left")
        .with("auth_tokens", vec![("crm".to_owned(), Value::from("t"))])
        .with("hide_default_launcher", true)
        .with("", "nothing");
    assert_eq!(
        settings.look(),
        Attributes::new().with("alignment", "left").with("hide_default_launcher", true)
    );
}
