//! Leaving a page and coming back to it as it was, from the browser's back-forward cache, in every engine.

use e2e::{Document, Page, Result, Site, journey_everywhere};

use crate::checks::{ADA, GRACE, is_clean, is_messenger_of, options, phases};

/// Opens a page that notes whether it was loaded or came out of the cache, each time it is shown. It leaves by itself when
/// it is told to.
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

/// Goes to another page and comes back. Fails when the page was loaded anew instead of kept.
///
/// It is the page that goes: while a WebDriver runs a script, Firefox's page has an `unload` listener of the driver's, and
/// is not kept if word of its end comes too late for the driver's own navigation.
async fn leave_and_come_back(site: &Site, page: &Page) -> Result {
    let back = "addEventListener('load', () => fetch('/e2e/tell/left', { method: 'POST' }));
    fetch('/e2e/wait/back').then((told) => told.text()).then(() => history.back())";
    site.publish("/e2e/other.html", Document::new().script(back));
    site.tell("leave");
    site.wait("left").await;
    site.tell("back");
    site.wait("shown").await;
    assert_eq!(page.run::<Vec<bool>>("return window.shown").await?, [false, true], "it was loaded anew");
    Ok(())
}

#[test]
fn a_page_that_comes_back_has_its_session_still() -> Result {
    journey_everywhere(async |site, page| {
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
    journey_everywhere(async |site, page| {
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
