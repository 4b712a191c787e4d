//! The Messenger's script is blocked, slow or something else: the boot reports it, the page keeps working, a later
//! boot works.

use e2e::{APP, Document, LOADER_PAGE, Page, Result, Site, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_clean, is_idle_after, is_messenger_of, options, options_with};

/// Checks that after a failed boot every call settles, and no data of the user is left for the next one.
pub(crate) async fn goes_on(page: &Page) -> Result {
    let queued =
        "return (window.Intercom?.q ?? []).map(([method]) => method).filter((method) => method === 'boot')";
    assert_eq!(page.run::<Vec<String>>(queued).await?, [""; 0], "the queue holds the old user's boot");
    has_code(&page.route_update(Some("/next")).await?.unwrap_err(), "not_booted");
    has_code(&page.refresh_token().await?.unwrap_err(), "not_booted");
    page.shutdown().await
}

#[test]
fn an_empty_script_in_the_messengers_place_is_recognised() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Empty);
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_invalid");
        is_idle_after(page, "widget_invalid").await?;
        goes_on(page).await?;
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_web_page_in_the_messengers_place_is_recognised() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Html);
        let proxied = options_with(&json!({ "widgetUrl": format!("/fake-messenger/widget/{APP}") }));
        let error = page.boot(&proxied).await?.unwrap_err();
        has_code(&error, "widget_invalid");
        goes_on(page).await?;
        // Chromium does not pass a web page of another origin to a script element: it reports an error instead.
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_blocked");
        goes_on(page).await?;
        site.faults().reset();
        page.boot(options()).await??;
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        Ok(())
    })
}

/// Chromium sends one request for one address on a page: the page cannot replace one that hangs.
#[test]
fn a_boot_after_a_script_that_hangs_settles_too_and_the_next_page_works() -> Result {
    journey(async |site, page| {
        site.faults().widget_next(1, WidgetFault::Hang);
        let hasty = json!({ "appId": APP, "jwt": site.token("ada")?, "timeoutMs": 400 });
        for _ in 0..2 {
            has_code(&page.boot(&hasty).await?.unwrap_err(), "widget_timeout");
        }
        page.open(LOADER_PAGE).await?;
        page.boot(json!({ "appId": APP, "jwt": site.token("ada")? })).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_boot_after_a_script_that_is_late_gets_it_and_runs_it_once() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Slow { ms: 1_500 });
        let token = site.token("ada")?;
        let hasty = json!({ "appId": APP, "jwt": token, "timeoutMs": 400 });
        has_code(&page.boot(&hasty).await?.unwrap_err(), "widget_timeout");
        page.boot(json!({ "appId": APP, "jwt": token })).await??;
        page.wait_for(
            "performance.getEntriesByType('resource').some(({ name }) => name.includes('/widget/'))",
        )
        .await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_script_that_comes_after_its_time_boots_nobody() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 900 });
        let error = page.boot(options_with(&json!({ "timeoutMs": 300 }))).await?.unwrap_err();
        has_code(&error, "widget_timeout");
        page.widget().loaded().await?;
        assert_eq!(page.widget().session().await?, None);
        assert_eq!(site.pings("boot").len(), 0);
        is_clean(page).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_element_of_that_name_does_not_stand_in_the_way() -> Result {
    journey(async |site, page| {
        site.publish(
            "/e2e/shadow.html",
            Document::new().with_loader().body("<div id=\"Intercom\">Contact us</div>"),
        );
        page.sign_in("ada").await?;
        page.open("/e2e/shadow.html").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_listener_that_throws_stops_nothing() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>(
            "const { on } = await api();
             for (const event of ['statechange', 'ready', 'error']) {
               on(event, () => { throw new Error('mine') });
             }
             on('ready', (session) => { window.ready = session.userId });",
        )
        .await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.wait_for(&format!("window.ready === '{ADA}'")).await
    })
}

#[test]
fn a_proxy_of_ones_own_can_serve_the_script() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        // The page's own script is not the proxy's, though its address ends like it.
        let path = format!("/fake-messenger/widget/{APP}");
        page.run::<()>(&format!(
            "document.head.append(Object.assign(document.createElement('script'), {{ type: 'text/plain', src: '/own.js?to={path}' }}))"
        ))
        .await?;
        page.boot(options_with(&json!({ "widgetUrl": path }))).await??;
        is_messenger_of(page, ADA).await?;
        assert!(page.run::<bool>("return !!document.querySelector('script[src*=\"?to=\"]')").await?);
        let hosts: Vec<_> =
            site.log().widget_requests.into_iter().filter_map(|request| request.host).collect();
        assert!(hosts.iter().all(|host| host.starts_with("localhost")), "{hosts:?}");
        Ok(())
    })
}

#[test]
fn an_address_of_ones_own_that_answers_404_is_named() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        let error =
            page.boot(options_with(&json!({ "widgetUrl": "/no/such/script.js" }))).await?.unwrap_err();
        has_code(&error, "widget_url_failed");
        assert!(error.hint.contains("must answer 200") && !error.hint.contains("blocker"), "{error}");
        is_idle_after(page, "widget_url_failed").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

/// Opens a page with this embedder policy, with Ada signed in.
async fn open_isolated(site: &Site, page: &Page, embedder_policy: &'static str) -> Result {
    let document = Document::new()
        .header("cross-origin-opener-policy", "same-origin")
        .header("cross-origin-embedder-policy", embedder_policy)
        .with_loader();
    site.publish("/e2e/isolated.html", document);
    page.sign_in("ada").await?;
    page.open("/e2e/isolated.html").await?;
    assert!(page.run::<bool>("return crossOriginIsolated").await?);
    Ok(())
}

#[test]
fn an_isolated_page_is_told_what_lets_the_script_in() -> Result {
    journey(async |site, page| {
        open_isolated(site, page, "require-corp").await?;
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_blocked_by_coep");
        assert!(error.hint.contains("credentialless") && error.hint.contains("widgetUrl"), "{error}");
        let seen: (String, String) = page
            .run(
                "const { checks } = await (await api()).diagnose();
                 const { status, hint } = checks.find(({ name }) => name === 'widget');
                 return [status, hint]",
            )
            .await?;
        assert_eq!(seen, ("fail".to_owned(), error.hint));
        page.boot(options_with(&json!({ "widgetUrl": format!("/fake-messenger/widget/{APP}") }))).await??;
        is_messenger_of(page, ADA).await?;
        // Opens a new page and tries the suggested fix.
        open_isolated(site, page, "credentialless").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}
