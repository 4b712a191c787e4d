//! Booting: who the Messenger is booted as, where its data lives, and in which order things happen.

use e2e::{APP, JWT_URL, Result, Session, TokenFault, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, GRACE, LINUS, is_messenger_of, phases};

#[test]
fn a_signed_in_user_is_booted_with_the_token_of_the_endpoint() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let session = page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        assert_eq!(session, Session::User { user_id: ADA.to_owned() });
        is_messenger_of(page, ADA).await?;
        let boots = site.pings("boot");
        assert_eq!(boots.len(), 1);
        assert!(boots[0].signed && boots[0].accepted);
        let requests = site.log().token_requests;
        assert_eq!(requests.len(), 1);
        assert!(requests[0].cookies && requests[0].custom_headers.is_empty(), "a plain GET with cookies");
        assert_eq!(site.log().widget_requests[0].host.as_deref(), Some("widget.intercom.io"));
        Ok(())
    })
}

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
            "url": "/lab/intercom-jwt",
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
fn without_a_token_source_the_messenger_is_a_visitors() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        assert_eq!(page.boot(json!({ "appId": APP })).await??, Session::Visitor);
        let session = page.widget().session().await?.unwrap();
        assert_eq!((session.kind.as_str(), session.user_id), ("visitor", None));
        assert_eq!(site.log().token_count, 0);
        assert!(!site.pings("boot")[0].signed);
        Ok(())
    })
}

#[test]
fn somebody_who_is_signed_out_gets_a_visitors_messenger() -> Result {
    journey(async |site, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        assert_eq!(page.boot(&options).await??, Session::Visitor);
        for fault in [
            TokenFault::Status { status: 204, retry_after: None },
            TokenFault::Status { status: 401, retry_after: None },
            TokenFault::Status { status: 403, retry_after: None },
            TokenFault::NullToken,
        ] {
            page.shutdown().await?;
            page.sign_in("ada").await?;
            site.lab().token(fault.clone());
            assert_eq!(page.boot(&options).await??, Session::Visitor, "{fault:?}");
            assert_eq!(page.widget().session().await?.unwrap().kind, "visitor", "{fault:?}");
        }
        Ok(())
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
            site.lab().clear_log();
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

#[test]
fn the_same_options_while_booting_join_that_boot() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().token(TokenFault::Slow { ms: 200 });
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        let first = page.begin_boot(&options).await?;
        let second = page.begin_boot(&options).await?;
        assert_eq!(page.end_of(first).await??, page.end_of(second).await??);
        is_messenger_of(page, ADA).await?;
        assert_eq!((site.log().token_count, site.pings("boot").len()), (1, 1));
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn the_same_options_again_change_nothing_for_a_user() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        let first = page.boot(&options).await??;
        let before = page.widget().calls().await?;
        assert_eq!(page.boot(&options).await??, first);
        assert_eq!(page.widget().calls().await?, before);
        assert_eq!(site.log().token_count, 1);
        Ok(())
    })
}

#[test]
fn a_visitor_who_signs_in_moves_up_to_the_user_with_the_next_boot() -> Result {
    journey(async |_, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        assert_eq!(page.boot(&options).await??, Session::Visitor);
        page.sign_in("ada").await?;
        assert_eq!(page.boot(&options).await??, Session::of("ada").unwrap());
        is_messenger_of(page, ADA).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn other_options_end_the_old_session_first() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        page.boot(json!({ "appId": APP, "jwt": site.token("grace")? })).await??;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn other_options_while_booting_supersede_that_boot() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().token(TokenFault::Slow { ms: 300 });
        let first = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.boot(json!({ "appId": APP, "jwt": site.token("grace")? })).await??;
        assert_eq!(page.end_of(first).await?.unwrap_err().code, "boot_superseded");
        is_messenger_of(page, GRACE).await?;
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn the_messenger_never_boots_by_itself_while_the_token_is_on_its_way() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().token(TokenFault::Slow { ms: 700 });
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        is_messenger_of(page, ADA).await?;
        assert!(page.widget().calls().await?.iter().all(|call| !call.own));
        assert_eq!(site.pings("boot").len(), 1);
        Ok(())
    })
}

#[test]
fn the_script_is_fetched_once_and_beside_the_token() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().token(TokenFault::Slow { ms: 700 });
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        let log = site.log();
        assert_eq!(log.widget_count, 1);
        assert!(log.widget_requests[0].at < log.token_requests[0].at + 500, "it waited for the token");
        assert_eq!(page.script_tags().await?.len(), 1);
        Ok(())
    })
}

#[test]
fn settings_reach_the_messenger_beside_the_token() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        let settings = "{ plan: 'gold', seats: 3, ratio: 0.5, trial: false, manager: null, alignment: 'left',
                          created_at: new Date('2026-01-02T03:04:05Z'), company: { company_id: 'c1', name: 'Ünits' },
                          tags: ['a', 'b'], missing: undefined }";
        page.boot(format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}', settings: {settings} }}")).await??;
        is_messenger_of(page, ADA).await?;
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(
            boots[0].args[0],
            json!({
                "app_id": APP, "plan": "gold", "seats": 3, "ratio": 0.5, "trial": false, "manager": null,
                "alignment": "left", "created_at": 1_767_323_045, "company": { "company_id": "c1", "name": "Ünits" },
                "tags": ["a", "b"], "intercom_user_jwt": format!("<jwt for user_id {ADA}>"),
            })
        );
        Ok(())
    })
}

#[test]
fn the_pages_own_calls_while_booting_arrive_in_their_order() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().widget(WidgetFault::Slow { ms: 300 });
        let boot = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.wait_for("Intercom.q.some(([method]) => method === 'boot')").await?;
        page.run::<()>(
            "window.unread = null;
             Intercom('onUnreadCountChange', (count) => { window.unread = count });
             Intercom('trackEvent', 'signed-up', { plan: 'gold' });
             Intercom('show');",
        )
        .await?;
        page.end_of(boot).await??;
        is_messenger_of(page, ADA).await?;
        let methods = page.widget().methods().await?;
        assert_eq!(methods, ["boot", "onUnreadCountChange", "trackEvent", "show"]);
        assert_eq!(page.widget().dropped().await?, []);
        page.wait_for("window.unread === 0").await
    })
}

#[test]
fn callbacks_that_the_page_registers_before_the_boot_call_work() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.lab().token(TokenFault::Slow { ms: 300 });
        let boot = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.wait_for("typeof Intercom === 'function'").await?;
        page.run::<()>("Intercom('onShow', () => { window.shown = true })").await?;
        page.end_of(boot).await??;
        page.run::<()>("Intercom('show')").await?;
        page.wait_for("window.shown").await?;
        is_messenger_of(page, ADA).await
    })
}
