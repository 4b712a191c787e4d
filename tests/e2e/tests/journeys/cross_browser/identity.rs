//! Tokens that must not be used, in every engine.

use e2e::{Result, TokenFault, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, has_code, is_idle_after, is_messenger_of, options};

#[test]
fn a_token_that_cannot_be_used_boots_nobody() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let raw = |token: &str| TokenFault::Raw { token: token.to_owned() };
        let huge = site.sign(&json!({ "user_id": "u", "padding": "x".repeat(20 * 1024) }))?;
        let nobody = site.sign(&json!({ "user_id": "" }))?;
        let text_exp = site.sign(&json!({ "user_id": "u", "exp": "tomorrow" }))?;
        let list = site.sign(&json!(["user_id"]))?;
        for (fault, code) in [
            (TokenFault::Expired, "token_expired"),
            (TokenFault::AlgNone, "token_algorithm"),
            (TokenFault::MillisecondExp, "token_times"),
            (TokenFault::NoUserId, "token_user_id_missing"),
            (raw(&nobody), "token_user_id_missing"),
            (raw(&text_exp), "token_times"),
            (raw(&list), "token_malformed"),
            (raw(&huge), "token_too_large"),
            (raw("no token at all"), "token_malformed"),
            (raw("a.b.c"), "token_malformed"),
            (raw("eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9"), "token_malformed"),
        ] {
            site.faults().token(fault.clone());
            let error = page.boot(options()).await?.expect_err(code);
            has_code(&error, code);
            is_idle_after(page, code).await?;
        }
        assert_eq!(site.pings("boot").len(), 0);
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}
