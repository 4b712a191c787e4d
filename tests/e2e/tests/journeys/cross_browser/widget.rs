//! The Messenger's script is blocked or slow, in every engine.

use std::time::Instant;

use e2e::{APP, LOADER_PAGE, Result, WidgetFault, journey_cross_browser};
use serde_json::json;

use crate::{
    checks::{ADA, GRACE, has_code, is_idle_after, is_messenger_of, options, options_with},
    widget::goes_on,
};

#[test]
fn a_blocked_script_is_tried_three_times() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Blocked);
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_blocked");
        assert!(error.retryable);
        is_idle_after(page, "widget_blocked").await?;
        assert_eq!(page.script_tags().await?.len(), 3);
        let left = "return document.querySelectorAll('script[src*=\"/widget/\"]').length";
        assert_eq!(page.run::<u32>(left).await?, 0, "a tag that failed is taken away");
        goes_on(page).await
    })
}

#[test]
fn a_boot_after_a_blocked_one_tries_afresh() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Blocked);
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_blocked");
        site.faults().reset();
        page.sign_in("grace").await?;
        let began = Instant::now();
        page.boot(options()).await??;
        assert!(began.elapsed().as_secs() < 3, "it waited for the old tag");
        is_messenger_of(page, GRACE).await?;
        assert!(site.pings("boot").iter().all(|ping| ping.user_id.as_deref() == Some(GRACE)));
        Ok(())
    })
}

#[test]
fn a_script_that_hangs_is_given_up() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Hang);
        let error = page.boot(options_with(&json!({ "timeoutMs": 400 }))).await?.unwrap_err();
        has_code(&error, "widget_timeout");
        assert!(error.retryable);
        is_idle_after(page, "widget_timeout").await?;
        goes_on(page).await
    })
}

#[test]
fn a_page_that_is_left_while_booting_reports_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 500 });
        page.run::<()>("(await api()).on('error', (error) => localStorage.setItem('error', error.code))")
            .await?;
        let boot = page.begin_boot(options()).await?;
        page.wait_for("document.querySelector('script[src*=\"/widget/\"]')").await?;
        drop(boot);
        page.open(LOADER_PAGE).await?;
        assert_eq!(page.run::<Option<String>>("return localStorage.getItem('error')").await?, None);
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_script_that_is_blocked_once_is_loaded_the_second_time() -> Result {
    journey_cross_browser(async |site, page| {
        let token = site.token("ada")?;
        site.faults().widget_next(1, WidgetFault::Blocked);
        page.boot(json!({ "appId": APP, "jwt": token })).await??;
        // It may have been the preload that was blocked.
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_connection_that_closes_counts_as_blocked() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Closed);
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_blocked");
        is_idle_after(page, "widget_blocked").await?;
        goes_on(page).await?;
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}
