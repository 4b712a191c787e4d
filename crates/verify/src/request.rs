//! The requests: to one address, as the user, as nobody, or with a session that was invented.

use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, COOKIE, ORIGIN, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use intercom_messenger_loader::core::schedule::Millis;

use crate::answer::{Answer, Body};
use crate::cli::Options;
use crate::failure::{Cause, Failure};

/// What stands in the place of every credential of an invented session.
const INVENTED: &str = "invented-by-intercom-messenger-loader-verify";

/// What every request has, where nothing else was asked for. The encodings are those that every browser can read.
const USUAL: [(HeaderName, HeaderValue); 3] = [
    (ACCEPT, HeaderValue::from_static("*/*")),
    (ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br")),
    (USER_AGENT, HeaderValue::from_static("intercom-messenger-loader-verify")),
];

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

/// A request. It has no `Debug`: it holds credentials.
pub struct Request<'a> {
    /// Where it goes.
    pub url: &'a Uri,
    /// Its method.
    pub method: Method,
    /// All its headers but those of the connection.
    pub headers: HeaderMap,
    /// Its body, never an empty one.
    pub body: Option<String>,
    /// How long it may take until the end of the answer's body.
    pub timeout: Duration,
    /// Whether any certificate will do.
    pub insecure: bool,
}

/// What came back.
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// When all of it was there, by this machine's clock, in milliseconds since 1970.
    pub received: Millis,
}

/// Sends requests. It follows no redirect and uses no proxy, cookie or connection of another request.
pub trait Transport {
    /// Sends one, and reads at most [`MAX_BODY_BYTES`](crate::MAX_BODY_BYTES) of the answer's body.
    ///
    /// # Errors
    /// When no whole answer came back.
    fn send(&self, request: Request<'_>) -> impl Future<Output = Result<Reply, Cause>>;
}

/// Asks one endpoint.
pub(crate) struct Client<'a, T> {
    transport: &'a T,
    options: &'a Options,
}

impl<'a, T: Transport> Client<'a, T> {
    /// Asks the endpoint of these options.
    pub(crate) const fn new(options: &'a Options, transport: &'a T) -> Self {
        Self { transport, options }
    }

    /// Whether there are credentials that make [`Who::User`] somebody.
    pub(crate) fn has_user(&self) -> bool {
        !self.options.credentials.is_empty()
    }

    /// Asks for the token as the loader does, from a page of this origin if there is one.
    ///
    /// # Errors
    /// When no whole answer came back.
    pub(crate) async fn ask(&self, who: Who, origin: Option<&str>) -> Result<Answer, Failure> {
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
        self.send(self.options.method.clone(), headers, self.options.body.clone()).await
    }

    /// Asks as a browser does before it sends these headers from another origin.
    ///
    /// # Errors
    /// When no whole answer came back.
    pub(crate) async fn preflight(&self, origin: &str, names: &str) -> Result<Answer, Failure> {
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
        self.send(Method::OPTIONS, headers, None).await
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

    async fn send(
        &self,
        method: Method,
        mut headers: HeaderMap,
        body: Option<String>,
    ) -> Result<Answer, Failure> {
        for (name, value) in USUAL {
            headers.entry(name).or_insert(value);
        }
        let Options { url, timeout, insecure, .. } = self.options;
        let body = body.filter(|body| !body.is_empty());
        let request = Request { url, method, headers, body, timeout: *timeout, insecure: *insecure };
        let reply = self.transport.send(request).await;
        let reply = reply.map_err(|cause| Failure::new(cause, self.options))?;
        Ok(Answer::new(reply, self.options))
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
