#![allow(clippy::unwrap_used, clippy::string_slice)]

use proptest::prelude::*;

use super::{ApiBase, AppId, Region};
use crate::error::Code;

fn api_base(text: &str, any_host: bool) -> Result<String, Code> {
    ApiBase::parse(text, any_host).map(|base| base.as_str().to_owned()).map_err(|error| error.code())
}

#[test]
fn an_app_id_is_letters_and_digits() {
    for good in ["abc12345", "a", "ABC", "0", &"x".repeat(64)] {
        assert_eq!(AppId::parse(good).unwrap().as_str(), good);
    }
    for bad in [
        "",
        " ",
        "abc 12345",
        "abc12345 ",
        "abc-12345",
        "abc_12345",
        "../abc",
        "abc/../def",
        "abc?x",
        "abc#x",
        "abc%2f",
        "\"abc\"",
        "<script>",
        "äbc",
        "abc\n",
        "abc\0",
        "https://widget.intercom.io/widget/abc12345",
        &"x".repeat(65),
    ] {
        assert_eq!(AppId::parse(bad).unwrap_err().code(), Code::InvalidAppId, "{bad:?}");
    }
}

#[test]
fn regions_and_their_hosts() {
    for (name, region, host) in [
        ("us", Region::Us, "https://api-iam.intercom.io"),
        ("eu", Region::Eu, "https://api-iam.eu.intercom.io"),
        ("au", Region::Au, "https://api-iam.au.intercom.io"),
        ("ap", Region::Au, "https://api-iam.au.intercom.io"),
    ] {
        assert_eq!(Region::parse(name), Ok(region));
        assert_eq!(ApiBase::from(region).as_str(), host);
        assert_eq!(Region::of(Some(&ApiBase::parse(host, false).unwrap())), Some(region));
        assert_eq!(Region::parse(region.as_str()), Ok(region));
    }
    assert_eq!(Region::of(None), Some(Region::Us));
    assert_eq!(Region::of(Some(&ApiBase::parse("https://proxy.example", true).unwrap())), None);
    for bad in ["", "US", "Eu", "uk", "europe", "eu ", "https://api-iam.eu.intercom.io"] {
        assert_eq!(Region::parse(bad).unwrap_err().code(), Code::UnknownRegion, "{bad:?}");
    }
}

#[test]
fn an_api_base_is_an_https_origin_of_intercom_s() {
    for (text, origin) in [
        ("https://api-iam.intercom.io", "https://api-iam.intercom.io"),
        ("https://api-iam.eu.intercom.io/", "https://api-iam.eu.intercom.io"),
        ("HTTPS://API-IAM.AU.intercom.io", "https://api-iam.au.intercom.io"),
    ] {
        assert_eq!(api_base(text, false), Ok(origin.to_owned()), "{text}");
    }
    for bad in [
        "",
        "https://",
        "https:///",
        "api-iam.intercom.io",
        "//api-iam.intercom.io",
        "http://api-iam.intercom.io",
        "ws://api-iam.intercom.io",
        "javascript:alert(1)//.intercom.io",
        "data:,.intercom.io",
        "https://intercom.io",
        "https://xintercom.io",
        "https://api-iam.intercom.com",
        "https://api-iam.intercom.io.evil.com",
        "https://evil.com/.intercom.io",
        "https://evil.com?.intercom.io",
        "https://evil.com#.intercom.io",
        "https://evil.com\\.intercom.io",
        "https://evil.com:443.intercom.io",
        "https://user@api-iam.intercom.io",
        "https://user:pass@api-iam.intercom.io",
        "https://evil.com@.intercom.io",
        "https://api-iam.intercom.io:8443",
        "https://api-iam.intercom.io/v1",
        "https://api-iam.intercom.io//",
        "https://api-iam.intercom.io?x",
        "https://api-iam.intercom.io#x",
        " https://api-iam.intercom.io",
        "https://api-iam.intercom.io ",
        "https://api-iam.\nintercom.io",
        "https://.intercom.io",
        "https://a..intercom.io",
        "https://-.intercom.io",
        "https://-a.intercom.io",
        "https://a-.intercom.io",
        "https://%61.intercom.io",
        "https://ä.intercom.io",
    ] {
        assert_eq!(api_base(bad, false), Err(Code::InvalidApiBase), "{bad:?}");
    }
}

#[test]
fn any_other_host_takes_an_option_and_is_an_https_origin_still() {
    for good in
        ["https://proxy.example", "https://localhost:8443", "https://127.0.0.1:1", "https://a.b-c.d:65535"]
    {
        assert_eq!(api_base(good, true), Ok(good.to_owned()));
        assert_eq!(api_base(good, false), Err(Code::InvalidApiBase));
    }
    for bad in [
        "http://proxy.example",
        "https://",
        "https://:",
        "https://:8443",
        "https://proxy.example:",
        "https://proxy.example:x",
        "https://proxy.example:65536",
        "https://proxy.example:1:2",
        "https://proxy.example:+1",
        "https://user@proxy.example",
        "https://proxy.example/path",
        "https://proxy..example",
        "https://-",
        "javascript:alert(1)",
    ] {
        assert_eq!(api_base(bad, true), Err(Code::InvalidApiBase), "{bad:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn an_accepted_app_id_is_safe_in_any_address(text in prop_oneof![any::<String>(), "[a-z0-9./?#%&_-]{1,12}"]) {
        if let Ok(id) = AppId::parse(&text) {
            prop_assert!(!id.as_str().is_empty() && id.as_str().chars().all(|c| c.is_ascii_alphanumeric()));
        }
    }

    /// Nothing before, after or inside an origin of Intercom's makes it another's.
    #[test]
    fn an_accepted_api_base_is_intercom_s(
        before in "[a-z.@:/\\\\?#%-]{0,6}", inside in "[a-zA-Z0-9.@:/\\\\?#%_ -]{0,12}", after in "[a-z.@:/\\\\?#%-]{0,6}",
    ) {
        for text in [
            format!("https://{inside}.intercom.io{after}"),
            format!("{before}https://{inside}.intercom.io"),
            format!("https://api-iam{before}.intercom.io"),
        ] {
            let Ok(base) = ApiBase::parse(&text, false) else { continue };
            let host = base.as_str().strip_prefix("https://").and_then(|host| host.strip_suffix(".intercom.io"));
            let label = |label: &str| !label.is_empty()
                && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && !label.starts_with('-') && !label.ends_with('-');
            prop_assert!(host.is_some_and(|host| host.split('.').all(label)), "{text}");
        }
    }

    #[test]
    fn a_refusal_never_shows_a_token(id in "[A-Za-z0-9_-]{40}") {
        let token = crate::jwt::tests::encode(b"{\"alg\":\"HS256\"}", id.as_bytes());
        for said in [
            AppId::parse(&token).unwrap_err().to_string(),
            Region::parse(&token).unwrap_err().to_string(),
            ApiBase::parse(&token, true).unwrap_err().to_string(),
        ] {
            let (header, payload) = token.split_once('.').unwrap();
            prop_assert!(!said.contains(header) && !said.contains(&payload[..20]), "{said}");
        }
    }
}
