//! Pages with a Content-Security-Policy, in every engine.

use e2e::{Document, Result, journey_cross_browser};
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
        // The page can fix it with its nonce.
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

/// Policies of typical pages, each of which allows this page's script and its own frame.
const OWN: [&str; 4] = [
    "default-src 'self' 'nonce-n0nce'",
    "default-src 'none'; script-src 'nonce-n0nce'; child-src 'self'; connect-src 'self'; form-action 'none'",
    "default-src 'self'; script-src-elem 'self' 'nonce-n0nce'; style-src 'none'",
    "script-src 'self' 'unsafe-inline'; frame-src 'self'; img-src 'none'",
];

#[test]
fn a_policy_of_the_page_s_own_with_what_the_messenger_needs() -> Result {
    journey_cross_browser(async |site, page| {
        site.publish("/e2e/frame.html", Document::new());
        let options = options_with(&json!({ "nonce": "n0nce" }));
        for own in OWN {
            let merge =
                format!("return (await api(), server).contentSecurityPolicy({options}, {})", json!(own));
            page.open(e2e::LOADER_PAGE).await?;
            let policy: String = page.run(&merge).await?;
            open(site, page, &policy).await?;
            page.boot(&options).await??;
            is_messenger_of(page, ADA).await?;
            // A forbidden frame is an empty page of another origin.
            let seen: (Option<String>, Option<String>) = page
                .run(
                    "let forbidden = null;
                     document.addEventListener('securitypolicyviolation', (event) => forbidden = event.violatedDirective);
                     const open = (src) => new Promise((resolve) => {
                       const frame = document.createElement('iframe');
                       frame.onload = () => resolve(frame);
                       document.body.append(Object.assign(frame, { src }));
                     });
                     // It need not load: the policy is checked when it is requested.
                     open('https://intercom-sheets.com/');
                     const frame = await open('/e2e/frame.html');
                     return [frame.contentDocument?.location.pathname ?? null, forbidden]",
                )
                .await?;
            assert_eq!(seen, (Some("/e2e/frame.html".to_owned()), None), "{own} became {policy}");
            page.shutdown().await?;
        }
        Ok(())
    })
}
