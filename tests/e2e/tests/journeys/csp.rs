//! Pages with a Content-Security-Policy, with Trusted Types, and pages of unusual shape.

use e2e::{APP, Document, Page, Result, Site, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_messenger_of, options};

/// Hosts that a page must be allowed to connect to.
pub(crate) const API: &str = "connect-src 'self' https://api-iam.intercom.io";

/// Opens a page with the loader under this policy, with Ada signed in.
pub(crate) async fn open(site: &Site, page: &Page, policy: &str) -> Result {
    let document = Document::new().nonce("n0nce").policy(policy).with_loader();
    site.publish("/e2e/csp.html", document);
    page.sign_in("ada").await?;
    page.open("/e2e/csp.html").await
}

#[test]
fn a_policy_that_names_intercoms_hosts() -> Result {
    journey(async |site, page| {
        let policy = format!(
            "default-src 'none'; script-src 'self' https://widget.intercom.io https://js.intercomcdn.com \
             'wasm-unsafe-eval'; {API}"
        );
        open(site, page, &policy).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_violation_of_the_pages_own_does_not_make_a_lost_connection_a_matter_of_policy() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Blocked);
        open(site, page, "script-src 'self' 'nonce-n0nce' https://widget.intercom.io 'wasm-unsafe-eval'")
            .await?;
        let boot = page.begin_boot(options()).await?;
        page.run::<()>(
            "for (let at = 0; at < 40; at += 1) {
               const script = document.createElement('script');
               script.src = 'https://ads.example/ad.js';
               document.head.append(script);
               await later(25);
             }",
        )
        .await?;
        has_code(&page.end_of(boot).await?.unwrap_err(), "widget_blocked");
        Ok(())
    })
}

#[test]
fn a_policy_that_only_reports_forbids_nothing() -> Result {
    journey(async |site, page| {
        let policy = "script-src 'self' 'wasm-unsafe-eval'";
        let document = Document::new().header("content-security-policy-report-only", policy).with_loader();
        site.publish("/e2e/report.html", document);
        page.sign_in("ada").await?;
        page.open("/e2e/report.html").await?;
        site.faults().widget_next(2, WidgetFault::Blocked);
        page.boot(json!({ "appId": APP, "jwt": site.token("ada")? })).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn trusted_types_with_the_policy_allowed() -> Result {
    journey(async |site, page| {
        open(site, page, "require-trusted-types-for 'script'; trusted-types intercom-messenger-loader")
            .await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn trusted_types_allow_a_second_try() -> Result {
    journey(async |site, page| {
        open(site, page, "require-trusted-types-for 'script'; trusted-types intercom-messenger-loader")
            .await?;
        site.faults().widget(WidgetFault::Blocked);
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_blocked");
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn trusted_types_without_the_policy_are_named() -> Result {
    journey(async |site, page| {
        open(site, page, "require-trusted-types-for 'script'; trusted-types another").await?;
        let error = page.boot(options()).await?.unwrap_err();
        has_code(&error, "widget_blocked_by_csp");
        assert!(
            error.message.contains("intercom-messenger-loader"),
            "the mend is not named: {}",
            error.message
        );
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.uncaught().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn a_page_without_a_head_and_without_scripts() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>(
            "await api();
             for (const script of [...document.scripts]) script.remove();
             document.head.remove();",
        )
        .await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

/// A sandboxed page has an opaque origin: no module loads, and cookies throw.
#[test]
fn a_page_in_a_sandbox_without_cookies() -> Result {
    journey(async |site, page| {
        let tag = "<script src=\"/dist/auto.js\" data-manual></script>";
        site.publish("/e2e/sandbox.html", Document::new().policy("sandbox allow-scripts").head(tag));
        page.open("/e2e/sandbox.html").await?;
        page.boot(json!({ "appId": APP, "jwt": site.token("ada")? })).await??;
        page.shutdown().await?;
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.uncaught().await?, [""; 0]);
        Ok(())
    })
}
