//! `BootOptions` as a configuration. `read.js` has looked at their kinds, and gives each at its place.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::config::{
    ApiBase, AppId, Config, Credentials, DEFAULT_TIMEOUT, JwtRequest, Load, Otherwise, Region, Routes,
    TokenSource,
};
use crate::error::{Code, Error};
use crate::js::provider;
use crate::jwt::Secret;
use crate::refresh::Millis;
use crate::web::read;

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
    let config = Config {
        app_id: AppId::parse(&given.text(0).unwrap_or_default())?,
        api_base: api_base(given.text(1), given.text(2), given.flag(17, false))?,
        token: given.token_source(),
        settings: given.list(7).map(|list| read::settings_of(&list)).unwrap_or_default(),
        routes: given.word(8, &ROUTES).unwrap_or(Routes::Auto),
        load: given.word(9, &LOADS).unwrap_or(Load::Now),
        sync_tabs: given.flag(10, true),
        when_signed_out: given.word(11, &OTHERWISE).unwrap_or(Otherwise::Visitor),
        when_token_fails: given.word(12, &OTHERWISE).unwrap_or(Otherwise::Error),
        nonce: given.text(13),
        widget_url: given.text(14),
        timeout: given.millis(15).unwrap_or(DEFAULT_TIMEOUT),
        allow_unsigned_identity: given.flag(16, false),
        debug: given.flag(18, false),
    };
    config.check()?;
    Ok(config)
}

fn api_base(
    region: Option<String>,
    api_base: Option<String>,
    any_host: bool,
) -> Result<Option<ApiBase>, Error> {
    Ok(Some(match (region, api_base) {
        (Some(_), Some(_)) => return Err(Code::RegionAndApiBase.into()),
        (Some(region), None) => Region::parse(&region)?.into(),
        (None, Some(api_base)) => ApiBase::parse(&api_base, any_host)?,
        (None, None) => return Ok(None),
    }))
}

/// What was given, by its places; what is not given is undefined.
struct Given(Array);

impl Given {
    fn text(&self, at: u32) -> Option<String> {
        self.0.get(at).as_string()
    }

    fn flag(&self, at: u32, otherwise: bool) -> bool {
        self.0.get(at).as_bool().unwrap_or(otherwise)
    }

    fn list(&self, at: u32) -> Option<Array> {
        self.0.get(at).dyn_into().ok()
    }

    #[expect(clippy::cast_possible_truncation, reason = "it lies between 1 and a day")]
    fn millis(&self, at: u32) -> Option<Millis> {
        self.0.get(at).as_f64().map(|number| number as Millis)
    }

    /// The one of `meanings` whose place is given.
    fn word<T: Copy>(&self, at: u32, meanings: &[T]) -> Option<T> {
        let place = usize::try_from(self.millis(at)?).ok()?;
        meanings.get(place).copied()
    }

    fn token_source(&self) -> TokenSource {
        if let Some(url) = self.text(3) {
            TokenSource::Request(JwtRequest::get(url))
        } else if let Some(request) = self.list(4) {
            TokenSource::Request(Self(request).request())
        } else if let Ok(function) = self.0.get(5).dyn_into::<Function>() {
            TokenSource::Provider(provider::of_function(function))
        } else {
            self.text(6).map_or(TokenSource::None, |token| TokenSource::Fixed(Secret::new(token)))
        }
    }

    fn request(&self) -> JwtRequest {
        let mut request = JwtRequest::get(self.text(0).unwrap_or_default());
        if let Some(method) = self.text(1) {
            request.method = method.to_ascii_uppercase();
        }
        if let Some(headers) = self.list(2) {
            read::pairs(&headers, |name, value| request.headers.push((name, value)));
        }
        request.body = self.text(3);
        request.credentials = self.word(4, &CREDENTIALS).unwrap_or_default();
        request.timeout = self.millis(5);
        request
    }
}
