//! Tokens that must not be used, and identity without one.

use e2e::{APP, JWT_URL, Limits, Result, Session, TokenFault, journey};
use serde_json::json;

use crate::checks::{
    ADA, has_code, is_idle_after, is_messenger_of, is_messenger_of_a_visitor, options, options_with,
};

#[test]
fn the_same_holds_for_a_token_that_the_page_gives() -> Result {
    journey(async |site, page| {
        let expired = site.sign(&json!({ "user_id": "u", "exp": 1_600_000_000 }))?;
        let milliseconds = site.sign(&json!({ "user_id": "u", "exp": 4_000_000_000_000_i64 }))?;
        for (token, code) in [
            ("", "token_malformed"),
            ("a.b.c", "token_malformed"),
            (&expired, "token_expired"),
            (&milliseconds, "token_times"),
        ] {
            let error = page.boot(json!({ "appId": APP, "jwt": token })).await?.expect_err(code);
            has_code(&error, code);
            let given = format!("{{ appId: '{APP}', getJwt: async () => '{token}' }}");
            has_code(&page.boot(given).await?.expect_err(code), code);
            is_idle_after(page, code).await?;
        }
        page.boot(json!({ "appId": APP, "jwt": site.token("ada")? })).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_token_without_an_end_and_one_with_a_number_for_a_user_id_are_good() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::NoExp);
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(page.state().await?.token_expires_at, None);
        page.shutdown().await?;
        site.faults().token(TokenFault::NumericUserId);
        let session = page.boot(options()).await??;
        assert_eq!(session, Session::User { user_id: "1815".to_owned() });
        is_messenger_of(page, "1815").await
    })
}

#[test]
fn a_devices_wrong_clock_does_not_make_a_fresh_token_old() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for hours in [-3, 3] {
            site.faults().change(serde_json::from_value(json!({ "skewSeconds": hours * 3600 }))?);
            site.faults().change(serde_json::from_value(json!({ "tokenLifeSeconds": 7200 }))?);
            let session = page.boot(options()).await??;
            assert_eq!(session, Session::User { user_id: ADA.to_owned() }, "{hours} h");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_token_of_another_secret_is_refused_by_the_api_and_nobody_else_is_booted() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::WrongSecret);
        page.boot(options()).await??;
        let session = page.widget().session().await?.unwrap();
        assert_eq!(session.accepted, Some(false));
        assert!(session.reason.unwrap().contains("another secret"));
        assert_eq!(site.pings("boot").len(), 1);
        Ok(())
    })
}

#[test]
fn unsigned_identity_is_sent_only_on_request_and_with_one_warning() -> Result {
    journey(async |site, page| {
        site.faults().change(serde_json::from_value(json!({ "enforceIdentity": false }))?);
        let unsigned =
            json!({ "appId": APP, "settings": { "user_id": "u1" }, "allowUnsignedIdentity": true });
        for _ in 0..2 {
            assert_eq!(page.boot(&unsigned).await??, Session::Visitor);
            page.widget().session().await?;
            page.shutdown().await?;
        }
        let warnings = page.console().await?;
        assert_eq!(warnings.iter().filter(|line| line.contains("impersonate")).count(), 1, "{warnings:?}");
        assert_eq!(site.pings("boot")[0].user_id.as_deref(), Some("u1"));
        Ok(())
    })
}

#[test]
fn settings_of_the_pages_that_name_somebody_do_not_reach_a_boot() -> Result {
    journey(async |_, page| {
        page.run::<()>(
            "window.intercomSettings = { user_id: 'stale', email: 'stale@example.com', alignment: 'left' }",
        )
        .await?;
        page.boot(json!({ "appId": APP })).await??;
        is_messenger_of_a_visitor(page).await
    })
}

#[test]
fn a_new_token_of_the_same_user_goes_on_with_the_session() -> Result {
    journey(async |site, page| {
        let limits = Limits { identical_seconds: 0, ..Limits::default() };
        site.faults().change(serde_json::from_value(json!({ "limits": limits }))?);
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.widget().session().await?;
        page.refresh_token().await?.unwrap();
        assert!(
            page.widget().methods().await?.len() <= 2,
            "one of the same second is the same, and told nobody"
        );
        site.faults().change(serde_json::from_value(json!({ "tokenLifeSeconds": 3_600 }))?);
        page.refresh_token().await?.unwrap();
        is_messenger_of(page, ADA).await?;
        assert_eq!(page.widget().calls_of("shutdown").await?, []);
        assert!(page.widget().calls_of("boot").await?.len() >= 2);
        Ok(())
    })
}

#[test]
fn another_users_token_ends_the_session_and_begins_theirs() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.widget().session().await?;
        page.sign_in("grace").await?;
        page.refresh_token().await?.unwrap();
        is_messenger_of(page, crate::checks::GRACE).await?;
        assert_eq!(crate::checks::phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn a_token_that_fails_makes_a_visitor_where_the_page_says_so() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let options = options_with(&json!({ "jwtUrl": JWT_URL, "whenTokenFails": "visitor" }));
        for fault in
            [TokenFault::Html, TokenFault::Expired, TokenFault::Status { status: 500, retry_after: None }]
        {
            site.faults().token(fault);
            assert_eq!(page.boot(&options).await??, Session::Visitor);
            is_messenger_of_a_visitor(page).await?;
            assert!(page.state().await?.last_error.is_some(), "the failure can still be read");
            page.shutdown().await?;
        }
        Ok(())
    })
}

/// Libraries of a page can replace promises; one whose class cannot be read is an ordinary failure of `getJwt`.
#[test]
fn a_promise_that_cannot_be_looked_at_settles_the_boot() -> Result {
    journey(async |site, page| {
        let token = json!(site.token("ada")?);
        for broken in ["constructor", "then"] {
            let given = format!(
                "{{ appId: '{APP}', getJwt: () => Object.defineProperty(Promise.resolve({token}), '{broken}',
                     {{ get: () => {{ throw new Error('blocked') }} }}) }}"
            );
            let outcome = page.boot(given).await?;
            assert!(
                outcome.is_ok() || outcome.is_err_and(|error| error.code == "get_jwt_failed"),
                "{broken}"
            );
            page.shutdown().await?;
        }
        page.boot(json!({ "appId": APP, "jwt": site.token("ada")? })).await??;
        is_messenger_of(page, ADA).await
    })
}
