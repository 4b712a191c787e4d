//! The page of the demo site, which contains a fake of Segment's client.

use e2e::{Page, Result, journey};
use segment::told;
use serde_json::json;

use crate::{ADA, GRACE, token_of};

async fn click(page: &Page, selector: &str) -> Result {
    page.wait_for(&format!("document.querySelector(`{selector}`)")).await?;
    page.run(&format!("document.querySelector(`{selector}`).click(); return null")).await
}

#[test]
fn the_demo_page_shows_what_the_messenger_is_told() -> Result {
    journey(async |site, page| {
        page.open("/").await?;
        click(page, "a[href='/segment.html']").await?;
        click(page, "[data-user=ada]").await?;
        assert_eq!(told(page, "update", 1).await?[0][0]["intercom_user_jwt"], json!(token_of(ADA)));
        click(page, "#track").await?;
        assert_eq!(
            told(page, "trackEvent", 1).await?[0][1]["price"],
            json!({ "amount": 1999, "currency": "EUR" })
        );
        click(page, "[data-user=grace]").await?;
        assert_eq!(told(page, "update", 2).await?[1][0]["intercom_user_jwt"], json!(token_of(GRACE)));
        click(page, "#log-out").await?;
        page.wait_for("document.querySelector('#who').textContent.startsWith('Nobody')").await?;
        page.wait_for("__standInMessenger.session === null").await?;
        let shown = "document.querySelector('#told').textContent.includes('analytics.reset()')
            && document.querySelector('#log').textContent.includes('Marginalia')";
        page.wait_for(shown).await?;
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        assert!(site.log().segment_events.is_empty());
        Ok(())
    })
}
