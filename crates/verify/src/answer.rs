//! What came back, and what the loader makes of it.

use std::time::UNIX_EPOCH;

use http::header::LOCATION;
use http::{HeaderMap, StatusCode, Uri};
use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::response::{self, MAX_BODY_BYTES, Response};
use intercom_messenger_loader::core::schedule::Millis;
use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::error::Error as LoaderError;
use intercom_messenger_loader::read;
use serde::Deserialize;
use url::Url;

use crate::cli::Options;
use crate::redact::Hidden;
use crate::request::Reply;

/// A body, as a browser hands it to the page: its compression taken off.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Body {
    /// UTF-8.
    Text(String),
    /// Longer than [`MAX_BODY_BYTES`].
    TooLong,
    /// Bytes in another encoding of text than UTF-8.
    NotUtf8,
    /// Not what its `Content-Encoding` says, or one that was not asked for.
    NotEncodedAs(String),
}

impl Body {
    /// A body of these bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        if bytes.len() > MAX_BODY_BYTES {
            Self::TooLong
        } else {
            String::from_utf8(bytes).map_or(Self::NotUtf8, Self::Text)
        }
    }

    /// Whether it is a page, and no JSON.
    pub(crate) fn is_html(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim_start().starts_with('<'))
    }
}

/// What came back.
pub(crate) struct Answer {
    /// The address that was asked.
    asked: Uri,
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Body,
    /// When it was there, by this machine's clock, in milliseconds since 1970.
    pub(crate) received: Millis,
    hidden: Hidden,
}

impl Answer {
    /// Keeps an answer, in which the options' secrets and the token's parts are hidden.
    pub(crate) fn new(reply: Reply, options: &Options) -> Self {
        let Reply { status, headers, body, received } = reply;
        let mut answer =
            Self { asked: options.url.clone(), status, headers, body, received, hidden: Hidden::new([]) };
        let token = answer.token().map(|(_, text)| text).unwrap_or_default();
        let parts = token.split('.').chain([token.as_str()]).map(str::to_owned);
        answer.hidden = Hidden::new(options.secrets().into_iter().chain(parts));
        answer
    }

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
        let body = match &self.body {
            Body::Text(text) => Some(text.as_str()),
            Body::TooLong => None,
            Body::NotUtf8 | Body::NotEncodedAs(_) if status == 200 => {
                return response::Answer::Fail(LoaderError::new(Code::EndpointInvalid));
            }
            Body::NotUtf8 | Body::NotEncodedAs(_) => None,
        };
        response::interpret(Response { status, retry_after: None, body }, read::body)
    }

    /// The token in it, and that token's text, which is only to be had as what goes to the Messenger.
    pub(crate) fn token(&self) -> Option<(RawToken, String)> {
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
        millis(self.header("date")?)
    }

    /// Where a redirect leads.
    pub(crate) fn redirect(&self) -> Option<Redirect> {
        self.status.is_redirection().then_some(())?;
        let target = self.headers.get(LOCATION)?.to_str().ok()?;
        // Without what may be secret in it.
        let shown = target.split(['?', '#']).next().unwrap_or_default().to_owned();
        let from = Url::parse(&self.asked.to_string()).ok()?;
        let kind = from.join(target).map_or(Kind::Elsewhere, |to| Kind::of(&from, &to));
        Some(Redirect { shown, kind })
    }
}

/// A redirect.
pub(crate) struct Redirect {
    /// The address as it was sent, without its query.
    pub(crate) shown: String,
    /// What is other about it.
    pub(crate) kind: Kind,
}

/// How the address of a redirect differs from the one that was asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By the slash at its end.
    Slash,
    /// By https in the place of http.
    Https,
    /// In any other way.
    Elsewhere,
}

impl Kind {
    fn of(from: &Url, to: &Url) -> Self {
        let same_host = from.host_str() == to.host_str();
        let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
        match (same_host && path(from) == path(to), from.scheme() == to.scheme()) {
            (true, true) if from.path() != to.path() => Self::Slash,
            (true, false) if to.scheme() == "https" => Self::Https,
            _ => Self::Elsewhere,
        }
    }
}

/// A date of HTTP's, in milliseconds since 1970.
pub(crate) fn millis(date: &str) -> Option<Millis> {
    let time = httpdate::parse_http_date(date).ok()?;
    Millis::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
