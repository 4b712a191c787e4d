//! The requests: to one address, as the user, as nobody, or with a session that was invented.

use ureq::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use ureq::tls::TlsConfig;
use ureq::{Agent, RequestExt as _};

use crate::answer::{Answer, Body};
use crate::cli::Options;
use crate::failure::Failure;

/// What stands in the place of every credential of an invented session.
const INVENTED: &str = "invented-by-cargo-xtask-verify";

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The user whose credentials were given; nobody when none were.
    User,
    /// Somebody without any credentials.
    Nobody,
    /// Somebody with credentials of the same names and worthless values.
    Invented,
}

/// Asks one endpoint.
pub(crate) struct Client<'a> {
    agent: Agent,
    options: &'a Options,
}

impl<'a> Client<'a> {
    /// Nothing is followed, remembered or guessed: an answer is what that one address says to that one request.
    pub(crate) fn new(options: &'a Options) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(options.timeout))
            .user_agent("intercom-messenger-loader-verify")
            // What every browser can read.
            .accept_encoding("gzip, deflate, br")
            .tls_config(TlsConfig::builder().disable_verification(options.insecure).build())
            .build();
        Self { agent: config.into(), options }
    }

    /// Whether there are credentials that make [`Who::User`] somebody.
    pub(crate) fn has_user(&self) -> bool {
        !self.options.credentials.is_empty()
    }

    /// Asks for the token as the loader does, from a page of this origin if there is one.
    ///
    /// # Errors
    /// When no whole answer came back.
    pub(crate) fn ask(&self, who: Who, origin: Option<&str>) -> Result<Answer, Failure> {
        let mut headers: HeaderMap = HeaderMap::new();
        for (name, value) in &self.options.plain {
            headers.append(name, value.clone());
        }
        for (name, value) in self.credentials(who) {
            headers.append(name, value);
        }
        if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
            headers.insert(ORIGIN, origin);
        }
        self.send(self.options.method.clone(), headers, self.options.body.clone())
    }

    /// Asks as a browser does before it sends these headers from another origin.
    ///
    /// # Errors
    /// When no whole answer came back.
    pub(crate) fn preflight(&self, origin: &str, names: &str) -> Result<Answer, Failure> {
        let mut headers = HeaderMap::new();
        let mut add = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        add("origin", origin);
        add("access-control-request-method", self.options.method.as_str());
        if !names.is_empty() {
            add("access-control-request-headers", names);
        }
        self.send(Method::OPTIONS, headers, None)
    }

    fn credentials(&self, who: Who) -> Vec<(HeaderName, HeaderValue)> {
        let given = self.options.credentials.as_slice();
        // Without any, a cookie by the name that servers most often use.
        let usual = [(COOKIE, HeaderValue::from_static("session=x"))];
        match who {
            Who::User => given.to_vec(),
            Who::Nobody => Vec::new(),
            Who::Invented => {
                let given = if given.is_empty() { &usual } else { given };
                given.iter().map(|(name, value)| (name.clone(), invented(name, value))).collect()
            }
        }
    }

    fn send(&self, method: Method, headers: HeaderMap, body: Option<String>) -> Result<Answer, Failure> {
        let mut request = Request::new(body.unwrap_or_default());
        *request.method_mut() = method;
        *request.uri_mut() = self.options.url.clone();
        *request.headers_mut() = headers;
        let answer = if request.body().is_empty() {
            request.map(|_| ()).with_agent(&self.agent).run()
        } else {
            request.with_agent(&self.agent).run()
        };
        let (parts, body) = answer.map_err(|error| Failure::new(&error, self.options))?.into_parts();
        let body = Body::read(body, &parts.headers).map_err(|error| Failure::new(&error, self.options))?;
        Ok(Answer::new(parts, body, self.options))
    }
}

/// An address without its query, which may hold what is nobody's business.
pub(crate) fn shown(url: &Uri) -> String {
    let authority = url.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}{}", url.scheme_str().unwrap_or_default(), url.path())
}

/// The same cookies, or the same scheme of authorization, with a value that nobody gave out.
fn invented(name: &HeaderName, value: &HeaderValue) -> HeaderValue {
    let value = value.to_str().unwrap_or_default();
    let text = if *name == COOKIE {
        let names = value.split(';').filter_map(|pair| Some(pair.split_once('=')?.0.trim()));
        names.map(|name| format!("{name}={INVENTED}")).collect::<Vec<_>>().join("; ")
    } else if let Some((scheme, _)) = value.split_once(' ').filter(|_| *name == AUTHORIZATION) {
        format!("{scheme} {INVENTED}")
    } else {
        INVENTED.to_owned()
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(INVENTED))
}
