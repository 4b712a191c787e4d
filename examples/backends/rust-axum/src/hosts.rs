//! The hosts that this server answers for. By DNS rebinding a foreign page reaches it as its own origin, and its host alone
//! tells.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::Failure;

/// This machine, by the names that a browser on it uses.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Hosts without ports.
#[derive(Clone)]
pub(crate) struct Hosts(Arc<[String]>);

impl Hosts {
    /// Reads a list that is separated by commas; an empty one is this machine.
    pub(crate) fn read(list: &str) -> Self {
        let listed: Vec<_> = list.split(',').map(str::trim).filter(|host| !host.is_empty()).collect();
        let hosts = if listed.is_empty() { LOCAL.to_vec() } else { listed };
        Self(hosts.into_iter().map(str::to_ascii_lowercase).collect())
    }

    fn lists(&self, header: Option<&HeaderValue>) -> bool {
        let authority = header.and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
        authority.is_some_and(|authority| self.0.contains(&authority.host().to_ascii_lowercase()))
    }
}

/// Refuses what was meant for another host.
pub(crate) async fn refuse_others(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    if hosts.lists(request.headers().get(header::HOST)) {
        return next.run(request).await;
    }
    Failure::new(StatusCode::MISDIRECTED_REQUEST, "this host is not in ALLOWED_HOSTS").into_response()
}
