//! The user of the Messenger after a boot, in every engine.

use e2e::{APP, JWT_URL, Result, Session, TokenFault, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, is_messenger_of};

#[test]
fn a_signed_in_user_is_booted_with_the_token_of_the_endpoint() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let session = page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        assert_eq!(session, Session::User { user_id: ADA.to_owned() });
        is_messenger_of(page, ADA).await?;
        let boots = site.pings("boot");
        assert_eq!(boots.len(), 1);
        assert!(boots[0].signed && boots[0].accepted);
        let requests = site.log().token_requests;
        assert_eq!(requests.len(), 1);
        assert!(requests[0].cookies && requests[0].custom_headers.is_empty(), "a plain GET with cookies");
        assert_eq!(site.log().widget_requests[0].host.as_deref(), Some("widget.intercom.io"));
        Ok(())
    })
}

#[test]
fn without_a_token_source_the_messenger_is_a_visitors() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        assert_eq!(page.boot(json!({ "appId": APP })).await??, Session::Visitor);
        let session = page.widget().session().await?.unwrap();
        assert_eq!((session.kind.as_str(), session.user_id), ("visitor", None));
        assert_eq!(site.log().token_count, 0);
        assert!(!site.pings("boot")[0].signed);
        Ok(())
    })
}

#[test]
fn somebody_who_is_signed_out_gets_a_visitors_messenger() -> Result {
    journey_cross_browser(async |site, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        assert_eq!(page.boot(&options).await??, Session::Visitor);
        for fault in [
            TokenFault::Status { status: 204, retry_after: None },
            TokenFault::Status { status: 401, retry_after: None },
            TokenFault::Status { status: 403, retry_after: None },
            TokenFault::NullToken,
        ] {
            page.shutdown().await?;
            page.sign_in("ada").await?;
            site.faults().token(fault.clone());
            assert_eq!(page.boot(&options).await??, Session::Visitor, "{fault:?}");
            assert_eq!(page.widget().session().await?.unwrap().kind, "visitor", "{fault:?}");
        }
        Ok(())
    })
}
