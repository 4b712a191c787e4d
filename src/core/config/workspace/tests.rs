//! Accepted and refused values are in `tests/tables/options.json`.
#![allow(clippy::unwrap_used, clippy::string_slice)]

use proptest::prelude::*;

use super::{ApiBase, AppId, Region};
use crate::core::error::Code;

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
}

#[test]
fn the_options_name_one_origin_or_none() {
    let of = |region, api_base| {
        let read = ApiBase::of_options(region, api_base, false);
        read.map(|base| base.map(|base| base.as_str().to_owned())).map_err(|error| error.code())
    };
    assert_eq!(of(None, None), Ok(None));
    assert_eq!(of(Some("eu"), None), Ok(Some("https://api-iam.eu.intercom.io".to_owned())));
    assert_eq!(of(None, Some("https://API.intercom.io/")), Ok(Some("https://api.intercom.io".to_owned())));
    assert_eq!(of(Some("uk"), None), Err(Code::UnknownRegion));
    assert_eq!(of(None, Some("https://proxy.example")), Err(Code::InvalidApiBase));
    assert_eq!(of(Some("uk"), Some("x")), Err(Code::RegionAndApiBase));
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
        let token = crate::core::token::tests::encode(b"{\"alg\":\"HS256\"}", id.as_bytes());
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
