//! Notifies the Messenger of route changes, within Intercom's quota.

use e2e::{Limits, Page, Result, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_clean, options, options_with};

/// Longer than a burst of changes that is sent as one.
const QUIET: &str = "await later(350)";

async fn booted(page: &Page) -> Result {
    page.sign_in("ada").await?;
    page.boot(options()).await??;
    page.widget().session().await?;
    Ok(())
}

async fn updates(page: &Page) -> Result<usize> {
    Ok(page.widget().calls_of("update").await?.len())
}

/// Reports route changes in one step: on a busy machine several steps would not be a burst.
async fn together(page: &Page, urls: &[&str]) -> Result {
    let calls: String = urls.iter().map(|url| format!("routeUpdate({url}),")).collect();
    page.run::<()>(&format!("const {{ routeUpdate }} = await api(); await Promise.all([{calls}])")).await
}

#[test]
fn a_burst_is_told_once_with_the_time_and_the_token() -> Result {
    journey(async |site, page| {
        booted(page).await?;
        together(page, &["'/a'", "'/b'", "'/c'"]).await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        page.run::<()>(QUIET).await?;
        let updates = page.widget().calls_of("update").await?;
        assert_eq!(updates.len(), 1);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let told = updates[0].arg("last_request_at").and_then(serde_json::Value::as_u64).unwrap();
        assert!(told.abs_diff(now) < 10, "{told} is no time in seconds");
        assert_eq!(updates[0].arg("intercom_user_jwt"), Some(&json!(format!("<jwt for user_id {ADA}>"))));
        is_clean(page).await?;
        assert!(
            site.pings("update").iter().all(|ping| ping.accepted && ping.user_id.as_deref() == Some(ADA))
        );
        Ok(())
    })
}

const UPDATED: &str = "__standInMessenger.calls.some(({ method }) => method === 'update')";

#[test]
fn the_same_address_is_no_news_and_a_fragment_is_where_it_is_reported() -> Result {
    journey(async |_, page| {
        booted(page).await?;
        page.route_update(None).await?.unwrap();
        page.run::<()>("history.pushState({}, '', '#other')").await?;
        page.run::<()>(QUIET).await?;
        assert_eq!(updates(page).await?, 0);
        page.route_update(Some("#/inbox")).await?.unwrap();
        page.wait_for(UPDATED).await?;
        page.route_update(Some("#/inbox")).await?.unwrap();
        page.run::<()>(QUIET).await?;
        assert_eq!(updates(page).await?, 1);
        Ok(())
    })
}

#[test]
fn a_watch_for_hash_routers_counts_fragments() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "routes": "hash" }))).await??;
        page.widget().session().await?;
        page.run::<()>("location.hash = '/inbox'").await?;
        page.wait_for(UPDATED).await
    })
}

/// Pending changes are sent before the end, and their promises resolve.
#[test]
fn an_update_before_a_shutdown_is_told() -> Result {
    journey(async |site, page| {
        booted(page).await?;
        page.run::<()>(
            "const { update, shutdown } = await api();
             const told = update({ plan: 'gold' });
             await Promise.all([told, shutdown()])",
        )
        .await?;
        let updates = page.widget().calls_of("update").await?;
        assert_eq!(updates.first().and_then(|call| call.arg("plan")), Some(&json!("gold")));
        assert!(site.pings("update").iter().all(|ping| ping.user_id.as_deref() == Some(ADA)));
        Ok(())
    })
}

#[test]
fn a_redirect_that_leads_back_is_no_news() -> Result {
    journey(async |_, page| {
        booted(page).await?;
        together(page, &["'/away'", "undefined"]).await?;
        page.run::<()>(QUIET).await?;
        assert_eq!(updates(page).await?, 0);
        Ok(())
    })
}

#[test]
fn there_is_nobody_to_tell_before_a_boot_and_after_a_shutdown() -> Result {
    journey(async |_, page| {
        has_code(&page.route_update(Some("/a")).await?.unwrap_err(), "not_booted");
        booted(page).await?;
        // In one step: a while later the change would have been sent.
        page.run::<()>(
            "const { routeUpdate, shutdown } = await api(); await routeUpdate('/a'); await shutdown()",
        )
        .await?;
        has_code(&page.route_update(Some("/b")).await?.unwrap_err(), "not_booted");
        page.run::<()>(QUIET).await?;
        assert_eq!(updates(page).await?, 0, "a change from before the shutdown was told after it");
        Ok(())
    })
}

#[test]
fn a_change_while_booting_needs_no_telling() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 300 });
        let boot = page.begin_boot(options()).await?;
        page.wait_for("typeof Intercom === 'function'").await?;
        page.route_update(Some("/a")).await?.unwrap();
        page.end_of(boot).await??;
        is_clean(page).await
    })
}

#[test]
fn changes_in_the_same_second_are_not_dropped_as_identical() -> Result {
    journey(async |_, page| {
        booted(page).await?;
        page.run::<()>(
            "const { routeUpdate } = await api();
             await until(() => Date.now() % 1000 < 100);
             await routeUpdate('/a');
             await later(250);
             await routeUpdate('/b');
             await later(2200);",
        )
        .await?;
        assert_eq!(page.widget().dropped().await?, []);
        Ok(())
    })
}

#[test]
fn after_a_day_of_route_changes_attributes_and_tokens_are_told_at_once() -> Result {
    journey(async |site, page| {
        let limits = Limits { identical_seconds: 0, ..Limits::default() };
        site.faults().change(serde_json::from_value(json!({ "limits": limits }))?);
        booted(page).await?;
        let [routes, waited, last] = page
            .run::<[u32; 3]>(
                "const { routeUpdate, update } = await api();
                 // From here on the page's time passes ten times as fast.
                 const [now, timer] = [performance.now.bind(performance), setTimeout];
                 performance.now = () => now() * 10;
                 window.setTimeout = (act, ms, ...args) => timer(act, ms / 10, ...args);
                 const updates = () => __standInMessenger.calls.filter(({ method }) => method === 'update');
                 for (let page = 0; page < 18; page += 1) {
                   await routeUpdate(`/page/${page}`);
                   await later(2_000);
                 }
                 const [routes, since] = [updates().length, performance.now()];
                 await update({ hide_default_launcher: true });
                 const { args } = updates().at(-1);
                 return [routes, Math.round(performance.now() - since), Number('last_request_at' in args[0])]",
            )
            .await?;
        assert!((6..=12).contains(&routes), "{routes} updates");
        assert!(waited < 2_000, "{waited} ms");
        assert_eq!(last, 1, "the page that waited is told along");
        assert!(page.state().await?.updates_left >= 5);
        assert_eq!(page.widget().dropped().await?, []);
        is_clean(page).await?;
        page.refresh_token().await?.unwrap();
        assert_eq!(page.widget().dropped().await?, [], "there is no room left for a new token");
        Ok(())
    })
}

#[test]
fn a_link_that_the_application_intercepts_is_a_change_like_any_other() -> Result {
    journey(async |_, page| {
        booted(page).await?;
        page.run::<()>(
            "navigation.addEventListener('navigate', (event) => event.intercept({ async handler() {} }));
             const link = Object.assign(document.createElement('a'), { href: '/e2e/intercepted' });
             document.body.append(link);
             link.click()",
        )
        .await?;
        page.wait_for("location.pathname === '/e2e/intercepted'").await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        page.run::<()>(QUIET).await?;
        assert_eq!(updates(page).await?, 1);
        is_clean(page).await
    })
}
