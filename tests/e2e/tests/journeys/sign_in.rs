//! A visitor who signs in without a reload.

use e2e::{APP, Page, Result, journey};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_messenger_of, is_messenger_of_a_visitor, options, options_with, phases};

/// A cookie of the Messenger: `session`, `id` or `device-id`.
async fn cookie(page: &Page, kind: &str) -> Result<Option<String>> {
    page.run(&format!(
        "return document.cookie.split('; ').find((cookie) => cookie.startsWith('intercom-{kind}-')) ?? null"
    ))
    .await
}

#[test]
fn the_device_s_id_stays_and_everything_else_is_new() -> Result {
    journey(async |_, page| {
        page.boot(options()).await??;
        is_messenger_of_a_visitor(page).await?;
        let [device, session] = [cookie(page, "device-id").await?, cookie(page, "session").await?];
        assert!(device.is_some());
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(cookie(page, "device-id").await?, device);
        assert_ne!(cookie(page, "session").await?, session);
        page.sign_in("grace").await?;
        page.refresh_token().await??;
        is_messenger_of(page, GRACE).await?;
        assert_ne!(cookie(page, "device-id").await?, device, "it was Ada's");
        Ok(())
    })
}

#[test]
fn the_lead_becomes_the_user_where_that_is_wanted() -> Result {
    journey(async |site, page| {
        let keep = options_with(&json!({ "visitorOnSignIn": "keep" }));
        for first in [json!({ "appId": APP }), keep.clone()] {
            page.open(e2e::LOADER_PAGE).await?;
            page.sign_out().await?;
            page.boot(&first).await??;
            is_messenger_of_a_visitor(page).await?;
            let lead = cookie(page, "id").await?;
            page.sign_in("ada").await?;
            page.boot(&keep).await??;
            is_messenger_of(page, ADA).await?;
            assert_eq!(phases(page).await?, ["boot"], "after {first}");
            assert!(lead.is_some() && cookie(page, "id").await? == lead);
            page.sign_in("grace").await?;
            page.refresh_token().await??;
            is_messenger_of(page, GRACE).await?;
            assert_ne!(cookie(page, "id").await?, lead, "a user's session is never kept");
            page.shutdown().await?;
        }
        assert!(site.pings("boot").iter().all(|ping| !ping.resumed));
        Ok(())
    })
}
