//! Booting: the user of the Messenger, and the region of its data.

use e2e::{APP, JWT_URL, Result, Session, journey};
use serde_json::json;

use crate::checks::{ADA, LINUS, is_messenger_of};

#[test]
fn a_name_with_letters_outside_ascii_arrives_whole() -> Result {
    journey(async |_, page| {
        page.sign_in("grace").await?;
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        let session = page.widget().session().await?.unwrap();
        assert_eq!(session.name.as_deref(), Some("Grace Núñez Höpper"));
        Ok(())
    })
}

#[test]
fn jwt_url_may_be_a_url_object() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(format!("{{ appId: '{APP}', jwtUrl: new URL('{JWT_URL}', location.href) }}")).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_request_of_ones_own_may_be_a_post_with_a_header() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let request = json!({
            "url": "/faults/intercom-jwt",
            "method": "POST",
            "headers": { "X-CSRF-Token": "abc" },
            "body": "{}",
        });
        page.boot(json!({ "appId": APP, "jwtRequest": request })).await??;
        is_messenger_of(page, ADA).await?;
        let requests = site.log().token_requests;
        assert_eq!(requests[0].method, "POST");
        assert!(requests[0].custom_headers.contains(&"x-csrf-token".to_owned()));
        Ok(())
    })
}

#[test]
fn a_function_of_the_applications_own_gives_the_token() -> Result {
    journey(async |site, page| {
        let token = site.token("ada")?;
        page.boot(format!("{{ appId: '{APP}', getJwt: async () => '{token}' }}")).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(site.log().token_count, 0);
        Ok(())
    })
}

#[test]
fn a_function_that_gives_null_means_a_visitor() -> Result {
    journey(async |_, page| {
        let session = page.boot(format!("{{ appId: '{APP}', getJwt: () => null }}")).await??;
        assert_eq!(session, Session::Visitor);
        Ok(())
    })
}

#[test]
fn a_token_that_the_page_has_already_boots_its_user() -> Result {
    journey(async |site, page| {
        page.boot(json!({ "appId": APP, "jwt": site.token("linus")? })).await??;
        is_messenger_of(page, LINUS).await
    })
}

#[test]
fn being_signed_out_is_an_error_where_the_page_says_so() -> Result {
    journey(async |site, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL, "whenSignedOut": "error" });
        let error = page.boot(&options).await?.unwrap_err();
        assert_eq!(error.code, "signed_out");
        assert!(!error.hint.is_empty() && error.retryable);
        assert_eq!(site.pings("boot").len(), 0);
        page.sign_in("ada").await?;
        page.boot(&options).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_region_reaches_its_own_api_host() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for (region, host, state) in [
            (json!({}), "api-iam.intercom.io", "us"),
            (json!({ "region": "us" }), "api-iam.intercom.io", "us"),
            (json!({ "region": "eu" }), "api-iam.eu.intercom.io", "eu"),
            (json!({ "region": "au" }), "api-iam.au.intercom.io", "au"),
            (json!({ "region": "ap" }), "api-iam.au.intercom.io", "au"),
            (json!({ "apiBase": "https://api-iam.eu.intercom.io" }), "api-iam.eu.intercom.io", "eu"),
        ] {
            site.faults().clear_log();
            let mut options = json!({ "appId": APP, "jwtUrl": JWT_URL });
            options.as_object_mut().unwrap().extend(region.as_object().unwrap().clone());
            page.boot(&options).await??;
            is_messenger_of(page, ADA).await?;
            assert_eq!(site.pings("boot")[0].api_host.as_deref(), Some(host), "{region}");
            assert_eq!(page.state().await?.region.as_deref(), Some(state), "{region}");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_region_stays_after_a_shutdown_and_another_users_boot() -> Result {
    journey(async |site, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL, "region": "eu" });
        for user in ["ada", "grace"] {
            page.sign_in(user).await?;
            page.boot(&options).await??;
            page.widget().session().await?;
            page.shutdown().await?;
        }
        let hosts: Vec<_> = site.log().pings.into_iter().filter_map(|ping| ping.api_host).collect();
        assert!(hosts.iter().all(|host| host == "api-iam.eu.intercom.io"), "{hosts:?}");
        Ok(())
    })
}

#[test]
fn an_api_host_of_ones_own_is_used_where_it_is_allowed() -> Result {
    journey(async |_, page| {
        let api = "https://intercom-proxy.example.com";
        page.boot(json!({ "appId": APP, "apiBase": api, "allowCustomApiBase": true })).await??;
        assert_eq!(page.widget().session().await?.unwrap().api_base.as_deref(), Some(api));
        assert_eq!(page.state().await?.region, None);
        Ok(())
    })
}
