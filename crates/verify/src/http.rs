//! Sends requests with ureq. Nothing is followed, remembered or guessed: an answer is what that one address says to that
//! one request.

use std::error::Error as _;
use std::io::{self, ErrorKind, Read};
use std::net::ToSocketAddrs as _;
use std::time::{SystemTime, UNIX_EPOCH};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use ureq::http::header::CONTENT_ENCODING;
use ureq::http::{self, HeaderMap, Uri};
use ureq::tls::TlsConfig;
use ureq::{Agent, Error, RequestExt as _};
use verify::{Body, Cause, MAX_BODY_BYTES, Reply, Request, Transport};

/// This machine's network.
pub(crate) struct Network;

impl Transport for Network {
    async fn send(&self, request: Request<'_>) -> Result<Reply, Cause> {
        let url = request.url;
        send(request).map_err(|error| cause(&error, url))
    }
}

fn send(request: Request<'_>) -> Result<Reply, Error> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .max_idle_connections(0)
        .allow_non_standard_methods(true)
        .timeout_global(Some(request.timeout))
        .tls_config(TlsConfig::builder().disable_verification(request.insecure).build())
        .build();
    let agent = Agent::from(config);
    let mut sent = http::Request::new(request.body.unwrap_or_default());
    *sent.method_mut() = request.method;
    *sent.uri_mut() = request.url.clone();
    *sent.headers_mut() = request.headers;
    let answer = if sent.body().is_empty() {
        sent.map(|_| ()).with_agent(&agent).run()?
    } else {
        sent.with_agent(&agent).run()?
    };
    let (parts, body) = answer.into_parts();
    let body = read(body, &parts.headers)?;
    let received = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let received = i64::try_from(received).unwrap_or_default();
    Ok(Reply { status: parts.status, headers: parts.headers, body, received })
}

/// Reads a body and takes its compression off; ureq does so for gzip and br, and takes their header away.
fn read(body: ureq::Body, headers: &HeaderMap) -> Result<Body, Error> {
    let encoding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or_default().trim());
    let limit = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX);
    let reader = body.into_with_config().limit(limit.saturating_add(1)).reader();
    let bytes = match up_to_limit(reader) {
        Err(Error::BodyExceedsLimit(_)) => return Ok(Body::TooLong),
        // By the name that the header has for it.
        Err(Error::Decompress("brotli", _)) => return Ok(Body::NotEncodedAs("br".to_owned())),
        Err(Error::Decompress(encoding, _)) => return Ok(Body::NotEncodedAs(encoding.to_owned())),
        read => read?,
    };
    Ok(match encoding.map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "identity" | "gzip" | "br") => Body::new(bytes),
        // With a head, as the specification says, or without, as some servers send it.
        Some("deflate") => up_to_limit(ZlibDecoder::new(bytes.as_slice()))
            .or_else(|_| up_to_limit(DeflateDecoder::new(bytes.as_slice())))
            .map_or_else(|_| Body::NotEncodedAs("deflate".to_owned()), Body::new),
        Some(other) => Body::NotEncodedAs(other.to_owned()),
    })
}

/// One byte over the limit is read, since at the limit there is no telling whether more would come.
fn up_to_limit(reader: impl Read) -> Result<Vec<u8>, Error> {
    let (mut bytes, limit) = (Vec::new(), u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX));
    let read: io::Result<usize> = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(Error::from)
}

fn cause(error: &Error, url: &Uri) -> Cause {
    let text = error.to_string();
    let is_tls = match error {
        Error::Tls(_) | Error::Rustls(_) => true,
        Error::Io(error) => error.kind() == ErrorKind::InvalidData && error.get_ref().is_some(),
        _ => false,
    };
    match error {
        Error::Timeout(_) => Cause::Timeout,
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => Cause::Refused,
        Error::HostNotFound | Error::Io(_) if !is_known(url) => Cause::UnknownHost,
        // The other side answered a TLS greeting in another language.
        _ if text.contains("InvalidContentType") => Cause::NotTls,
        _ if is_tls => of_certificate(&text).unwrap_or(Cause::Tls(text)),
        Error::Protocol(_) => Cause::NotHttp,
        Error::Io(error)
            if [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset, ErrorKind::ConnectionAborted]
                .contains(&error.kind()) =>
        {
            Cause::Cut
        }
        _ => Cause::Other(error.source().map_or_else(|| text.clone(), |source| format!("{text}: {source}"))),
    }
}

/// What rustls says of a certificate.
fn of_certificate(text: &str) -> Option<Cause> {
    let (_, reason) = text.split_once("invalid peer certificate: ")?;
    Some(match reason {
        _ if reason.starts_with("UnknownIssuer") || reason.contains("CaUsedAsEndEntity") => Cause::Untrusted,
        _ if reason.starts_with("certificate not valid for name")
            || reason.starts_with("NotValidForName") =>
        {
            Cause::OtherName
        }
        _ if reason.starts_with("certificate expired")
            || reason.starts_with("certificate not valid yet")
            || reason.starts_with("Expired")
            || reason.starts_with("NotValidYet") =>
        {
            Cause::NotInTime
        }
        _ => return None,
    })
}

/// Whether the host has an address. Systems say in many ways that it has none, so that it is asked again.
fn is_known(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    (host, url.port_u16().unwrap_or(443)).to_socket_addrs().is_ok()
}
