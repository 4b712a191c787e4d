//! What Rust's readers make of a row.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use intercom_messenger_loader::config::{ApiBase, AppId, Config, JwtRequest, Region, TokenSource};
use intercom_messenger_loader::core::response::read_body;
use intercom_messenger_loader::core::token::{Secret, Token};
use intercom_messenger_loader::error::quote;
use intercom_messenger_loader::session::MethodCall;
use intercom_messenger_loader::{Error, Value as Attribute};
use serde_json::{Value, json};

/// A token is its payload, signed as others are; or its header and payload; or a text, perhaps many times.
pub(super) fn token(row: &Value) -> Value {
    let text = match (row["text"].as_str(), row["times"].as_u64()) {
        (None, _) => encoded(
            row["header"].as_str().unwrap_or(r#"{"alg":"HS256","typ":"JWT"}"#),
            row.as_str().or(row["payload"].as_str()).expect("there is a payload"),
        ),
        (Some(text), times) => {
            text.repeat(times.map_or(1, |times| usize::try_from(times).expect("it is few")))
        }
    };
    verdict(Token::read(Secret::new(text)), &[], |token| {
        let mut claims = json!({ "user_id": token.user_id() });
        for (claim, time) in [("iat", token.issued_at()), ("exp", token.expires_at())] {
            time.into_iter().for_each(|time| claims[claim] = time.into());
        }
        claims
    })
}

fn encoded(header: &str, payload: &str) -> String {
    [header, payload, "not a signature"]
        .map(|part| Base64UrlUnpadded::encode_string(part.as_bytes()))
        .join(".")
}

/// An answer is its body; none was too long.
pub(super) fn answer(body: &Value) -> Value {
    verdict(read_body(body.as_str()), &[], |token| {
        let json = token.map(|token| token.to_json());
        json!({ "token": json.map(|json| serde_json::from_str::<Value>(&json).expect("it is JSON")) })
    })
}

/// Options beside a workspace's id that is in order.
pub(super) fn options(row: &Value) -> Value {
    let given =
        ["appId", "region", "apiBase"].into_iter().filter_map(|name| Some((name, row[name].as_str()?)));
    let given: Vec<_> = given.collect();
    verdict(
        checked(row),
        &given,
        |config| json!({ "apiBase": config.api_base.map(|base| base.as_str().to_owned()) }),
    )
}

fn checked(row: &Value) -> Result<Config, Error> {
    let text = |name: &str| row[name].as_str();
    let mut config = Config::new("abc12345")?;
    if let Some(id) = text("appId") {
        config.app_id = AppId::parse(id)?;
    }
    if let Some(region) = text("region") {
        config.api_base = Some(Region::parse(region)?.into());
    }
    if let Some(base) = text("apiBase") {
        config.api_base = Some(ApiBase::parse(base, row["allowCustomApiBase"] == true)?);
    }
    config.widget_url = text("widgetUrl").map(str::to_owned);
    if let Some(url) = text("jwtUrl") {
        config = config.jwt_url(url);
    }
    if row["jwtRequest"].is_object() {
        config.token = TokenSource::Request(request(&row["jwtRequest"]));
    }
    config.check().map(|()| config)
}

fn request(row: &Value) -> JwtRequest {
    let mut request = JwtRequest::get(row["url"].as_str().expect("there is an address"));
    if let Some(method) = row["method"].as_str() {
        request.method = method.to_owned();
    }
    for (name, value) in row["headers"].as_object().into_iter().flatten() {
        request.headers.push((name.clone(), value.as_str().expect("a header is a text").to_owned()));
    }
    request.body = row["body"].as_str().map(str::to_owned);
    request
}

/// What a method is given.
pub(super) fn arguments(method: &Value, given: &Value) -> Value {
    let given = given.as_array().expect("arguments are a list");
    let name = method.as_str().expect("a method is a text");
    verdict(MethodCall::new(name, given.iter().map(attribute).collect()), &[], |_| "taken".into())
}

fn attribute(json: &Value) -> Attribute {
    match json {
        Value::Null => Attribute::null(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| number.as_f64().expect("it is a number").into(), Attribute::from)
        }
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(attribute).collect::<Vec<_>>().into(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), attribute(value))).collect::<Vec<_>>().into()
        }
    }
}

/// What was read; or the failure's code, with what is said of it, or which of what was `given` it quotes.
fn verdict<T>(read: Result<T, Error>, given: &[(&str, &str)], take: impl FnOnce(T) -> Value) -> Value {
    let error = match read {
        Ok(read) => return take(read),
        Err(error) => error,
    };
    let message = error.message();
    let said = message.strip_prefix(error.code().message()).and_then(|rest| rest.strip_prefix(": "));
    let mut refusal = json!({ "code": error.code().as_str() });
    if let Some(said) = said {
        match given.iter().find(|(_, text)| quote(text) == said) {
            Some((name, _)) => refusal["quotes"] = (*name).into(),
            None => refusal["said"] = said.into(),
        }
    }
    refusal
}
