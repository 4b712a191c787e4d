//! Reading `BootOptions`, one key at a time: a key that is not known is an error that names the nearest one.

use js_sys::Function;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::config::{
    ApiBase, Config, Credentials, JwtRequest, Otherwise, Region, TokenSource, invalid, nearest,
};
use crate::error::{Code, Error, quote};
use crate::js::{provider, value};
use crate::jwt::Secret;
use crate::refresh::Millis;

const OPTIONS: [&str; 16] = [
    "appId",
    "region",
    "apiBase",
    "jwtUrl",
    "jwtRequest",
    "getJwt",
    "jwt",
    "settings",
    "whenSignedOut",
    "whenTokenFails",
    "nonce",
    "widgetUrl",
    "timeoutMs",
    "allowUnsignedIdentity",
    "allowCustomApiBase",
    "debug",
];

const REQUEST_OPTIONS: [&str; 6] = ["url", "method", "headers", "body", "credentials", "timeoutMs"];

const EVENTS: [&str; 5] = ["statechange", "ready", "tokenrefresh", "signedout", "error"];

/// A time-out may be as long as a day; a longer one is a mistake in the unit.
const MAX_TIMEOUT: f64 = 86_400_000.0;

type Fields = Vec<(String, JsValue)>;

/// Reads and checks the options of `boot`.
///
/// # Errors
/// Every code whose cause lies in the options.
pub(super) fn read(options: &JsValue) -> Result<Config, Error> {
    let fields = value::fields(options).ok_or(Code::InvalidOptions)?;
    check_keys(&fields, &OPTIONS)?;
    let app_id = get(&fields, "appId").map(|id| text("appId", id)).transpose()?.unwrap_or_default();
    let mut config = Config::new(&app_id)?;
    config.api_base = read_api_base(&fields)?;
    config.token = read_token_source(&fields)?;
    if let Some(settings) = get(&fields, "settings") {
        config.settings = value::settings(settings)?;
    }
    if let Some(timeout) = get(&fields, "timeoutMs") {
        config.timeout = millis("timeoutMs", timeout)?;
    }
    config.when_signed_out = otherwise(&fields, "whenSignedOut", config.when_signed_out)?;
    config.when_token_fails = otherwise(&fields, "whenTokenFails", config.when_token_fails)?;
    config.nonce = optional_text(&fields, "nonce")?;
    config.widget_url = optional_text(&fields, "widgetUrl")?;
    config.allow_unsigned_identity = flag(&fields, "allowUnsignedIdentity")?;
    config.debug = flag(&fields, "debug")?;
    config.check()?;
    Ok(config)
}

/// Refuses an event that never happens.
///
/// # Errors
/// [`Code::InvalidOption`].
pub(super) fn check_event(event: &str) -> Result<(), Error> {
    if EVENTS.contains(&event) { Ok(()) } else { Err(invalid("event", &one_of(&EVENTS))) }
}

fn read_api_base(fields: &Fields) -> Result<Option<ApiBase>, Error> {
    let any_host = flag(fields, "allowCustomApiBase")?;
    match (optional_text(fields, "region")?, optional_text(fields, "apiBase")?) {
        (Some(_), Some(_)) => Err(Code::RegionAndApiBase.into()),
        (Some(region), None) => Region::parse(&region).map(|region| Some(region.into())),
        (None, Some(api_base)) => ApiBase::parse(&api_base, any_host).map(Some),
        (None, None) => Ok(None),
    }
}

fn read_token_source(fields: &Fields) -> Result<TokenSource, Error> {
    let sources = ["jwtUrl", "jwtRequest", "getJwt", "jwt"];
    let mut given = sources.into_iter().filter_map(|name| Some((name, get(fields, name)?)));
    let Some((name, source)) = given.next() else { return Ok(TokenSource::None) };
    if let Some((other, _)) = given.next() {
        let mut detail = String::from(name);
        detail.push_str(" and ");
        detail.push_str(other);
        return Err(Error::new(Code::SeveralTokenSources).with_detail(detail));
    }
    match name {
        "jwtUrl" => Ok(TokenSource::Request(JwtRequest::get(url(name, source)?))),
        "jwtRequest" => read_request(source).map(TokenSource::Request),
        "jwt" => Ok(TokenSource::Fixed(Secret::new(text(name, source)?))),
        _ => match source.dyn_ref::<Function>() {
            Some(function) => Ok(TokenSource::Provider(provider::of_function(function.clone()))),
            None => Err(invalid(name, "must be a function that returns a promise of the token")),
        },
    }
}

fn read_request(source: &JsValue) -> Result<JwtRequest, Error> {
    let fields = value::fields(source).ok_or_else(|| invalid("jwtRequest", "must be an object"))?;
    check_keys(&fields, &REQUEST_OPTIONS)?;
    let address = get(&fields, "url").ok_or_else(|| invalid("jwtRequest.url", "is missing"))?;
    let mut request = JwtRequest::get(url("jwtRequest.url", address)?);
    if let Some(method) = optional_text(&fields, "method")? {
        request.method = method.to_ascii_uppercase();
    }
    if let Some(headers) = get(&fields, "headers") {
        let headers =
            value::fields(headers).ok_or_else(|| invalid("jwtRequest.headers", "must be an object"))?;
        for (name, header) in headers {
            let header = text("jwtRequest.headers", &header)?;
            request.headers.push((name, header));
        }
    }
    request.body = optional_text(&fields, "body")?;
    if let Some(credentials) = optional_text(&fields, "credentials")? {
        request.credentials = match credentials.as_str() {
            "include" => Credentials::Include,
            "same-origin" => Credentials::SameOrigin,
            "omit" => Credentials::Omit,
            _ => return Err(invalid("credentials", "must be \"include\", \"same-origin\" or \"omit\"")),
        };
    }
    if let Some(timeout) = get(&fields, "timeoutMs") {
        request.timeout = Some(millis("jwtRequest.timeoutMs", timeout)?);
    }
    Ok(request)
}

fn check_keys(fields: &Fields, known: &[&str]) -> Result<(), Error> {
    let Some((unknown, _)) = fields.iter().find(|(key, _)| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    let mut detail = quote(unknown);
    if let Some(meant) = nearest(unknown, known) {
        detail.push_str(", did you mean ");
        detail.push_str(meant);
        detail.push('?');
    }
    Err(Error::new(Code::UnknownOption).with_detail(detail))
}

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a JsValue> {
    fields.iter().find(|(key, value)| key == name && !value.is_null()).map(|(_, value)| value)
}

fn text(name: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| invalid(name, "must be a string"))
}

fn optional_text(fields: &Fields, name: &str) -> Result<Option<String>, Error> {
    get(fields, name).map(|value| text(name, value)).transpose()
}

/// A string, or a `URL`.
fn url(name: &str, value: &JsValue) -> Result<String, Error> {
    match value.dyn_ref::<web_sys::Url>() {
        Some(url) => Ok(url.href()),
        None => text(name, value),
    }
}

fn flag(fields: &Fields, name: &str) -> Result<bool, Error> {
    match get(fields, name) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| invalid(name, "must be true or false")),
    }
}

fn otherwise(fields: &Fields, name: &str, default: Otherwise) -> Result<Otherwise, Error> {
    match optional_text(fields, name)?.as_deref() {
        None => Ok(default),
        Some("visitor") => Ok(Otherwise::Visitor),
        Some("error") => Ok(Otherwise::Error),
        Some(_) => Err(invalid(name, "must be \"visitor\" or \"error\"")),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to lie between 1 and a day")]
fn millis(name: &str, value: &JsValue) -> Result<Millis, Error> {
    let number = value.as_f64().filter(|number| (1.0..=MAX_TIMEOUT).contains(number));
    number
        .map(|number| number as Millis)
        .ok_or_else(|| invalid(name, "must be a number of milliseconds from 1 to 86400000"))
}

fn one_of(names: &[&str]) -> String {
    let mut text = String::from("must be one of ");
    text.push_str(&names.join(", "));
    text
}
