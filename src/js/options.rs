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

const CREDENTIALS: [Credentials; 3] = [Credentials::Include, Credentials::SameOrigin, Credentials::Omit];

const ROUTES: [Routes; 2] = [Routes::Auto, Routes::Manual];

const LOADS: [Load; 4] = [Load::Now, Load::Load, Load::Idle, Load::Interaction];

const OTHERWISE: [Otherwise; 2] = [Otherwise::Visitor, Otherwise::Error];

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
    let must = "must be \"auto\" or \"manual\"";
    config.routes = options.word("routes", must, &["auto", "manual"], &ROUTES).unwrap_or(config.routes);
    let must = "must be \"now\", \"load\", \"idle\" or \"interaction\"";
    let words = ["now", "load", "idle", "interaction"];
    config.load = options.word("load", must, &words, &LOADS).unwrap_or(config.load);
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

/// An object's fields, and the first thing that is wrong with them. Reading goes on after a mistake, so that the
/// code has one way out and not one for each option.
struct Options<'a> {
    object: &'a JsValue,
    failure: Option<Error>,
}

impl<'a> Options<'a> {
    /// The fields of `object`, whose keys should be among `known`; `None` if it is no object.
    fn of(object: &'a JsValue, known: &[&str]) -> Option<Self> {
        let mut failure = None;
        value::each(object, &mut |key, _| {
            if failure.is_none() && !known.contains(&key.as_str()) {
                failure = Some(unknown(&key, known));
            }
            Some(())
        })?;
        Some(Self { object, failure })
    }

    /// What went wrong first; `otherwise` if nothing has.
    fn first(&mut self, otherwise: Error) -> Error {
        self.failure.take().unwrap_or(otherwise)
    }

    fn fail(&mut self, error: Error) {
        if self.failure.is_none() {
            self.failure = Some(error);
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// A field's value; an option that is null is one that is not given.
    fn get(&self, name: &str) -> Option<JsValue> {
        let value = value::property(self.object, name);
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    /// `value`, of an option that is given and `must` be something else if this is `None`.
    fn checked<T>(&mut self, name: &str, must: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.fail(invalid(name, must));
        }
        value
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.get(name)?.as_string();
        self.checked(name, "must be a string", text)
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.get(name)?.as_bool();
        self.checked(name, "must be true or false", flag)
    }

    /// A string, or a `URL`.
    fn url(&mut self, name: &str) -> String {
        let Some(value) = self.get(name) else { return String::new() };
        // Told by what it has and not by its class, another window's `URL` is one as well.
        let url = if value.is_object() { value::property(&value, "href") } else { value }.as_string();
        self.checked(name, "must be a string or a URL", url).unwrap_or_default()
    }

    #[expect(clippy::cast_possible_truncation, reason = "checked to lie between 1 and a day")]
    fn millis(&mut self, name: &str) -> Option<Millis> {
        let number = self.get(name)?.as_f64().filter(|number| (1.0..=MAX_TIMEOUT).contains(number));
        let number = self.checked(name, "must be a number of milliseconds from 1 to 86400000", number);
        number.map(|number| number as Millis)
    }

    /// One of `words`, as what stands at its place in `meanings`.
    fn word<T: Copy>(&mut self, name: &str, must: &str, words: &[&str], meanings: &[T]) -> Option<T> {
        meanings.get(self.place(name, must, words)?).copied()
    }

    fn place(&mut self, name: &str, must: &str, words: &[&str]) -> Option<usize> {
        let text = self.get(name)?.as_string();
        let at = text.and_then(|text| words.iter().position(|word| *word == text));
        self.checked(name, must, at)
    }

    fn otherwise(&mut self, name: &str) -> Option<Otherwise> {
        self.word(name, "must be \"visitor\" or \"error\"", &["visitor", "error"], &OTHERWISE)
    }

    fn settings(&mut self) -> Settings {
        let Some(object) = self.get("settings") else { return Settings::new() };
        value::settings(&object).unwrap_or_else(|error| {
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
        let mut given = (0..).zip(TOKEN_SOURCES).filter(|(_, name)| self.get(name).is_some());
        let (first, second) = (given.next(), given.next());
        let Some((which, name)) = first else { return TokenSource::None };
        if let Some((_, other)) = second {
            let mut detail = String::from(name);
            detail.push_str(" and ");
            detail.push_str(other);
            self.fail(Error::new(Code::SeveralTokenSources).with_detail(detail));
            return TokenSource::None;
        }
        match which {
            0 => TokenSource::Request(JwtRequest::get(self.url(name))),
            1 => self.request(name),
            2 => {
                let function = self.get(name).and_then(|value| value.dyn_into::<Function>().ok());
                let must = "must be a function that returns the token";
                self.checked(name, must, function).map_or(TokenSource::None, |function| {
                    TokenSource::Provider(provider::of_function(function))
                })
            }
            _ => TokenSource::Fixed(Secret::new(self.text(name).unwrap_or_default())),
        }
    }

    fn request(&mut self, name: &str) -> TokenSource {
        let object = self.get(name).unwrap_or_default();
        let Some(mut options) = Options::of(&object, &REQUEST_OPTIONS) else {
            self.fail(invalid(name, "must be an object"));
            return TokenSource::None;
        };
        if options.get("url").is_none() {
            options.fail(invalid("jwtRequest.url", "is missing"));
        }
        let mut request = JwtRequest::get(options.url("url"));
        if let Some(method) = options.text("method") {
            request.method = method.to_ascii_uppercase();
        }
        request.headers = options.headers();
        request.body = options.text("body");
        let must = "must be \"include\", \"same-origin\" or \"omit\"";
        let words = ["include", "same-origin", "omit"];
        request.credentials = options.word("credentials", must, &words, &CREDENTIALS).unwrap_or_default();
        request.timeout = options.millis("timeoutMs");
        if let Some(error) = options.failure {
            self.fail(error);
        }
        TokenSource::Request(request)
    }

    fn headers(&mut self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        if let Some(object) = self.get("headers") {
            let all = value::each(&object, &mut |name, header| {
                headers.push((name, header.as_string()?));
                Some(())
            });
            self.checked("headers", "must be an object of strings", all);
        }
        headers
    }
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
