//! Why there was no answer, told to somebody who sits at a terminal.

use std::error::Error as _;
use std::io::ErrorKind;
use std::net::ToSocketAddrs as _;

use intercom_messenger_loader::error::Code;
use ureq::Error;
use ureq::http::Uri;

use crate::cli::Options;
use crate::request::shown;

/// Why nothing came back.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) seen: String,
    pub(crate) hint: String,
}

impl Failure {
    /// What to tell somebody who sits at a terminal.
    pub(crate) fn new(error: &Error, options: &Options) -> Self {
        let url = &options.url;
        let place = url.authority().map_or("", |authority| authority.as_str());
        let look = format!("Look at it with: curl -i {}", shown(url));
        let (seen, hint) = match error {
            Error::Timeout(_) => {
                let code = Code::EndpointTimeout;
                let seen = format!("{} ({} s)", code.message(), options.timeout.as_secs());
                let hint = "Make the endpoint faster, or give it longer with --timeout 60.".to_owned();
                return Self { code, seen, hint };
            }
            Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => (
                format!("nothing listens at {place}"),
                "Start the server, or check the host and the port of --url.".to_owned(),
            ),
            Error::HostNotFound | Error::Io(_) if !is_known(url) => (
                format!("no host is called {}", url.host().unwrap_or_default()),
                "Check the spelling of --url, and the network.".to_owned(),
            ),
            Error::Tls(_) | Error::Rustls(_) | Error::Io(_) if is_no_tls(error) => (
                format!("what listens at {place} speaks http, and not https"),
                "Put http:// in the place of https:// in --url, or take the port that speaks https."
                    .to_owned(),
            ),
            Error::Tls(_) | Error::Rustls(_) => (format!("TLS failed: {error}"), tls_hint(look)),
            Error::Io(error) if error.kind() == ErrorKind::InvalidData && error.get_ref().is_some() => {
                (format!("TLS failed: {error}"), tls_hint(look))
            }
            Error::Protocol(_) => (
                format!("what listens at {place} does not speak HTTP"),
                format!("Check the scheme and the port of --url. {look}"),
            ),
            error => (
                error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}")),
                look,
            ),
        };
        let code = Code::EndpointUnreachable;
        Self { code, seen: format!("{}: {seen}", code.message()), hint }
    }

    /// Whether the next request would end the same way: there is nobody to ask. An endpoint that was too slow for
    /// somebody without a session may answer a user.
    pub(crate) fn stops_everything(&self) -> bool {
        self.code != Code::EndpointTimeout
    }
}

/// Whether the host has an address. Systems say in many ways that it has none, so that it is asked again.
fn is_known(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    (host, url.port_u16().unwrap_or(443)).to_socket_addrs().is_ok()
}

/// Whether the other side answered a TLS greeting in another language, as a port for http does.
fn is_no_tls(error: &Error) -> bool {
    error.to_string().contains("InvalidContentType")
}

fn tls_hint(look: String) -> String {
    format!("For a certificate that a development machine made itself, add --insecure. {look}")
}
