//! What came back, and what the loader makes of it.

use std::io::{self, Read};
use std::time::{SystemTime, UNIX_EPOCH};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use intercom_messenger_loader::Code;
use intercom_messenger_loader::core::response::{self, MAX_BODY_BYTES, Response};
use intercom_messenger_loader::core::schedule::Millis;
use intercom_messenger_loader::core::token::RawToken;
use intercom_messenger_loader::error::Error as LoaderError;
use intercom_messenger_loader::read;
use ureq::Error;
use ureq::http::header::{CONTENT_ENCODING, LOCATION};
use ureq::http::response::Parts;
use ureq::http::{HeaderMap, StatusCode, Uri};
use url::Url;

use crate::cli::Options;
use crate::redact::Hidden;

/// A body, as a browser hands it to the page.
pub(crate) enum Body {
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
    /// Reads a body and takes its compression off; ureq does so for gzip and br, and takes their header away.
    ///
    /// # Errors
    /// When the connection ended before the body did.
    pub(crate) fn read(body: ureq::Body, headers: &HeaderMap) -> Result<Self, Error> {
        let encoding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or_default().trim());
        let limit = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX);
        let reader = body.into_with_config().limit(limit.saturating_add(1)).reader();
        let bytes = match up_to_limit(reader) {
            Err(Error::BodyExceedsLimit(_)) => return Ok(Self::TooLong),
            Err(Error::Decompress(encoding, _)) => return Ok(Self::NotEncodedAs(encoding.to_owned())),
            read => read?,
        };
        let bytes = match encoding.map(str::to_ascii_lowercase).as_deref() {
            None | Some("" | "identity" | "gzip" | "br") => bytes,
            // With a head, as the specification says, or without, as some servers send it.
            Some("deflate") => match up_to_limit(ZlibDecoder::new(bytes.as_slice()))
                .or_else(|_| up_to_limit(DeflateDecoder::new(bytes.as_slice())))
            {
                Ok(bytes) => bytes,
                Err(_) => return Ok(Self::NotEncodedAs("deflate".to_owned())),
            },
            Some(other) => return Ok(Self::NotEncodedAs(other.to_owned())),
        };
        Ok(if bytes.len() > MAX_BODY_BYTES {
            Self::TooLong
        } else {
            String::from_utf8(bytes).map_or(Self::NotUtf8, Self::Text)
        })
    }

    /// Whether it is a page, and no JSON.
    pub(crate) fn is_html(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim_start().starts_with('<'))
    }
}

/// One byte over the limit is read, since at the limit there is no telling whether more would come.
fn up_to_limit(reader: impl Read) -> Result<Vec<u8>, Error> {
    let (mut bytes, limit) = (Vec::new(), u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX));
    let read: io::Result<usize> = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(Error::from)
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
    pub(crate) fn new(parts: Parts, body: Body, options: &Options) -> Self {
        let (status, headers) = (parts.status, parts.headers);
        let mut answer = Self {
            asked: options.url.clone(),
            status,
            headers,
            body,
            received: now(),
            hidden: Hidden::new([]),
        };
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
        millis(httpdate::parse_http_date(self.header("date")?).ok()?)
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

fn now() -> Millis {
    millis(SystemTime::now()).unwrap_or_default()
}

fn millis(time: SystemTime) -> Option<Millis> {
    Millis::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
