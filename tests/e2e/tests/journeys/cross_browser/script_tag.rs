//! The script tag, in every engine.

use e2e::{APP, JWT_URL, Result, journey_cross_browser};
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
