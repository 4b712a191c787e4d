//! A user's event is sent with a token of that user, or not at all.

use e2e::{Page, Result, TokenFault, journey};
use segment::{begin, call, told};
use serde_json::json;

use crate::{ADA, GRACE, token_of};

const JWT: &str = "{ jwtUrl: '/api/messenger-token' }";

/// Number of the destination's messages on the console that contain this text.
async fn complaints(page: &Page, part: &str) -> Result<usize> {
    Ok(page.console().await?.iter().filter(|line| line.starts_with("error") && line.contains(part)).count())
}

#[test]
fn an_events_own_token_is_used() -> Result {
    journey(async |site, page| {
        begin(site, page, "", "{}").await?;
        let (ada, grace) = (site.token("ada")?, site.token("grace")?);
        let own =
            |name: &str, token: &str| format!("{{ integrations: {{ Intercom: {{ {name}: '{token}' }} }} }}");
        call(page, &format!("identify('{ADA}', {{ plan: 1 }}, {})", own("intercom_user_jwt", &ada))).await?;
        told(page, "update", 1).await?;
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
        // The update of her page is sent with the token, although the event has none.
        call(page, "page()").await?;
        assert_eq!(told(page, "update", 2).await?[1][0]["intercom_user_jwt"], json!(token_of(ADA)));
        call(page, &format!("identify('{GRACE}', {{}}, {})", own("intercomUserJwt", &grace))).await?;
        assert_eq!(told(page, "update", 3).await?[2][0]["intercom_user_jwt"], json!(token_of(GRACE)));
        assert_eq!(page.widget().user().await?.as_deref(), Some(GRACE));
        // A token of another user is not sent.
        call(page, &format!("identify('{GRACE}', {{}}, {})", own("intercom_user_jwt", &ada))).await?;
        told(page, "update", 4).await?;
        assert_eq!(page.widget().user().await?.as_deref(), Some(GRACE));
        assert_eq!(complaints(page, "is not used").await?, 1);
        assert_eq!(site.log().token_count, 0, "the endpoint was asked");
        Ok(())
    })
}

#[test]
fn a_newer_token_of_the_same_user_goes_on_with_the_session() -> Result {
    journey(async |site, page| {
        begin(site, page, "", "{}").await?;
        let identify = |token: &str| {
            format!(
                "identify('{ADA}', {{}}, {{ integrations: {{ Intercom: {{ intercom_user_jwt: '{token}' }} }} }})"
            )
        };
        call(page, &identify(&site.token("ada")?)).await?;
        told(page, "update", 1).await?;
        let shutdowns = page.widget().calls_of("shutdown").await?.len();
        call(page, &identify(&site.sign(&json!({ "user_id": ADA, "exp": 4_000_000_000_u64 }))?)).await?;
        told(page, "update", 2).await?;
        // The token is kept until the loader asks for it.
        page.run::<()>("await loader.refreshToken()").await?;
        assert_eq!(page.run::<u64>("return loader.state().tokenExpiresAt").await?, 4_000_000_000_000);
        assert_eq!(page.widget().calls_of("shutdown").await?.len(), shutdowns, "the session was ended");
        Ok(())
    })
}

#[test]
fn another_user_s_token_is_fetched_first() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        begin(site, page, "", JWT).await?;
        call(page, &format!("identify('{ADA}', {{ plan: 'a' }})")).await?;
        told(page, "update", 1).await?;
        page.sign_in("grace").await?;
        call(page, &format!("identify('{GRACE}', {{ plan: 'g', name: 'Grace' }})")).await?;
        let updates = told(page, "update", 2).await?;
        assert_eq!(updates[1][0]["intercom_user_jwt"], json!(token_of(GRACE)));
        let methods = page.widget().methods().await?;
        assert_eq!(methods.iter().filter(|name| *name != "update").count(), 3, "{methods:?}");
        assert!(methods.ends_with(&["shutdown".into(), "boot".into(), "update".into()]), "{methods:?}");
        Ok(())
    })
}

#[test]
fn nothing_is_sent_under_another_s_token_or_without_one() -> Result {
    for (user, fault) in
        [("ada", TokenFault::Ok), ("ada", TokenFault::Status { status: 401, retry_after: None })]
    {
        journey(async |site, page| {
            page.sign_in(user).await?;
            site.faults().token(fault.clone());
            begin(site, page, "", JWT).await?;
            page.wait_for("loader.state().phase === 'active'").await?;
            for event in ["identify('nobody', { name: 'X' })", "page()", "group('c1')", "track('Bought')"] {
                call(page, event).await?;
            }
            page.wait_for("__seen.console.some((line) => line.includes('are not sent'))").await?;
            // Effects of an event have happened by the time a later one has been handled.
            call(page, "identify('nobody', { name: 'Y' })").await?;
            page.run::<()>("await loader.trackEvent('marker'); return null").await?;
            let calls = page.widget().calls().await?;
            assert!(calls.iter().all(|call| call.method != "update"), "{calls:?}");
            assert_eq!(told(page, "trackEvent", 1).await?, [json!(["marker"])]);
            assert_eq!(complaints(page, "are not sent").await?, 1);
            assert!(site.log().token_count <= 4, "asked {} times", site.log().token_count);
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn nobody_is_named_without_a_token_unless_that_is_allowed() -> Result {
    const EVENT: &str = "identify('u1', { name: 'U', email: 'u@example.com', phone: '1' }, \
                         { integrations: { Intercom: { user_hash: 'h' } } })";
    for allowed in [false, true] {
        journey(async |site, page| {
            begin(site, page, "", &format!("{{ allowUnsignedIdentity: {allowed} }}")).await?;
            call(page, EVENT).await?;
            let expected = if allowed {
                json!([{ "user_id": "u1", "name": "U", "email": "u@example.com", "phone": "1", "user_hash": "h" }])
            } else {
                json!([{ "name": "U" }])
            };
            assert_eq!(told(page, "update", 1).await?, [expected]);
            assert_eq!(complaints(page, "no token").await?, usize::from(!allowed));
            if allowed {
                call(page, "identify('u2', {})").await?;
                told(page, "update", 2).await?;
                let methods = page.widget().methods().await?;
                assert!(
                    methods.ends_with(&["shutdown".into(), "boot".into(), "update".into()]),
                    "{methods:?}"
                );
            }
            Ok(())
        })?;
    }
    Ok(())
}
