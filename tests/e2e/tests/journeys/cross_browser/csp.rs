//! Pages with a Content-Security-Policy, in every engine.

use e2e::{Result, journey_cross_browser};
use serde_json::json;

use crate::{
    checks::{ADA, has_code, is_messenger_of, options, options_with},
    csp::{API, open},
};

#[test]
fn a_strict_policy_with_the_nonce() -> Result {
    journey_cross_browser(async |site, page| {
        let policy = format!("default-src 'none'; script-src 'nonce-n0nce' 'wasm-unsafe-eval'; {API}");
        open(site, page, &policy).await?;
        page.boot(options_with(&json!({ "nonce": "n0nce" }))).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_policy_that_forbids_the_messengers_script() -> Result {
    journey_cross_browser(async |site, page| {
        open(site, page, "script-src 'self' 'nonce-n0nce' 'wasm-unsafe-eval'").await?;
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_blocked_by_csp");
        assert!(!error.retryable && error.hint.contains("https://widget.intercom.io"));
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.script_tags().await?.len(), 1, "a retry cannot help");
        // The page can mend it with its nonce.
        page.boot(options_with(&json!({ "nonce": "n0nce" }))).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_policy_that_forbids_web_assembly_is_named_with_its_mend() -> Result {
    journey_cross_browser(async |site, page| {
        open(site, page, "script-src 'self' 'nonce-n0nce' https://widget.intercom.io").await?;
        for _ in 0..2 {
            let error = page.boot(options()).await?.unwrap_err();
            has_code(&error, "wasm_blocked_by_csp");
            assert!(error.hint.contains("'wasm-unsafe-eval'") && !error.retryable);
        }
        page.shutdown().await?;
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.uncaught().await?, [""; 0]);
        assert_eq!(page.run::<String>("return typeof window.Intercom").await?, "undefined");
        Ok(())
    })
}
