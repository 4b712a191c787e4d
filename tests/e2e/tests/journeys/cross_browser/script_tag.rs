//! The script tag, in every engine.

use e2e::{APP, Document, JWT_URL, Result, Site, journey_cross_browser};
use serde_json::json;

use crate::{
    checks::{ADA, is_messenger_of},
    script_tag::{is_active, open},
};

#[test]
fn a_tag_boots_by_itself_from_its_attributes() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let tag = format!(
            "<script async … data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\" data-region=\"eu\"
             data-settings='{{ \"alignment\": \"left\", \"plan\": \"gold\" }}' data-timeout-ms=\"9000\"
             data-when-signed-out=\"error\" data-debug data-cfasync=\"false\"></script>"
        );
        open(site, page, &tag).await?;
        is_active(page).await?;
        is_messenger_of(page, ADA).await?;
        assert_eq!(site.pings("boot")[0].api_host.as_deref(), Some("api-iam.eu.intercom.io"));
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(boots[0].arg("alignment"), Some(&json!("left")));
        assert_eq!(boots[0].arg("plan"), Some(&json!("gold")));
        Ok(())
    })
}

#[test]
fn a_tag_of_another_origin_with_its_integrity_boots_and_one_with_another_s_does_not_run() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let (cdn, own) = (site.cdn().await?, Site::integrity("auto.js")?);
        let tag = |integrity: &str| {
            format!(
                "<script async crossorigin=\"anonymous\" integrity=\"{integrity}\" src=\"{cdn}/auto.js\"
                 onerror=\"window.refused = true\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
            )
        };
        site.publish("/e2e/cdn.html", Document::new().head(&tag(&own)));
        page.open("/e2e/cdn.html").await?;
        page.wait_for("window.IntercomMessenger !== undefined").await?;
        is_active(page).await?;
        is_messenger_of(page, ADA).await?;

        let another = Site::integrity("core.js")?;
        site.publish("/e2e/changed.html", Document::new().head(&tag(&another)));
        page.open("/e2e/changed.html").await?;
        page.wait_for("window.refused === true && window.IntercomMessenger === undefined").await
    })
}
