//! `BootOptions` as a configuration. `web/options.js` has looked at their kinds, and gives each at its place.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::core::config::{
    ApiBase, AppId, Config, Credentials, DEFAULT_TIMEOUT, JwtRequest, Load, Otherwise, Routes, TokenSource,
};
use crate::core::error::Error;
use crate::core::schedule::Millis;
use crate::core::token::Secret;
use crate::js::provider;
use crate::web::read;

/// The places of the options: the order of `OPTIONS` in `web/options.js`.
#[derive(Clone, Copy)]
#[expect(
    dead_code,
    reason = "of the region, and of whether any host will do, `options.js` makes the place of `apiBase`"
)]
enum At {
    AppId,
    Region,
    ApiBase,
    JwtUrl,
    JwtRequest,
    GetJwt,
    Jwt,
    Settings,
    Routes,
    Load,
    SyncTabs,
    WhenSignedOut,
    WhenTokenFails,
    Nonce,
    WidgetUrl,
    TimeoutMs,
    AllowUnsignedIdentity,
    AllowCustomApiBase,
    Debug,
}

/// The places of the options of `jwtRequest`: the order of `REQUEST_OPTIONS` in `web/options.js`.
#[derive(Clone, Copy)]
enum InRequest {
    Url,
    Method,
    Headers,
    Body,
    Credentials,
    TimeoutMs,
}

impl From<At> for u32 {
    fn from(place: At) -> Self {
        place as Self
    }
}

impl From<InRequest> for u32 {
    fn from(place: InRequest) -> Self {
        place as Self
    }
}

const CREDENTIALS: [Credentials; 3] = [Credentials::Include, Credentials::SameOrigin, Credentials::Omit];

const ROUTES: [Routes; 2] = [Routes::Auto, Routes::Manual];

const LOADS: [Load; 4] = [Load::Now, Load::Load, Load::Idle, Load::Interaction];

const OTHERWISE: [Otherwise; 2] = [Otherwise::Visitor, Otherwise::Error];

/// Reads and checks the options of `boot`.
///
/// # Errors
/// Every code whose cause lies in the options.
pub(super) fn read(options: &JsValue) -> Result<Config, Error> {
    let given = Given(read::options(options)?);
    Ok(Config {
        app_id: AppId::checked(given.text(At::AppId).unwrap_or_default()),
        api_base: given.text(At::ApiBase).map(ApiBase::checked),
        token: given.token_source(),
        settings: given.list(At::Settings).map(|list| read::settings_in(&list)).unwrap_or_default(),
        routes: given.word(At::Routes, &ROUTES).unwrap_or(Routes::Auto),
        load: given.word(At::Load, &LOADS).unwrap_or(Load::Now),
        sync_tabs: given.flag(At::SyncTabs, true),
        when_signed_out: given.word(At::WhenSignedOut, &OTHERWISE).unwrap_or(Otherwise::Visitor),
        when_token_fails: given.word(At::WhenTokenFails, &OTHERWISE).unwrap_or(Otherwise::Error),
        nonce: given.text(At::Nonce),
        widget_url: given.text(At::WidgetUrl),
        timeout: given.millis(At::TimeoutMs).unwrap_or(DEFAULT_TIMEOUT),
        allow_unsigned_identity: given.flag(At::AllowUnsignedIdentity, false),
        debug: given.flag(At::Debug, false),
    })
}

/// What was given, by its places; what is not given is undefined.
struct Given(Array);

impl Given {
    fn at(&self, place: impl Into<u32>) -> JsValue {
        self.0.get(place.into())
    }

    fn text(&self, at: impl Into<u32>) -> Option<String> {
        self.at(at).as_string()
    }

    fn flag(&self, at: impl Into<u32>, otherwise: bool) -> bool {
        self.at(at).as_bool().unwrap_or(otherwise)
    }

    fn list(&self, at: impl Into<u32>) -> Option<Array> {
        self.at(at).dyn_into().ok()
    }

    #[expect(clippy::cast_possible_truncation, reason = "it lies between 1 and a day")]
    fn millis(&self, at: impl Into<u32>) -> Option<Millis> {
        self.at(at).as_f64().map(|number| number as Millis)
    }

    /// The one of `meanings` whose place is given.
    fn word<T: Copy>(&self, at: impl Into<u32>, meanings: &[T]) -> Option<T> {
        let place = usize::try_from(self.millis(at)?).ok()?;
        meanings.get(place).copied()
    }

    fn token_source(&self) -> TokenSource {
        if let Some(url) = self.text(At::JwtUrl) {
            TokenSource::Request(JwtRequest::get(url))
        } else if let Some(request) = self.list(At::JwtRequest) {
            TokenSource::Request(Self(request).request())
        } else if let Ok(function) = self.at(At::GetJwt).dyn_into::<Function>() {
            TokenSource::Provider(provider::of_function(function))
        } else {
            self.text(At::Jwt).map_or(TokenSource::None, |token| TokenSource::Fixed(Secret::new(token)))
        }
    }

    fn request(&self) -> JwtRequest {
        let mut request = JwtRequest::get(self.text(InRequest::Url).unwrap_or_default());
        if let Some(method) = self.text(InRequest::Method) {
            request.method = method;
        }
        if let Some(headers) = self.list(InRequest::Headers) {
            read::pairs(&headers, |name, value| request.headers.push((name, value)));
        }
        request.body = self.text(InRequest::Body);
        request.credentials = self.word(InRequest::Credentials, &CREDENTIALS).unwrap_or_default();
        request.timeout = self.millis(InRequest::TimeoutMs);
        request
    }
}
