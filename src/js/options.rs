//! Conversion of `BootOptions` to a configuration. Only the reading of the page's objects is here; checks that need no
//! browser are in `core/config/`.

use std::cell::OnceCell;

use wasm_bindgen::JsValue;

use crate::core::attributes::Attributes;
use crate::core::config::options::{
    OPTIONS, REQUEST_OPTIONS, TOKEN_SOURCES, Word, several, time_limit, unknown, word,
};
use crate::core::config::{
    ApiBase, AppId, Config, DEFAULT_TIMEOUT, Fallback, JwtRequest, Load, RefreshWith, Routes, TokenSource,
    VisitorOnSignIn, check_request, check_url, invalid,
};
use crate::core::error::{Code, Error};
use crate::core::schedule::Millis;
use crate::core::token::RawToken;
use crate::js::provider;
use crate::web::{conversion, object};

/// Reads and checks the options of `boot`.
///
/// # Errors
/// Every code whose cause is in the options. Of several the first counts, and all types are checked before any value.
pub(super) fn read(options: &JsValue) -> Result<Config, Error> {
    if !object::is_object(options) {
        return Err(Code::InvalidOptions.into());
    }
    let given = Options { object: options, failure: OnceCell::new() };
    let mut sources = TOKEN_SOURCES.into_iter().filter(|name| given.get(name).is_some());
    if let (Some(first), Some(second)) = (sources.next(), sources.next()) {
        given.fail(several(first, second));
    }
    given.check_names(&OPTIONS);
    let (app_id, region, api_base) = (given.text("appId"), given.text("region"), given.text("apiBase"));
    let token = given.token_source();
    let settings = given.settings();
    let routes = given.word("routes", Routes::Auto);
    let load = given.word("load", Load::Now);
    let sync_tabs = given.flag("syncTabs", true);
    let when_signed_out = given.word("whenSignedOut", Fallback::Visitor);
    let when_token_fails = given.word("whenTokenFails", Fallback::Error);
    let visitor_on_sign_in = given.word("visitorOnSignIn", VisitorOnSignIn::Restart);
    let refresh_with = given.word("refreshWith", RefreshWith::Boot);
    let nonce = given.text("nonce");
    let widget_url = given.widget_url();
    let timeout = given.time("timeoutMs").unwrap_or(DEFAULT_TIMEOUT);
    let allow_unsigned_identity = given.flag("allowUnsignedIdentity", false);
    let any_host = given.flag("allowCustomApiBase", false);
    let debug = given.flag("debug", false);
    let app_id = given.accept(AppId::parse(&app_id.unwrap_or_default()));
    let api_base = given.accept(ApiBase::of_options(region.as_deref(), api_base.as_deref(), any_host));
    if let Some(failure) = given.failure.into_inner() {
        return Err(failure);
    }
    // Without a failure both are present.
    let (Some(app_id), Some(api_base)) = (app_id, api_base) else { return Err(Code::InvalidOptions.into()) };
    Ok(Config {
        app_id,
        api_base,
        token,
        settings,
        routes,
        load,
        sync_tabs,
        when_signed_out,
        when_token_fails,
        visitor_on_sign_in,
        refresh_with,
        nonce,
        widget_url,
        timeout,
        allow_unsigned_identity,
        debug,
    })
}

/// An object with options, and the first failure to read one. Continuing after it keeps the calling code short.
struct Options<'a> {
    object: &'a JsValue,
    failure: OnceCell<Error>,
}

impl Options<'_> {
    fn fail(&self, error: Error) {
        // A later one is ignored.
        let _ = self.failure.set(error);
    }

    fn accept<T>(&self, read: Result<T, Error>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// Refuses options that are not `known`. An undefined one is absent.
    fn check_names(&self, known: &[&str]) {
        let Some(names) = object::names(self.object) else { return self.fail(Code::InvalidOptions.into()) };
        for name in &names {
            if !known.contains(&name.as_str()) && !object::field(self.object, name).is_undefined() {
                self.fail(unknown(name, known));
            }
        }
    }

    /// An option's value. A null one is absent.
    fn get(&self, name: &str) -> Option<JsValue> {
        let value = object::field(self.object, name);
        if object::is_null(&value) || value.is_undefined() { None } else { Some(value) }
    }

    /// An option that must be of one type.
    fn read<T>(&self, name: &str, must: &str, read: impl FnOnce(JsValue) -> Option<T>) -> Option<T> {
        let read = read(self.get(name)?);
        if read.is_none() {
            self.fail(invalid(name, must));
        }
        read
    }

    fn text(&self, name: &str) -> Option<String> {
        self.read(name, "must be a string", |value| object::text(&value))
    }

    fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.read(name, "must be true or false", |value| object::flag(&value)).unwrap_or(otherwise)
    }

    fn word<T: Word>(&self, name: &str, otherwise: T) -> T {
        let Some(value) = self.get(name) else { return otherwise };
        self.accept(word(name, object::text(&value).as_deref())).unwrap_or(otherwise)
    }

    fn time(&self, name: &str) -> Option<Millis> {
        let value = self.get(name)?;
        self.accept(time_limit(name, value.as_f64()))
    }

    /// The endpoint's address. A `URL` is recognized by its properties and not by its class: another window's is valid
    /// as well.
    fn address(&self, name: &str) -> Option<String> {
        let read = |value: JsValue| {
            let text = if object::is_object(&value) { object::get(&value, "href") } else { value };
            object::text(&text)
        };
        let url = self.read(name, "must be a string or a URL", read)?;
        self.accept(check_url("jwtUrl", &url))?;
        Some(url)
    }

    fn widget_url(&self) -> Option<String> {
        let url = self.text("widgetUrl")?;
        self.accept(check_url("widgetUrl", &url))?;
        Some(url)
    }

    fn settings(&self) -> Attributes {
        let settings = self.get("settings").and_then(|settings| self.accept(conversion::settings(&settings)));
        settings.unwrap_or_default()
    }

    /// Source of the token; of several the first.
    fn token_source(&self) -> TokenSource {
        if let Some(url) = self.address("jwtUrl") {
            return TokenSource::Request(JwtRequest::get(url));
        }
        let request = |value| object::is_object(&value).then_some(value);
        if let Some(request) = self.read("jwtRequest", "must be an object", request) {
            let request = Options { object: &request, failure: OnceCell::new() };
            let read = request.request();
            request.failure.into_inner().into_iter().for_each(|failure| self.fail(failure));
            return TokenSource::Request(read);
        }
        let function = |value: JsValue| value.is_function().then_some(value);
        if let Some(function) = self.read("getJwt", "must be a function that returns the token", function) {
            return TokenSource::Provider(provider::of_function(function));
        }
        self.text("jwt").map_or(TokenSource::None, |token| TokenSource::Fixed(RawToken::new(token)))
    }

    /// The options of `jwtRequest`.
    fn request(&self) -> JwtRequest {
        if self.get("url").is_none() {
            self.fail(invalid("jwtRequest.url", "is missing"));
        }
        self.check_names(&REQUEST_OPTIONS);
        let mut request = JwtRequest::get(self.address("url").unwrap_or_default());
        if let Some(method) = self.text("method") {
            request.method = method.to_ascii_uppercase();
        }
        let headers = self.read("headers", "must be an object of strings", |value| strings(&value));
        request.headers = headers.unwrap_or_default();
        request.body = self.text("body");
        request.credentials = self.word("credentials", request.credentials);
        request.timeout = self.time("timeoutMs");
        self.accept(check_request(&request));
        request
    }
}

/// An object's fields; `None` unless each is a text.
fn strings(object: &JsValue) -> Option<Vec<(String, String)>> {
    let mut fields = Vec::new();
    for name in object::names(object)? {
        let value = object::field(object, &name);
        if !value.is_undefined() {
            fields.push((name, object::text(&value)?));
        }
    }
    Some(fields)
}
