//! A Messenger that costs the page nothing until it is wanted, in every engine.

use e2e::{Page, Result, Session, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, is_messenger_of, options_with};

const LAUNCHER: &str = "document.querySelector('#intercom-messenger-loader-launcher')";

/// What the page asked Intercom for.
async fn asked_of_intercom(page: &Page) -> Result<Vec<String>> {
    page.run(
        "return performance.getEntriesByType('resource').map(({ name }) => name)
           .filter((name) => name.includes('intercom.io'))",
    )
    .await
}

#[test]
fn a_launcher_stands_in_until_somebody_wants_to_chat() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let session = page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        assert_eq!(session, Session::of("ada").unwrap());
        assert_eq!(page.state().await?.phase, "deferred");
        assert_eq!(asked_of_intercom(page).await?, [""; 0]);
        assert_eq!(page.script_tags().await?, [""; 0]);
        // By keyboard: it is a button with a name, and Enter is a click to the browser.
        let named = format!(
            "const b = {LAUNCHER}; b.focus(); return [document.activeElement === b, b.getAttribute('aria-label').length > 0]"
        );
        assert_eq!(page.run::<Vec<bool>>(&named).await?, [true, true]);
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        is_messenger_of(page, ADA).await?;
        page.wait_for(&format!("!{LAUNCHER}")).await?;
        assert!(page.widget().methods().await?.contains(&"show".to_owned()));
        assert_eq!(site.pings("boot").len(), 1);
        Ok(())
    })
}

#[test]
fn the_page_s_load_and_an_idle_moment_bring_it_too() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        for load in ["load", "idle"] {
            page.boot(options_with(&json!({ "load": load }))).await??;
            // The boot is over before the moment has come.
            page.wait_for("window.__standInMessenger?.session").await?;
            is_messenger_of(page, ADA).await?;
            assert_eq!(page.state().await?.phase, "active");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_blocked_messenger_takes_its_launcher_along() -> Result {
    journey_cross_browser(async |site, page| {
        site.faults().widget(e2e::WidgetFault::Blocked);
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        page.wait_for("(await api()).state().phase === 'idle'").await?;
        assert_eq!(page.state().await?.last_error.unwrap().code, "widget_blocked");
        page.wait_for(&format!("!{LAUNCHER}")).await
    })
}
