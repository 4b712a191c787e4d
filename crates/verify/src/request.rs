//! The requests: to one address, as the user, as nobody, or with a session that was invented.

use std::time::{SystemTime, UNIX_EPOCH};

use intercom_messenger_loader::core::response::{self, MAX_BODY_BYTES, Response};
use intercom_messenger_loader::core::schedule::Millis;
use intercom_messenger_loader::core::token::Secret;
use intercom_messenger_loader::read;
use ureq::http::header::{AUTHORIZATION, COOKIE, LOCATION, ORIGIN};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use ureq::tls::TlsConfig;
use ureq::{Agent, Error, RequestExt as _};

use crate::cli::Options;
use crate::failure::Failure;
use crate::hidden::Hidden;

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

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    /// As the loader takes it: `None` when longer than [`MAX_BODY_BYTES`] or not UTF-8.
    body: Option<String>,
    /// When it was there, by this machine's clock, in milliseconds since 1970.
    pub(crate) received: Millis,
    hidden: Hidden,
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
        let limit = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX);
        // One byte over the limit is read, since at the limit there is no telling whether more would come.
        let body = match body.into_with_config().limit(limit.saturating_add(1)).read_to_vec() {
            Ok(bytes) if bytes.len() <= MAX_BODY_BYTES => String::from_utf8(bytes).ok(),
            Ok(_) | Err(Error::BodyExceedsLimit(_)) => None,
            Err(error) => return Err(Failure::new(&error, self.options)),
        };
        let mut answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body,
            received: now(),
            hidden: Hidden::new([]),
        };
        let token = answer.token().map(|(_, text)| text).unwrap_or_default();
        let parts = token.split('.').chain([token.as_str()]).map(str::to_owned);
        answer.hidden = Hidden::new(self.options.secrets().into_iter().chain(parts));
        Ok(answer)
    }
}

impl Answer {
    /// A header's value, where it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All values of a header that may stand several times, joined with commas.
    pub(crate) fn list(&self, name: &str) -> String {
        self.headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What the loader makes of it.
    pub(crate) fn read(&self) -> response::Answer {
        let status = self.status.as_u16();
        let response = Response { status, retry_after: None, body: self.body.as_deref() };
        response::interpret(response, read::body)
    }

    /// The token in it, and that token's text, which is only to be had as what goes to the Messenger.
    pub(crate) fn token(&self) -> Option<(Secret, String)> {
        let response::Answer::Token(token) = self.read() else { return None };
        let text = serde_json::from_str(&token.to_json()).ok()?;
        Some((token, text))
    }

    /// A value that this answer holds, fit to be printed.
    pub(crate) fn outside(&self, value: &str) -> String {
        self.hidden.outside(value)
    }

    /// The header `Date`, in milliseconds since 1970.
    pub(crate) fn date(&self) -> Option<Millis> {
        millis(httpdate::parse_http_date(self.header("date")?).ok()?)
    }

    /// Where a redirect leads, without what may be secret in it.
    pub(crate) fn redirect(&self) -> Option<String> {
        self.status.is_redirection().then_some(())?;
        let target = self.headers.get(LOCATION)?.to_str().ok()?;
        Some(target.split(['?', '#']).next().unwrap_or_default().to_owned())
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

fn now() -> Millis {
    millis(SystemTime::now()).unwrap_or_default()
}

fn millis(time: SystemTime) -> Option<Millis> {
    Millis::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
