//! Checks the browser's readers of tokens and responses, and the exports `boot` and `call`, against the tables in
//! `tests/tables`.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::error::quote;
use intercom_messenger_loader::{Error, read};

use crate::exports::{Failure, expose, json_of, outcome};
use crate::page::{fresh_with_messenger, told, wrap_fetch};

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    fn token_with(header: &str, claims: &str) -> String;
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    field(object, name).as_string()
}

/// Rows, each with its group.
fn rows(table: &str) -> Vec<(JsValue, JsValue)> {
    let groups: Array = JSON::parse(table).unwrap().into();
    let rows = groups.iter().flat_map(|group| {
        Array::from(&field(&group, "rows")).to_vec().into_iter().map(move |row| (row, group.clone()))
    });
    rows.collect()
}

/// An object with those of these fields that have a value.
fn object(fields: &[(&str, Option<JsValue>)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        if let Some(value) = value {
            Reflect::set(&object, &(*name).into(), value).unwrap();
        }
    }
    object.into()
}

/// A failure's code, with its detail, or with the names of the `given` values that it quotes.
fn refusal(code: &str, said: Option<&str>, given: &[(&str, Option<String>)]) -> JsValue {
    let quoted =
        given.iter().find(|(_, text)| text.as_deref().map(quote).as_deref() == said && said.is_some());
    object(&[
        ("code", Some(code.into())),
        ("quotes", quoted.map(|(name, _)| (*name).into())),
        ("said", said.filter(|_| quoted.is_none()).map(Into::into)),
    ])
}

fn refused(error: &Error) -> JsValue {
    let message = error.message();
    let said = message.strip_prefix(error.code().message()).and_then(|rest| rest.strip_prefix(": "));
    refusal(error.code().as_str(), said, &[])
}

fn rejected(failure: &Failure, given: &[(&str, Option<String>)]) -> JsValue {
    refusal(failure.code.as_str(), failure.said.as_deref(), given)
}

fn is(read: &JsValue, row: &JsValue, group: &JsValue) {
    assert_eq!(json_of(read), json_of(&field(group, "is")), "{}", json_of(row));
}

/// Builds a row's token: from a payload, with the usual signature; from a header and a payload; or from a text,
/// possibly repeated.
fn token(row: &JsValue) -> String {
    let Some(token) = text(row, "text") else {
        let header = text(row, "header").unwrap_or_else(|| r#"{"alg":"HS256","typ":"JWT"}"#.to_owned());
        return token_with(&header, &row.as_string().or_else(|| text(row, "payload")).unwrap());
    };
    token.repeat(json_of(&field(row, "times")).parse().unwrap_or(1))
}

#[wasm_bindgen_test]
fn tokens() {
    for (row, group) in rows(include_str!("../tables/tokens.json")) {
        let time = |time: Option<i64>| time.map(|time| JSON::parse(&time.to_string()).unwrap());
        let read = match read::token(RawToken::new(token(&row))) {
            Ok(token) => object(&[
                ("user_id", Some(token.user_id().into())),
                ("iat", time(token.issued_at())),
                ("exp", time(token.expires_at())),
            ]),
            Err(error) => refused(&error),
        };
        is(&read, &row, &group);
    }
}

#[wasm_bindgen_test]
fn answers() {
    for (row, group) in rows(include_str!("../tables/answers.json")) {
        let read = match read::body(row.as_string().as_deref()) {
            Ok(token) => {
                let token = token.map_or(JsValue::NULL, |token| JSON::parse(&token.to_json()).unwrap());
                object(&[("token", Some(token))])
            }
            Err(error) => refused(&error),
        };
        is(&read, &row, &group);
    }
}

/// Options beside a valid workspace id. For accepted ones, the boot call shows the API's address.
#[wasm_bindgen_test]
async fn options() {
    fresh_with_messenger().await;
    expose().await;
    wrap_fetch("async () => new Response('{\"token\":null}')");
    for (row, group) in rows(include_str!("../tables/options.json")) {
        let options = JSON::stringify(&row).unwrap();
        let boot =
            format!("loader.boot({{ appId: 'abc12345', ...JSON.parse({}) }})", quoted(&options.into()));
        let read = match outcome(&boot).await {
            Ok(session) => {
                assert_eq!(session, r#"{"kind":"visitor"}"#, "{boot}");
                let call = JSON::parse(told().last().unwrap()).unwrap();
                let api_base = text(&field(&call, "1"), "api_base");
                object(&[("apiBase", Some(api_base.map_or(JsValue::NULL, Into::into)))])
            }
            Err(failure) => {
                rejected(&failure, &["appId", "region", "apiBase"].map(|name| (name, text(&row, name))))
            }
        };
        is(&read, &row, &group);
    }
}

/// The Messenger is called with the same arguments, if they are accepted.
#[wasm_bindgen_test]
async fn arguments_of_methods() {
    fresh_with_messenger().await;
    expose().await;
    outcome("loader.boot({ appId: 'abc12345' })").await.unwrap();
    for (row, group) in rows(include_str!("../tables/methods.json")) {
        let method = text(&group, "method").unwrap();
        let call = format!("loader.call('{method}', {})", json_of(&row));
        let read = match outcome(&call).await {
            Ok(_) => {
                let expected = Array::of1(&method.as_str().into()).concat(&Array::from(&row));
                assert_eq!(told().last(), Some(&json_of(&expected)), "{call}");
                "taken".into()
            }
            Err(failure) => rejected(&failure, &[(&*method, Some(method.clone()))]),
        };
        is(&read, &row, &group);
    }
}

fn quoted(text: &JsValue) -> String {
    JSON::stringify(text).unwrap().into()
}
