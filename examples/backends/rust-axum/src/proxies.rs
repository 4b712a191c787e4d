//! Proxies before this server, which know the scheme by which the visitor asked.

use axum::http::HeaderMap;

/// How many there are. Without any, nobody may say what they would.
#[derive(Clone, Copy)]
pub(crate) struct Proxies(u8);

impl Proxies {
    /// Reads a number of one digit; an empty text is none.
    ///
    /// # Errors
    /// A sentence, when it is no number.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        match (if text.is_empty() { "0" } else { text }).parse() {
            Ok(count @ 0..=9) => Ok(Self(count)),
            _ => Err("TRUST_PROXY is no number of proxies: write 1 for a server behind one".to_owned()),
        }
    }

    /// This server itself speaks http.
    pub(crate) fn scheme(self, headers: &HeaderMap) -> &'static str {
        let said = headers.get("x-forwarded-proto");
        let https = said.is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"));
        if self.0 > 0 && https { "https" } else { "http" }
    }
}
