//! Leaving a page and coming back to it as it was, from the browser's back-forward cache, in every engine.

use e2e::{Document, Page, Result, journey_everywhere};

use crate::checks::{ADA, GRACE, is_clean, is_messenger_of, options, phases};

/// Opens another page and comes back. Fails when the page was loaded anew instead of kept.
async fn leave_and_come_back(page: &Page) -> Result {
    page.run::<()>(
        "window.shown = [];
         addEventListener('pageshow', (event) => { window.shown.push(event.persisted) })",
    )
    .await?;
    page.open("/e2e/other.html").await?;
    page.back().await?;
    page.wait_for("window.shown?.length").await?;
    assert_eq!(page.run::<Vec<bool>>("return window.shown").await?, [true]);
    Ok(())
}

#[test]
fn a_page_that_comes_back_has_its_session_still() -> Result {
    journey_everywhere(async |site, page| {
        site.publish("/e2e/other.html", Document::new());
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        leave_and_come_back(page).await?;
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
        site.publish("/e2e/other.html", Document::new());
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.sign_in("grace").await?;
        leave_and_come_back(page).await?;
        page.refresh_token().await??;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}
