//! Signing out, in every engine.

use e2e::{APP, JWT_URL, LOADER_PAGE, Result, Session, WidgetFault, journey_cross_browser};
use serde_json::{Value, json};

use crate::checks::{
    ADA, GRACE, has_code, is_clean, is_messenger_of, is_messenger_of_a_visitor, options, options_with,
};

#[test]
fn a_token_that_comes_too_late_boots_nobody() -> Result {
    journey_cross_browser(async |site, page| {
        let slow =
            format!("{{ appId: '{APP}', getJwt: () => new Promise((give) => {{ window.give = give }}) }}");
        let boot = page.begin_boot(&slow).await?;
        page.wait_for("window.give").await?;
        page.shutdown().await?;
        has_code(&page.end_of(boot).await?.unwrap_err(), "boot_superseded");
        let token = site.token("ada")?;
        page.run::<()>(&format!("window.give('{token}'); await later(100)")).await?;
        assert_eq!(page.state().await?.phase, "idle");
        // The Messenger is called for the next user only.
        page.boot(json!({ "appId": APP, "jwt": site.token("grace")? })).await??;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_script_that_comes_afterwards_has_no_session() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 1_500 });
        let boot = page.begin_boot(options()).await?;
        page.wait_for("Intercom.q.some(([method]) => method === 'boot')").await?;
        page.shutdown().await?;
        has_code(&page.end_of(boot).await?.unwrap_err(), "boot_superseded");
        page.widget().loaded().await?;
        assert_eq!(page.widget().session().await?, None);
        assert_eq!(page.widget().calls_of("boot").await?, []);
        assert_eq!(site.pings("boot").len(), 0);
        is_clean(page).await?;
        page.boot(json!({ "appId": APP })).await??;
        is_messenger_of_a_visitor(page).await
    })
}

#[test]
fn the_next_user_who_boots_before_the_script_came_is_the_only_one() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 1_500 });
        let first = page.begin_boot(options()).await?;
        page.wait_for("Intercom.q.some(([method]) => method === 'boot')").await?;
        page.shutdown().await?;
        page.sign_in("grace").await?;
        page.boot(options()).await??;
        assert!(page.end_of(first).await?.is_err());
        is_messenger_of(page, GRACE).await?;
        let users: Vec<_> = site.pings("boot").into_iter().map(|ping| ping.user_id).collect();
        assert_eq!(users, [Some(GRACE.to_owned())]);
        Ok(())
    })
}

#[test]
fn a_session_ends_everywhere() -> Result {
    journey_cross_browser(async |site, page| {
        page.open(&site.url_at("app.demo.test", LOADER_PAGE)).await?;
        page.run::<()>(&format!(
            "window.intercomSettings = {{ alignment: 'left' }};
             document.cookie = 'intercom-device-id-{APP}=host; path=/';
             document.cookie = 'intercom-id-{APP}=parent; path=/; domain=demo.test';
             document.cookie = 'unrelated=kept; path=/';"
        ))
        .await?;
        page.run::<bool>(
            "return (await fetch('/login', { method: 'POST', body: '{\"user\":\"ada\"}', \
                          headers: { 'content-type': 'application/json' } })).ok",
        )
        .await?;
        page.boot(options_with(&json!({ "settings": { "cookie_domain": "demo.test" } }))).await??;
        is_messenger_of(page, ADA).await?;
        assert!(page.intercom_cookies().await?.len() >= 3);
        page.shutdown().await?;
        assert_eq!(page.widget().session().await?, None);
        assert_eq!(page.intercom_cookies().await?, [""; 0]);
        assert!(page.run::<bool>("return document.cookie.includes('unrelated=kept')").await?);
        assert_eq!(page.run::<String>("return typeof window.intercomSettings").await?, "undefined");
        assert!(page.run::<bool>("return !('intercomSettings' in window)").await?);
        assert_eq!(page.state().await?.session, None);
        let error = page.route_update(Some("/next")).await?.unwrap_err();
        has_code(&error, "not_booted");
        Ok(())
    })
}

#[test]
fn the_next_user_is_themselves_and_sees_nothing_of_the_first() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.run::<()>("Intercom('startConversation', 'between us only')").await?;
        assert!(page.widget().panel().await?.contains("between us only"));
        page.shutdown().await?;
        page.sign_out().await?;
        assert_eq!(page.boot(options()).await??, Session::Visitor);
        is_messenger_of_a_visitor(page).await?;
        assert!(!page.widget().panel().await?.contains("between us only"));
        page.shutdown().await?;
        page.sign_in("grace").await?;
        page.boot(options()).await??;
        is_messenger_of(page, GRACE).await?;
        let panel = page.widget().panel().await?;
        assert!(
            panel.contains("Grace") && !panel.contains("Ada") && !panel.contains("between us only"),
            "{panel}"
        );
        assert!(
            site.pings("boot").iter().all(|ping| !ping.resumed),
            "an old session's cookie was still there"
        );
        Ok(())
    })
}

#[test]
fn many_calls_at_once_all_settle_and_the_last_one_decides() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        let storm = format!(
            "const {{ boot, shutdown, routeUpdate, refreshToken }} = await api();
             const user = {{ appId: '{APP}', jwtUrl: '{JWT_URL}' }};
             const calls = [boot(user), shutdown(), boot({{ appId: '{APP}' }}), boot(user), refreshToken(),
                            routeUpdate('/x'), shutdown(), shutdown(), boot(user)];
             return await Promise.all(calls.map(outcome))"
        );
        let settled: Vec<Value> = page.run(&storm).await?;
        assert_eq!(settled[8], json!({ "Ok": { "kind": "user", "userId": ADA } }), "{settled:?}");
        is_messenger_of(page, ADA).await
    })
}
