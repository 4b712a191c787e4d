//! Other origins whose pages may use this server with cookies.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::cors::CorsLayer;

use crate::{Failure, proxies::Proxies};

#[derive(Clone)]
pub(crate) struct Origins {
    listed: Arc<[HeaderValue]>,
    proxies: Proxies,
}

impl Origins {
    /// Reads a list that is separated by commas.
    ///
    /// # Errors
    /// A sentence, when one of them is no origin.
    pub(crate) fn read(list: &str, proxies: Proxies) -> Result<Self, String> {
        let listed = list.split(',').map(str::trim).filter(|origin| !origin.is_empty());
        let listed = listed.map(|origin| {
            read_origin(origin).ok_or_else(|| {
                format!(
                    "ALLOWED_ORIGINS: \"{origin}\" is no origin: write scheme, host and port as in \
                     https://www.example.com"
                )
            })
        });
        Ok(Self { listed: listed.collect::<Result<_, _>>()?, proxies })
    }

    /// Cookies for the listed origins and for no other. The loader reads `Date` and `Retry-After`.
    pub(crate) fn cors(&self) -> CorsLayer {
        CorsLayer::new()
            .allow_origin(self.listed.to_vec())
            .allow_credentials(true)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers([header::CONTENT_TYPE])
            .expose_headers([header::DATE, header::RETRY_AFTER])
    }

    /// Whether the request's origin is listed, or the server's own, scheme and port included.
    fn may_write(&self, origin: &HeaderValue, request: &Request) -> bool {
        let own = request.headers().get(header::HOST).and_then(|host| {
            let scheme = self.proxies.scheme(request.headers());
            Some(format!("{scheme}://{}", host.to_str().ok()?))
        });
        self.listed.contains(origin) || own.is_some_and(|own| own.as_bytes() == origin.as_bytes())
    }
}

/// As a browser sends it: no pattern, no path, no port that the scheme has by itself.
fn read_origin(origin: &str) -> Option<HeaderValue> {
    let (scheme, authority) = origin.split_once("://")?;
    let plain = |letter: char| {
        letter.is_ascii_lowercase()
            || letter.is_ascii_digit()
            || matches!(letter, '.' | '-' | ':' | '[' | ']')
    };
    let parsed: Authority = authority.parse().ok()?;
    let usual = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let named = parsed.host().trim_matches(['[', ']']);
    let ends = named.starts_with(['.', '-']) || named.ends_with(['.', '-']);
    let port = parsed.port_u16();
    let written = port.map_or_else(|| parsed.host().to_owned(), |port| format!("{}:{port}", parsed.host()));
    (authority.chars().all(plain)
        && !named.is_empty()
        && !ends
        && port != Some(usual)
        && written == authority)
        .then(|| HeaderValue::from_str(origin).ok())?
}

/// A page of another origin must not sign anybody in or out.
pub(crate) async fn refuse_foreign_writes(
    State(origins): State<Origins>,
    request: Request,
    next: Next,
) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    match request.headers().get(header::ORIGIN) {
        Some(origin) if !safe && !origins.may_write(origin, &request) => {
            Failure::new(StatusCode::FORBIDDEN, "this origin is not in ALLOWED_ORIGINS").into_response()
        }
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::read_origin;

    #[test]
    fn a_list_has_origins_as_browsers_send_them() {
        for origin in
            ["http://localhost:5173", "https://www.example.com", "http://[::1]:3000", "https://10.0.0.1"]
        {
            assert!(read_origin(origin).is_some(), "{origin}");
        }
        for wrong in [
            "*",
            "null",
            "https://*.example.com",
            "https://example.com/",
            "example.com",
            "https://Example.com",
            "https://example.com:443",
            "http://example.com:80",
            "https://a b",
            "ftp://example.com",
            "https://",
            "https://example.com:99999",
            "https://.example.com",
            "https://user@example.com",
            "https://a.example:",
        ] {
            assert!(read_origin(wrong).is_none(), "{wrong}");
        }
    }
}
