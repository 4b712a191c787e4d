//! Options of a boot, checked: a [`Config`] that exists is one that can be booted.

pub mod options;
mod token_source;
mod workspace;

use crate::core::attributes::{Attributes, Payload};
use crate::core::error::{Code, Error};
use crate::core::schedule::{Millis, SECOND};
use crate::core::token::RawToken;

pub(crate) use token_source::check_request;
pub use token_source::{Credentials, JwtDone, JwtProvider, JwtRequest, TokenSource};
pub use workspace::{ApiBase, AppId, Region};

/// Address of the Messenger's script in every region; the workspace's id follows.
pub const WIDGET: &str = "https://widget.intercom.io/widget/";

/// Default time limit of one attempt.
pub(crate) const DEFAULT_TIMEOUT: Millis = 15 * SECOND;

/// Fallback when a configured source yields no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// Boot as a visitor.
    Visitor,
    /// Do not boot.
    Error,
}

/// Source of the Messenger's route updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routes {
    /// The loader listens to the page's navigation. A change of the fragment alone is none.
    Auto,
    /// The same, and a change of the fragment is a route: for routers that keep theirs in it.
    Hash,
    /// The application calls `routeUpdate`.
    Manual,
}

/// Moment at which the Messenger is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// At once.
    Now,
    /// When the page has loaded.
    Load,
    /// When the browser is idle; on slow or metered connections, on an interaction.
    Idle,
    /// On an interaction with a launcher that the loader draws.
    Interaction,
}

/// Call that gives the Messenger a new token of the same user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshWith {
    /// Another `boot`, as in Intercom's documentation.
    Boot,
    /// `update`.
    Update,
}

/// Treatment of a visitor's session when the visitor signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitorOnSignIn {
    /// It is shut down, and the user's begins.
    Restart,
    /// The user's begins over it, so that Intercom can turn the lead into the user.
    Keep,
}

/// Every option of `boot`; the option of the same name in JavaScript is in camelCase. Two are equal if they differ only
/// in a token of the page's own ([`TokenSource::Fixed`]).
///
/// Options without a method of their own are set as fields:
///
/// ```
/// use intercom_messenger_loader::config::{Config, JwtRequest, Load, Region, TokenSource};
///
/// # fn main() -> Result<(), intercom_messenger_loader::Error> {
/// let mut config = Config::new("abc12345")?.region(Region::Eu);
/// let mut request = JwtRequest::get("/api/messenger-token");
/// request.method = "POST".to_owned();
/// request.headers.push(("X-CSRF-Token".to_owned(), "abc".to_owned()));
/// config.token = TokenSource::Request(request);
/// config.load = Load::Idle;
/// config.check()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// The workspace.
    pub app_id: AppId,
    /// Its region's API, or `None` for the Messenger's own default, the US.
    pub api_base: Option<ApiBase>,
    /// Source of the token; by default none, for a visitor.
    pub token: TokenSource,
    /// Intercom's attributes; none by default. Those that identify a user belong in the token.
    pub settings: Attributes,
    /// Source of the Messenger's route updates; by default the loader.
    pub routes: Routes,
    /// Moment at which the Messenger is loaded; by default at once.
    pub load: Load,
    /// Whether the tabs of a site end and change their sessions together; by default they do.
    pub sync_tabs: bool,
    /// Fallback when the endpoint says that no user is signed in; by default boot as a visitor.
    pub when_signed_out: Fallback,
    /// Fallback when no token arrives, so that the user is unknown; by default do not boot.
    pub when_token_fails: Fallback,
    /// Treatment of a visitor's session when the visitor signs in; by default it is shut down.
    pub visitor_on_sign_in: VisitorOnSignIn,
    /// Call that gives the Messenger a new token; by default another `boot`.
    pub refresh_with: RefreshWith,
    /// The nonce of the page's Content-Security-Policy, for the script.
    pub nonce: Option<String>,
    /// Another address of the Messenger's script, for a first-party proxy.
    pub widget_url: Option<String>,
    /// Time limit of one attempt at a request or at the script, in milliseconds, above 0; by default 15,000.
    pub timeout: Millis,
    /// Whether identifying attributes may be sent without a token; by default not. Anyone can then impersonate anyone.
    pub allow_unsigned_identity: bool,
    /// Whether to log events to the console, tokens never; by default not.
    pub debug: bool,
}

impl Config {
    /// A visitor's Messenger of this workspace, with defaults for everything else.
    ///
    /// # Errors
    /// [`Code::InvalidAppId`] for anything but 1 to 64 letters and digits.
    pub fn new(app_id: &str) -> Result<Self, Error> {
        Ok(Self {
            app_id: AppId::parse(app_id)?,
            api_base: None,
            token: TokenSource::None,
            settings: Attributes::new(),
            routes: Routes::Auto,
            load: Load::Now,
            sync_tabs: true,
            when_signed_out: Fallback::Visitor,
            when_token_fails: Fallback::Error,
            visitor_on_sign_in: VisitorOnSignIn::Restart,
            refresh_with: RefreshWith::Boot,
            nonce: None,
            widget_url: None,
            timeout: DEFAULT_TIMEOUT,
            allow_unsigned_identity: false,
            debug: false,
        })
    }

    /// The same with the workspace's region.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.api_base = Some(region.into());
        self
    }

    /// The same with a token endpoint, called by a plain `GET` with cookies. The address is relative to the page or
    /// absolute, http or https. The endpoint answers 200 with `{"token": "…"}`, or 401 when no user is signed in.
    #[must_use]
    pub fn jwt_url(mut self, url: impl Into<String>) -> Self {
        self.token = TokenSource::Request(JwtRequest::get(url));
        self
    }

    /// The same with these attributes.
    #[must_use]
    pub fn settings(mut self, settings: Attributes) -> Self {
        self.settings = settings;
        self
    }

    /// Checks the options in combination.
    ///
    /// # Errors
    /// See [`Attributes`]: [`Code::InvalidSettings`], [`Code::IdentityOutsideToken`], [`Code::UnsignedIdentity`];
    /// [`Code::InvalidOption`] for an address or a header that a browser would refuse, or a timeout of 0.
    pub fn check(&self) -> Result<(), Error> {
        self.check_settings(&self.settings)?;
        if let Some(url) = &self.widget_url {
            check_url("widgetUrl", url)?;
        }
        if self.timeout <= 0 {
            return Err(invalid("timeoutMs", "must be a number of milliseconds above 0"));
        }
        match &self.token {
            TokenSource::Request(request) => check_request(request),
            _ => Ok(()),
        }
    }

    /// Checks attributes that are to be sent in this session.
    ///
    /// # Errors
    /// See [`Attributes`]: [`Code::InvalidSettings`], [`Code::IdentityOutsideToken`], [`Code::UnsignedIdentity`].
    pub(crate) fn check_settings(&self, settings: &Attributes) -> Result<(), Error> {
        settings.check(!self.token.is_none(), self.allow_unsigned_identity)
    }

    /// Address of the Messenger's script.
    #[must_use]
    pub fn widget_url(&self) -> String {
        self.widget_url.clone().unwrap_or_else(|| {
            let mut url = String::from(WIDGET);
            url.push_str(self.app_id.as_str());
            url
        })
    }

    /// Argument of the Messenger's `boot`, with the current attributes.
    #[must_use]
    pub(crate) fn boot_payload(&self, mut settings: Attributes, token: Option<RawToken>) -> Payload {
        settings.set("app_id".to_owned(), self.app_id.as_str().into());
        if let Some(api_base) = &self.api_base {
            settings.set("api_base".to_owned(), api_base.as_str().into());
        }
        self.payload(settings, token)
    }

    /// Argument of the Messenger's `update`.
    #[must_use]
    pub(crate) fn payload(&self, settings: Attributes, token: Option<RawToken>) -> Payload {
        let payload = Payload::new(settings, token);
        let open = self.token.is_none() && self.allow_unsigned_identity;
        if open { payload.beside_others() } else { payload }
    }
}

/// Error that names the option and what its value must be.
#[must_use]
pub(crate) fn invalid(option: &str, must: &str) -> Error {
    let mut detail = String::from(option);
    detail.push(' ');
    detail.push_str(must);
    Error::new(Code::InvalidOption).with_detail(detail)
}

/// Accepts relative addresses, http and https; nothing that a browser would execute.
pub(crate) fn check_url(option: &str, url: &str) -> Result<(), Error> {
    let ends_part = |byte: u8| matches!(byte, b'/' | b'?' | b'#');
    let at = url.bytes().position(|byte| byte == b':' || ends_part(byte)).unwrap_or(url.len());
    let (start, rest) = url.split_at_checked(at).unwrap_or((url, ""));
    let (scheme, rest) = match rest.strip_prefix(':') {
        Some(rest) => (Some(start), rest),
        None => (None, url),
    };
    let web = scheme
        .is_none_or(|scheme| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"));
    // `fetch` throws on a name and password before the host, and on a missing host.
    let fetchable = rest.strip_prefix("//").map_or(scheme.is_none(), |rest| {
        let mut host = rest.bytes().take_while(|byte| !ends_part(*byte)).peekable();
        host.peek().is_some() && host.all(|byte| byte != b'@')
    });
    let plain = !url.is_empty() && url.bytes().all(|byte| byte > 0x20);
    if web && fetchable && plain { Ok(()) } else { Err(invalid(option, "must be an http or https address")) }
}
