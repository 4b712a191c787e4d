//! Why there was no answer, told to somebody who sits at a terminal.

use http::Uri;
use intercom_messenger_loader::error::Code;
use serde::Deserialize;

use crate::cli::Options;
use crate::request::shown;

/// Why a request came to nothing, in the same words whatever library sent it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// It took longer than `--timeout`.
    Timeout,
    /// Nothing listens at the port.
    Refused,
    /// The host has no address.
    UnknownHost,
    /// A port for http was asked in TLS.
    NotTls,
    /// Nobody whom this machine trusts has signed the certificate.
    Untrusted,
    /// The certificate is for another host.
    OtherName,
    /// The certificate has ended, or has not begun.
    NotInTime,
    /// TLS failed in another way, in the library's words.
    Tls(String),
    /// What came is no HTTP.
    NotHttp,
    /// The connection ended before the answer did.
    Cut,
    /// Anything else, in the library's words.
    Other(String),
}

/// Why nothing came back.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) seen: String,
    pub(crate) hint: String,
}

impl Failure {
    /// What to tell somebody who sits at a terminal.
    pub(crate) fn new(cause: Cause, options: &Options) -> Self {
        if matches!(cause, Cause::Timeout) {
            let code = Code::EndpointTimeout;
            let seen = format!("{} ({} s)", code.message(), options.timeout.as_secs());
            let hint = "Make the endpoint faster, or give it longer with --timeout 60.".to_owned();
            return Self { code, seen, hint };
        }
        let (seen, hint) = told(cause, &options.url);
        let code = Code::EndpointUnreachable;
        Self { code, seen: format!("{}: {seen}", code.message()), hint }
    }

    /// Whether the next request would end the same way: there is nobody to ask. An endpoint that was too slow for
    /// somebody without a session may answer a user.
    pub(crate) fn stops_everything(&self) -> bool {
        self.code != Code::EndpointTimeout
    }
}

/// What was seen, and how to mend it.
fn told(cause: Cause, url: &Uri) -> (String, String) {
    let place = url.authority().map_or("", |authority| authority.as_str());
    let look = format!("Look at it with: curl -i {}", shown(url));
    let insecure =
        format!("For a certificate that a development machine made itself, add --insecure. {look}");
    match cause {
        Cause::Refused => (
            format!("nothing listens at {place}"),
            "Start the server, or check the host and the port of --url.".to_owned(),
        ),
        Cause::UnknownHost => (
            format!("no host is called {}", url.host().unwrap_or_default()),
            "Check the spelling of --url, and the network.".to_owned(),
        ),
        Cause::NotTls => (
            format!("what listens at {place} speaks http, and not https"),
            "Put http:// in the place of https:// in --url, or take the port that speaks https.".to_owned(),
        ),
        Cause::Untrusted => {
            ("TLS failed: the certificate is by nobody whom this machine trusts".to_owned(), insecure)
        }
        Cause::OtherName => ("TLS failed: the certificate is for another host".to_owned(), insecure),
        Cause::NotInTime => (
            "TLS failed: the certificate has ended, or not begun".to_owned(),
            format!("Renew the certificate, and look at this machine's clock. {look}"),
        ),
        Cause::Tls(error) => (format!("TLS failed: {error}"), insecure),
        Cause::NotHttp => (
            format!("what listens at {place} does not speak HTTP"),
            format!("Check the scheme and the port of --url. {look}"),
        ),
        Cause::Cut => ("the connection ended before the answer did".to_owned(), look),
        Cause::Timeout => (String::new(), String::new()),
        Cause::Other(error) => (error, look),
    }
}
