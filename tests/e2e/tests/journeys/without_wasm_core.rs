//! The JavaScript core, where WebAssembly is not allowed.

use e2e::{APP, Document, JWT_URL, Page, Result, Site, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, GRACE, has_code, is_messenger_of, options, options_with};
use crate::csp::API;

/// A policy that forbids WebAssembly and nothing else that the loader needs.
const FORBIDDEN: &str = "script-src 'self' 'nonce-n0nce' https://widget.intercom.io";

/// Simulates the browser's switch in the page.
const MISSING: &str = "delete window.WebAssembly;";

/// Records the reported violations of the policy.
const VIOLATIONS: &str = "window.violations = [];
    addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));";

/// Opens a page with a policy that forbids WebAssembly, or without a policy in a browser without WebAssembly.
async fn open(site: &Site, page: &Page, policy: Option<&str>, head: &str) -> Result {
    let document = Document::new().nonce("n0nce").script(VIOLATIONS);
    let document = match policy {
        Some(policy) => document.policy(format!("{policy}; {API}")),
        None => document.script(MISSING),
    };
    site.publish("/e2e/without.html", document.head(head));
    page.sign_in("ada").await?;
    page.open("/e2e/without.html").await
}

/// A module that opts in, with other code to run before the loader.
fn module(entry: &str, line: &str) -> String {
    format!(
        "<script type=\"module\" nonce=\"n0nce\">
           import * as loader from '/dist/{entry}'; {line}
           window.loader = loader;
         </script>"
    )
}

const OPT_IN: &str = "import '/dist/without-wasm.js';";

#[test]
fn one_line_opts_in_and_the_same_loader_runs() -> Result {
    journey(async |site, page| {
        for policy in [Some(FORBIDDEN), None] {
            for entry in ["index.js", "wasm.js", "inline.js"] {
                open(site, page, policy, &module(entry, OPT_IN)).await?;
                page.boot(options()).await??;
                is_messenger_of(page, ADA).await?;
                let seen: Value = page.run("return [loader.state().core, violations]").await?;
                let attempts = if policy.is_some() { vec!["wasm-eval"] } else { vec![] };
                assert_eq!(seen, json!(["javascript", attempts]), "{entry}, {policy:?}");
                page.shutdown().await?;
                page.sign_in("grace").await?;
                page.boot(options()).await??;
                is_messenger_of(page, GRACE).await?;
                page.shutdown().await?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_script_tag_needs_no_line() -> Result {
    journey(async |site, page| {
        let tag = format!(
            "<script nonce=\"n0nce\" src=\"/dist/auto.js\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
        );
        for policy in [Some(FORBIDDEN), None] {
            open(site, page, policy, &tag).await?;
            page.wait_for("IntercomMessenger.state().phase === 'active'").await?;
            is_messenger_of(page, ADA).await?;
            assert_eq!(page.run::<String>("return IntercomMessenger.state().core").await?, "javascript");
            page.run::<()>("await IntercomMessenger.shutdown()").await?;
        }
        Ok(())
    })
}

#[test]
fn without_the_line_the_failure_names_it() -> Result {
    journey(async |site, page| {
        for (policy, code) in [(Some(FORBIDDEN), "wasm_blocked_by_csp"), (None, "wasm_failed")] {
            open(site, page, policy, &module("index.js", "")).await?;
            for _ in 0..2 {
                let error = page.boot(options()).await?.unwrap_err();
                has_code(&error, code);
                assert!(!error.retryable, "{error:?}");
                assert!(error.hint.contains("\"intercom-messenger-loader/without-wasm\""), "{error:?}");
            }
            let attempts: usize = page.run("return violations.length").await?;
            assert_eq!(attempts, usize::from(policy.is_some()), "a report for each try");
            assert_eq!(page.run::<Value>("return loader.state().core").await?, Value::Null);
        }
        Ok(())
    })
}

#[test]
fn a_page_that_knows_tries_no_web_assembly_and_its_policy_reports_nothing() -> Result {
    journey(async |site, page| {
        let line = "import { skipWasm } from '/dist/without-wasm.js'; skipWasm();";
        open(site, page, Some(FORBIDDEN), &module("index.js", line)).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let tag = format!(
            "<script nonce=\"n0nce\" src=\"/dist/auto.js?without-wasm\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
        );
        let seen = "return [(window.loader ?? IntercomMessenger).state().core, violations,
                    performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length]";
        assert_eq!(page.run::<Value>(seen).await?, json!(["javascript", [], 0]));
        open(site, page, Some(FORBIDDEN), &tag).await?;
        page.wait_for("IntercomMessenger.state().phase === 'active'").await?;
        is_messenger_of(page, ADA).await?;
        assert_eq!(page.run::<Value>(seen).await?, json!(["javascript", [], 0]));
        Ok(())
    })
}

/// Checks that one error contains both failures.
async fn names_both(page: &Page, code: &str) -> Result {
    let error = page.boot(options()).await?.unwrap_err();
    has_code(&error, code);
    let first = if code == "wasm_failed" { "no WebAssembly" } else { "forbids WebAssembly" };
    assert!(error.message.contains(first), "{error:?}");
    assert!(error.message.contains("core-without-wasm.js did not start ("), "{error:?}");
    assert!(error.hint.contains("core-without-wasm.js"), "{error:?}");
    assert_eq!(page.state().await?.phase, "idle");
    assert_eq!(page.uncaught().await?, [""; 0]);
    Ok(())
}

/// Serves another file in place of the JavaScript core.
fn elsewhere(path: &str) -> String {
    format!(
        "<script type=\"importmap\" nonce=\"n0nce\">{{\"imports\": {{\"/dist/core-without-wasm.js\": \"{path}\"}}}}</script>"
    )
}

#[test]
fn a_file_that_is_missing_is_one_error_with_both_attempts() -> Result {
    journey(async |site, page| {
        let gone = elsewhere("/dist/gone.js");
        open(site, page, Some(FORBIDDEN), &format!("{gone}{}", module("index.js", OPT_IN))).await?;
        names_both(page, "wasm_blocked_by_csp").await?;
        open(site, page, None, &format!("{gone}{}", module("index.js", OPT_IN))).await?;
        names_both(page, "wasm_failed").await
    })
}

#[test]
fn a_web_page_in_its_place_is_one_error_with_both_attempts() -> Result {
    journey(async |site, page| {
        let html = elsewhere("/e2e/loader.html");
        open(site, page, Some(FORBIDDEN), &format!("{html}{}", module("index.js", OPT_IN))).await?;
        names_both(page, "wasm_blocked_by_csp").await
    })
}

#[test]
fn a_policy_that_forbids_it_too_is_one_error_with_both_attempts() -> Result {
    journey(async |site, page| {
        let files = ["e2e/recorder.js", "dist/index.js", "dist/core-inside.js", "dist/without-wasm.js"];
        let files = files.map(|file| site.url(&format!("/{file}"))).join(" ");
        open(site, page, Some(&format!("script-src 'unsafe-inline' {files}")), &module("index.js", OPT_IN))
            .await?;
        names_both(page, "wasm_blocked_by_csp").await
    })
}

#[test]
fn a_large_token_and_large_attributes_fit() -> Result {
    journey(async |site, page| {
        open(site, page, None, &module("index.js", OPT_IN)).await?;
        let note = "x".repeat(12_000);
        let token = site.sign(&json!({ "user_id": ADA, "note": note }))?;
        let large = options_with(
            &json!({ "jwtUrl": null, "jwt": token, "settings": { "note": "y".repeat(300_000) } }),
        );
        page.boot(&large).await??;
        is_messenger_of(page, ADA).await?;
        let sent =
            "return __standInMessenger.calls.find(({ method }) => method === 'boot').args[0].note.length";
        assert_eq!(page.run::<u32>(sent).await?, 300_000);
        Ok(())
    })
}

#[test]
fn a_deferred_launcher_is_drawn_without_web_assembly() -> Result {
    journey(async |site, page| {
        open(site, page, Some(FORBIDDEN), &module("index.js", OPT_IN)).await?;
        let boot = page.begin_boot(options_with(&json!({ "load": "interaction" }))).await?;
        page.wait_for("document.querySelector('#intercom-messenger-loader-launcher')").await?;
        page.run::<()>("document.querySelector('#intercom-messenger-loader-launcher').click()").await?;
        page.end_of(boot).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_diagnosis_that_is_missing_is_named_as_the_file_that_it_is() -> Result {
    journey(async |site, page| {
        let gone = "<script type=\"importmap\" nonce=\"n0nce\">{\"imports\": {\"/dist/diagnosis-without-wasm.js\": \"/dist/gone.js\"}}</script>";
        open(site, page, None, &format!("{gone}{}", module("index.js", OPT_IN))).await?;
        page.boot(options()).await??;
        let check: Value = page.run("return (await loader.diagnose()).checks[0]").await?;
        let text = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
        assert!(text("seen").starts_with("diagnosis-without-wasm.js did not start"), "{check}");
        assert!(text("hint").contains("core-without-wasm.js"), "{check}");
        Ok(())
    })
}

#[test]
fn the_demo_has_a_page_that_shows_it() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.open("/without-wasm.html").await?;
        page.wait_for("window.IntercomMessenger?.state().session?.kind === 'user'").await?;
        page.wait_for("document.querySelector('#core')?.textContent === 'JavaScript'").await?;
        page.open("/tag.html").await?;
        page.wait_for("document.querySelector('#core')?.textContent === 'WebAssembly'").await
    })
}
