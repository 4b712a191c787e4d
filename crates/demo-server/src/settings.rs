//! Settings of a server.

use std::{path::PathBuf, time::Duration};

use axum::http::{HeaderValue, uri::Authority};
use intercom_jwt::Secret;

use crate::Host;

/// Default lifetime of a token: two hours, as Intercom recommends.
pub const DEFAULT_TOKEN_LIFE: Duration = intercom_jwt::DEFAULT_LIFE;

/// App id of the demo with the fake Messenger.
pub const STAND_IN_APP_ID: &str = "standin1";

/// A web origin that may use the backend with the visitor's cookies, such as `https://app.example.com:8443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    /// Parses `scheme://host` or `scheme://host:port`, with the scheme http or https.
    ///
    /// # Errors
    /// For anything else, including `*` and `null`: a browser compares origins byte by byte, so an origin with a
    /// path, a trailing slash or the default port of the scheme would never match, and a wildcard must not be
    /// combined with cookies.
    pub fn parse(origin: &str) -> Result<Self, OriginError> {
        let invalid = || OriginError(origin.to_owned());
        let (scheme, authority) = origin.split_once("://").ok_or_else(invalid)?;
        let usual = match scheme {
            "http" => 80,
            "https" => 443,
            _ => return Err(invalid()),
        };
        let parsed: Authority = authority.parse().map_err(|_| invalid())?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:[]".contains(c);
        let (host, port) = (parsed.host(), parsed.port_u16());
        let whole = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let ends = host.is_empty() || host.starts_with(['.', '-']) || host.ends_with(['.', '-']);
        if whole != authority || ends || port == Some(usual) || !authority.chars().all(plain) {
            return Err(invalid());
        }
        HeaderValue::from_str(origin).map(Self).map_err(|_| invalid())
    }

    /// Value of a browser's `Origin` header for this origin.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

/// Error for an invalid origin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no origin: write scheme, host and port in lower case only, such as http://localhost:3000")]
pub struct OriginError(String);

/// Settings of a server.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Secret that signs the tokens, and with which the fake Messenger checks them.
    pub secret: Secret,
    /// Origins other than its own that may use the backend with cookies.
    pub allowed_origins: Vec<Origin>,
    /// Hosts that it accepts requests for.
    pub allowed_hosts: Vec<Host>,
    /// Whether the playground is open; only ever with the fake Messenger. It is closed if the secret may be a
    /// workspace's own: the workspace would accept the playground's tokens, which may have no expiry and any user.
    pub playground: bool,
    /// The Intercom workspace; letters and digits.
    pub app_id: String,
    /// Whether the demo uses the fake Messenger. Otherwise the page loads the real one.
    pub fake_messenger: bool,
    /// Lifetime of a token, in whole seconds; a fraction is cut off.
    pub token_life: Duration,
    /// The built npm package, served under `/dist/`.
    pub dist: PathBuf,
    /// The demo site, served under `/`.
    pub www: PathBuf,
    /// The rendered documentation, served under `/docs/`; it may be missing.
    pub docs: PathBuf,
}

impl Settings {
    /// Settings for the fake Messenger with this secret, the folders `dist` and `www`, and the default for everything
    /// else. The playground is open, so the secret must be a generated one.
    #[must_use]
    pub fn fake_messenger(secret: Secret) -> Self {
        Self {
            secret,
            allowed_origins: Vec::new(),
            allowed_hosts: Host::local(),
            playground: true,
            app_id: STAND_IN_APP_ID.to_owned(),
            fake_messenger: true,
            token_life: DEFAULT_TOKEN_LIFE,
            dist: PathBuf::from("dist"),
            www: PathBuf::from("www"),
            docs: PathBuf::from("target/book"),
        }
    }
}

/// Generates a secret for this run: 32 random bytes as 64 hexadecimal digits.
///
/// # Errors
/// If the operating system provides no random bytes.
pub fn random_secret() -> Result<Secret, getrandom::Error> {
    random_hex::<32>().map(Secret::new)
}

/// `N` random bytes, as `2 * N` hexadecimal digits.
pub(crate) fn random_hex<const N: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
