//! One boot after another, in every engine.

use e2e::{APP, JWT_URL, Result, TokenFault, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_messenger_of};

#[test]
fn other_options_while_booting_supersede_that_boot() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 300 });
        let first = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.boot(json!({ "appId": APP, "jwt": site.token("grace")? })).await??;
        assert_eq!(page.end_of(first).await?.unwrap_err().code, "boot_superseded");
        is_messenger_of(page, GRACE).await?;
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn the_messenger_never_boots_by_itself_while_the_token_is_on_its_way() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 700 });
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        is_messenger_of(page, ADA).await?;
        assert!(page.widget().calls().await?.iter().all(|call| !call.own));
        assert_eq!(site.pings("boot").len(), 1);
        Ok(())
    })
}
