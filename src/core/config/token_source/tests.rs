//! Accepted addresses, methods, headers and bodies are in `options/tests.rs` and in `tests/tables/options.json`.
#![allow(clippy::unwrap_used)]

use super::{Credentials, JwtProvider, JwtRequest, TokenSource};
use crate::Attributes;
use crate::core::config::Config;
use crate::core::error::Code;
use crate::core::token::RawToken;

fn config(token: TokenSource) -> Config {
    Config { token, ..Config::new("abc12345").unwrap() }
}

#[test]
fn a_widget_address_and_a_time_out_are_checked_too() {
    let with = |widget_url: Option<&str>, timeout| {
        let config =
            Config { widget_url: widget_url.map(str::to_owned), timeout, ..config(TokenSource::None) };
        config.check().map_err(|error| error.code())
    };
    assert_eq!(with(None, 1), Ok(()));
    assert_eq!(with(Some("/intercom/widget.js"), 1), Ok(()));
    assert_eq!(with(Some("javascript:alert(1)"), 1), Err(Code::InvalidOption));
    assert_eq!(with(Some(""), 1), Err(Code::InvalidOption));
    assert_eq!(with(None, 0), Err(Code::InvalidOption));
    assert_eq!(with(None, -1), Err(Code::InvalidOption));
}

#[test]
fn identity_outside_a_token_is_refused() {
    for name in ["user_id", "email", "phone", "user_hash"] {
        let settings = Attributes::new().with("name", "Ada").with(name, "x");
        let check = |token, allow_unsigned_identity| {
            Config { settings: settings.clone(), allow_unsigned_identity, ..config(token) }
                .check()
                .map_err(|error| (error.code(), error.message().ends_with(name)))
        };
        assert_eq!(check(TokenSource::None, false), Err((Code::UnsignedIdentity, true)), "{name}");
        assert_eq!(check(TokenSource::None, true), Ok(()), "{name}");
        for allowed in [false, true] {
            let source = TokenSource::Request(JwtRequest::get("/jwt"));
            assert_eq!(check(source, allowed), Err((Code::IdentityOutsideToken, true)), "{name}");
        }
    }
}

#[test]
fn the_widget_comes_from_intercom_unless_told_otherwise() {
    let plain = config(TokenSource::None);
    assert_eq!(plain.widget_url(), "https://widget.intercom.io/widget/abc12345");
    let proxied = Config { widget_url: Some("/w.js".into()), ..plain };
    assert_eq!(proxied.widget_url(), "/w.js");
}

#[test]
fn providers_are_the_same_when_they_are_clones_of_one() {
    let provider = JwtProvider::new(|| async { Ok(None) });
    assert_eq!(provider, provider.clone());
    assert_ne!(provider, JwtProvider::new(|| async { Ok(None) }));
    assert_eq!(Credentials::default(), Credentials::Include);
}

#[test]
fn what_may_hold_credentials_does_not_print() {
    let request = JwtRequest {
        headers: vec![("Authorization".into(), "Bearer hush".into())],
        body: Some("hush".into()),
        ..JwtRequest::get("/jwt")
    };
    let fixed = config(TokenSource::Fixed(RawToken::new("hush")));
    let provider =
        config(TokenSource::Provider(JwtProvider::new(|| async { Ok(Some(RawToken::new("hush"))) })));
    let said =
        format!("{request:?} {:?} {fixed:?} {provider:?}", config(TokenSource::Request(request.clone())));
    assert!(said.contains("/jwt") && !said.contains("hush"), "{said}");
}
