//! Hosts that the demo accepts requests for.
//!
//! With DNS rebinding, a page of a foreign host reaches this server as its own origin: no `Origin`, no CORS and no
//! cookie distinguishes it from the demo's pages. The `Host` header does.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{App, reply::Failure};

/// Names of this machine that a browser on it uses.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// A host that the demo accepts requests for, on any port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// Parses a host name or an address; a leading dot matches all its subdomains.
    ///
    /// # Errors
    /// For anything else, including a port and `*`.
    pub fn parse(host: &str) -> Result<Self, HostError> {
        let invalid = || HostError(host.to_owned());
        let name = host.strip_prefix('.').unwrap_or(host).to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
        let authority: Authority = name.parse().map_err(|_| invalid())?;
        if authority.host() != name || name.starts_with('.') || !name.chars().all(plain) {
            return Err(invalid());
        }
        Ok(Self(host.to_ascii_lowercase()))
    }

    /// Names of this machine.
    pub(crate) fn local() -> Vec<Self> {
        LOCAL.iter().map(|&host| Self(host.to_owned())).collect()
    }

    /// Whether it matches this name, in lower case.
    fn is(&self, name: &str) -> bool {
        self.0 == name || (self.0.starts_with('.') && name.ends_with(&self.0))
    }
}

/// Error for an invalid host.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no host: write a name or an address without scheme and port, such as shop.example or [::1]"
)]
pub struct HostError(String);

/// Rejects requests for other hosts before any other handler sees them.
pub(crate) async fn refuse_others(State(app): State<App>, request: Request, next: Next) -> Response {
    if is_listed(&app.settings().allowed_hosts, request.headers().get(header::HOST)) {
        return next.run(request).await;
    }
    let refusal = Failure::new(StatusCode::MISDIRECTED_REQUEST, "this host is not in ALLOWED_HOSTS");
    ([(header::CACHE_CONTROL, "no-store")], refusal).into_response()
}

fn is_listed(hosts: &[Host], header: Option<&HeaderValue>) -> bool {
    let authority = header.and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    authority.is_some_and(|authority| {
        let name = authority.host().to_ascii_lowercase();
        hosts.iter().any(|host| host.is(&name))
    })
}
