//! Leaving a page and returning to it from the browser's back-forward cache, in every engine.

use e2e::{APP, Document, JWT_URL, Page, Result, Site, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_clean, is_messenger_of, options, options_with, phases};

/// Opens a page that records whether it was loaded or restored from the cache, each time it is shown. It navigates
/// away by itself on a signal.
async fn open(site: &Site, page: &Page) -> Result {
    let note = "addEventListener('pageshow', (event) => {
        (window.shown ??= []).push(event.persisted);
        fetch('/e2e/tell/shown', { method: 'POST' });
    });
    fetch('/e2e/wait/leave').then((told) => told.text()).then(() => { location.href = '/e2e/other.html' })";
    site.publish("/e2e/kept.html", Document::new().script(note).with_loader());
    page.open("/e2e/kept.html").await?;
    site.wait("shown").await;
    Ok(())
}

/// Goes to another page and back. Fails if the page was loaded anew instead of restored.
///
/// The page itself navigates: while a WebDriver runs a script, Firefox's page has an `unload` listener of the driver,
/// and is not cached if the script's end is reported too late for the driver's own navigation.
async fn leave_and_come_back(site: &Site, page: &Page) -> Result {
    let back = "addEventListener('load', () => fetch('/e2e/tell/left', { method: 'POST' }));
    fetch('/e2e/wait/back').then((told) => told.text()).then(() => history.back())";
    come_back_from(site, page, Document::new().script(back)).await
}

/// The same with another page in between, which signals `left` and goes back on a signal.
async fn come_back_from(site: &Site, page: &Page, other: Document) -> Result {
    site.publish("/e2e/other.html", other);
    site.tell("leave");
    site.wait("left").await;
    site.tell("back");
    site.wait("shown").await;
    assert_eq!(page.run::<Vec<bool>>("return window.shown").await?, [false, true], "it was loaded anew");
    Ok(())
}

#[test]
fn a_page_that_comes_back_has_its_session_still() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        leave_and_come_back(site, page).await?;
        assert_eq!(page.state().await?.phase, "active");
        is_messenger_of(page, ADA).await?;
        assert_eq!(phases(page).await?, ["boot"], "coming back is no new boot");
        page.route_update(Some("/next")).await??;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        page.shutdown().await?;
        assert_eq!(page.widget().session().await?, None);
        assert_eq!(page.intercom_cookies().await?, [""; 0]);
        is_clean(page).await
    })
}

#[test]
fn a_page_that_comes_back_to_another_user_can_become_theirs() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.sign_in("grace").await?;
        leave_and_come_back(site, page).await?;
        page.refresh_token().await??;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn a_deferred_messenger_of_a_page_that_comes_back_is_the_next_user_s() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page).await?;
        page.boot(options_with(&json!({ "load": "interaction", "settings": { "name": "Ada" } }))).await??;
        page.sign_in("grace").await?;
        leave_and_come_back(site, page).await?;
        page.wait_for("(await api()).state().session?.userId === 'user-grace-1906'").await?;
        page.run::<()>("document.querySelector('#intercom-messenger-loader-launcher').click()").await?;
        page.wait_for("window.__standInMessenger?.session").await?;
        is_messenger_of(page, GRACE).await?;
        assert!(page.widget().calls_of("boot").await?[0].arg("name").is_none());
        Ok(())
    })
}

/// Without a channel to the other tabs: a browser drops a cached page for which a message arrives.
#[test]
fn a_token_in_the_page_does_not_outlive_a_log_out_on_another_page() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page).await?;
        page.run::<()>(&format!(
            "const {{ token }} = await (await fetch('{JWT_URL}')).json();
             await (await api()).boot({{ appId: '{APP}', jwt: token, syncTabs: false }})"
        ))
        .await?;
        page.wait_for("window.__standInMessenger?.session").await?;
        let shuts_down = "const ready = setInterval(async () => {
            if (window.loader) {
                clearInterval(ready);
                await loader.shutdown();
                fetch('/e2e/tell/left', { method: 'POST' });
            }
        }, 20);
        fetch('/e2e/wait/back').then((told) => told.text()).then(() => history.back())";
        come_back_from(site, page, Document::new().script(shuts_down).with_loader()).await?;
        page.wait_for("(await api()).state().phase === 'idle'").await?;
        assert_eq!(page.widget().session().await?, None);
        Ok(())
    })
}
