//! Reading `BootOptions`: a key that is not known is an error that names the nearest one.

use js_sys::Function;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::config::{
    ApiBase, Config, Credentials, JwtRequest, Load, Otherwise, Region, Routes, TokenSource, invalid, nearest,
};
use crate::error::{Code, Error, quote};
use crate::js::{provider, value};
use crate::jwt::Secret;
use crate::refresh::Millis;
use crate::settings::Settings;

const OPTIONS: [&str; 19] = [
    "appId",
    "region",
    "apiBase",
    "jwtUrl",
    "jwtRequest",
    "getJwt",
    "jwt",
    "settings",
    "routes",
    "load",
    "syncTabs",
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

const TOKEN_SOURCES: [&str; 4] = ["jwtUrl", "jwtRequest", "getJwt", "jwt"];

const CREDENTIALS: [(&str, Credentials); 3] = [
    ("include", Credentials::Include),
    ("same-origin", Credentials::SameOrigin),
    ("omit", Credentials::Omit),
];

const EVENTS: [&str; 9] = [
    "statechange",
    "ready",
    "tokenrefresh",
    "signedout",
    "error",
    "show",
    "hide",
    "unreadcountchange",
    "useremailsupplied",
];

const ROUTES: [(&str, Routes); 2] = [("auto", Routes::Auto), ("manual", Routes::Manual)];

const LOADS: [(&str, Load); 4] =
    [("now", Load::Now), ("load", Load::Load), ("idle", Load::Idle), ("interaction", Load::Interaction)];

/// A time-out may be as long as a day; a longer one is a mistake in the unit.
const MAX_TIMEOUT: f64 = 86_400_000.0;

/// Reads and checks the options of `boot`.
///
/// # Errors
/// Every code whose cause lies in the options.
pub(super) fn read(options: &JsValue) -> Result<Config, Error> {
    let mut options = Options::of(options, &OPTIONS).ok_or(Code::InvalidOptions)?;
    let app_id = options.text("appId").unwrap_or_default();
    let mut config = Config::new(&app_id).map_err(|error| options.first(error))?;
    config.api_base = options.api_base();
    config.token = options.token_source();
    config.settings = options.settings();
    config.timeout = options.millis("timeoutMs").unwrap_or(config.timeout);
    config.routes =
        options.word("routes", "must be \"auto\" or \"manual\"", &ROUTES).unwrap_or(config.routes);
    let must = "must be \"now\", \"load\", \"idle\" or \"interaction\"";
    config.load = options.word("load", must, &LOADS).unwrap_or(config.load);
    config.sync_tabs = options.flag("syncTabs").unwrap_or(config.sync_tabs);
    config.when_signed_out = options.otherwise("whenSignedOut").unwrap_or(config.when_signed_out);
    config.when_token_fails = options.otherwise("whenTokenFails").unwrap_or(config.when_token_fails);
    config.nonce = options.text("nonce");
    config.widget_url = options.text("widgetUrl");
    config.allow_unsigned_identity = options.flag("allowUnsignedIdentity").unwrap_or_default();
    config.debug = options.flag("debug").unwrap_or_default();
    options.finish()?;
    config.check()?;
    Ok(config)
}

/// Refuses an event that never happens.
///
/// # Errors
/// [`Code::InvalidOption`].
pub(super) fn check_event(event: &str) -> Result<(), Error> {
    if EVENTS.contains(&event) {
        return Ok(());
    }
    let mut must = String::from("must be one of");
    for event in EVENTS {
        must.push(' ');
        must.push_str(event);
    }
    Err(invalid("event", &must))
}

/// An object's fields, and the first thing that is wrong with them. Reading goes on after a mistake, so that the
/// code has one way out and not one for each option.
struct Options {
    fields: Vec<(String, JsValue)>,
    failure: Option<Error>,
}

impl Options {
    /// The fields of `object`, whose keys should be among `known`; `None` if it is no object.
    fn of(object: &JsValue, known: &[&str]) -> Option<Self> {
        let fields = value::fields(object)?;
        let failure =
            fields.iter().find(|(key, _)| !known.contains(&key.as_str())).map(|(key, _)| unknown(key, known));
        Some(Self { fields, failure })
    }

    /// What went wrong first; `otherwise` if nothing has.
    fn first(&mut self, otherwise: Error) -> Error {
        self.failure.take().unwrap_or(otherwise)
    }

    fn fail(&mut self, error: Error) {
        let error = self.first(error);
        self.failure = Some(error);
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// A field's value; an option that is null is one that is not given.
    fn get(&self, name: &str) -> Option<JsValue> {
        self.fields
            .iter()
            .find(|(key, value)| key == name && !value.is_null())
            .map(|(_, value)| value.clone())
    }

    /// A field's value as `read` reads it; what it `must` be is the mistake otherwise.
    fn read<T>(&mut self, name: &str, must: &str, read: impl FnOnce(&JsValue) -> Option<T>) -> Option<T> {
        let value = read(&self.get(name)?);
        if value.is_none() {
            self.fail(invalid(name, must));
        }
        value
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, "must be a string", JsValue::as_string)
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, "must be true or false", JsValue::as_bool)
    }

    /// A string, or a `URL`.
    fn url(&mut self, name: &str) -> String {
        let href = |value: &JsValue| value.dyn_ref::<web_sys::Url>().map(web_sys::Url::href);
        self.read(name, "must be a string or a URL", |value| value.as_string().or_else(|| href(value)))
            .unwrap_or_default()
    }

    #[expect(clippy::cast_possible_truncation, reason = "checked to lie between 1 and a day")]
    fn millis(&mut self, name: &str) -> Option<Millis> {
        self.read(name, "must be a number of milliseconds from 1 to 86400000", |value| {
            value
                .as_f64()
                .filter(|number| (1.0..=MAX_TIMEOUT).contains(number))
                .map(|number| number as Millis)
        })
    }

    /// One of the words in `words`, as what stands beside it.
    fn word<T: Copy>(&mut self, name: &str, must: &str, words: &[(&str, T)]) -> Option<T> {
        self.read(name, must, |value| {
            let text = value.as_string()?;
            words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
        })
    }

    fn otherwise(&mut self, name: &str) -> Option<Otherwise> {
        let words = [("visitor", Otherwise::Visitor), ("error", Otherwise::Error)];
        self.word(name, "must be \"visitor\" or \"error\"", &words)
    }

    fn settings(&mut self) -> Settings {
        let settings =
            self.get("settings").map_or_else(|| Ok(Settings::new()), |object| value::settings(&object));
        settings.unwrap_or_else(|error| {
            self.fail(error);
            Settings::new()
        })
    }

    fn api_base(&mut self) -> Option<ApiBase> {
        let any_host = self.flag("allowCustomApiBase").unwrap_or_default();
        let api_base = match (self.text("region"), self.text("apiBase")) {
            (Some(_), Some(_)) => Err(Code::RegionAndApiBase.into()),
            (Some(region), None) => Region::parse(&region).map(ApiBase::from),
            (None, Some(api_base)) => ApiBase::parse(&api_base, any_host),
            (None, None) => return None,
        };
        api_base.map_err(|error| self.fail(error)).ok()
    }

    fn token_source(&mut self) -> TokenSource {
        let given: Vec<&str> = TOKEN_SOURCES.into_iter().filter(|name| self.get(name).is_some()).collect();
        match given.as_slice() {
            [] => TokenSource::None,
            ["jwtUrl"] => TokenSource::Request(JwtRequest::get(self.url("jwtUrl"))),
            ["jwtRequest"] => self.request(),
            ["jwt"] => TokenSource::Fixed(Secret::new(self.text("jwt").unwrap_or_default())),
            ["getJwt"] => {
                let function = self.read("getJwt", "must be a function that returns the token", |value| {
                    value.dyn_ref::<Function>().cloned()
                });
                function.map_or(TokenSource::None, |function| {
                    TokenSource::Provider(provider::of_function(function))
                })
            }
            [one, other, ..] => {
                let mut detail = String::from(*one);
                detail.push_str(" and ");
                detail.push_str(other);
                self.fail(Error::new(Code::SeveralTokenSources).with_detail(detail));
                TokenSource::None
            }
            [_] => TokenSource::None,
        }
    }

    fn request(&mut self) -> TokenSource {
        let object = self.get("jwtRequest").and_then(|object| Self::of(&object, &REQUEST_OPTIONS));
        let Some(mut options) = object else {
            self.fail(invalid("jwtRequest", "must be an object"));
            return TokenSource::None;
        };
        if options.get("url").is_none() {
            options.fail(invalid("jwtRequest.url", "is missing"));
        }
        let mut request = JwtRequest::get(options.url("url"));
        if let Some(method) = options.text("method") {
            request.method = method.to_ascii_uppercase();
        }
        request.headers =
            options.read("headers", "must be an object of strings", headers).unwrap_or_default();
        request.body = options.text("body");
        let must = "must be \"include\", \"same-origin\" or \"omit\"";
        request.credentials = options.word("credentials", must, &CREDENTIALS).unwrap_or_default();
        request.timeout = options.millis("timeoutMs");
        if let Err(error) = options.finish() {
            self.fail(error);
        }
        TokenSource::Request(request)
    }
}

fn headers(object: &JsValue) -> Option<Vec<(String, String)>> {
    value::fields(object)?.into_iter().map(|(name, header)| Some((name, header.as_string()?))).collect()
}

fn unknown(key: &str, known: &[&str]) -> Error {
    let mut detail = quote(key);
    if let Some(meant) = nearest(key, known) {
        detail.push_str(", did you mean ");
        detail.push_str(meant);
        detail.push('?');
    }
    Error::new(Code::UnknownOption).with_detail(detail)
}
