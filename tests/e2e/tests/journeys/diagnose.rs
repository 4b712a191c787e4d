//! `diagnose()` on a page with the built package: the report for a developer whose Messenger is missing.

use e2e::{APP, Document, JWT_URL, LOADER_PAGE, Page, Result, TokenFault, WidgetFault, journey};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::checks::{ADA, has_code, is_messenger_of, options, options_with};
use crate::csp::{API, open};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Diagnosis {
    ok: bool,
    checks: Vec<Check>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    name: String,
    status: String,
    seen: String,
    hint: String,
}

impl Diagnosis {
    /// Checks one result, whose text must contain `seen`.
    #[track_caller]
    fn holds(&self, name: &str, status: &str, seen: &str) {
        let check = self.checks.iter().find(|check| check.name == name).unwrap();
        assert!(check.status == status && check.seen.contains(seen), "{check:?}");
        assert_eq!(check.hint.is_empty(), status == "pass", "{check:?}");
    }

    fn not_passed(&self) -> Vec<&Check> {
        self.checks.iter().filter(|check| check.status != "pass").collect()
    }
}

/// Runs the diagnosis, and searches it for the page's tokens.
async fn diagnose(page: &Page, tokens: &[&str]) -> Result<Diagnosis> {
    let value: Value = page.run("return await (await api()).diagnose()").await?;
    let said = value.to_string();
    for part in tokens.iter().flat_map(|token| token.split('.')).filter(|part| part.len() > 10) {
        assert!(!said.contains(part), "{said}");
    }
    assert!(!said.contains("eyJ") && !said.contains(ADA), "{said}");
    Ok(serde_json::from_value(value)?)
}

#[test]
fn a_clean_installation_passes_and_its_session_is_left_alone() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let (state, calls) = (page.state().await?, page.widget().methods().await?);
        let diagnosis = diagnose(page, &[]).await?;
        // The endpoint is the page's own.
        let skipped: Vec<_> = diagnosis.not_passed().iter().map(|check| check.name.clone()).collect();
        assert_eq!((diagnosis.ok, skipped), (true, vec!["cors_origin".to_owned()]), "{diagnosis:?}");
        assert_eq!((page.state().await?, page.widget().methods().await?), (state, calls));
        let cookies: Vec<_> = site.log().token_requests.iter().map(|request| request.cookies).collect();
        assert_eq!(cookies, [true, true, false]);
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_endpoint_of_another_origin_that_allows_the_page_passes() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.open(&site.other_origin(LOADER_PAGE)).await?;
        page.boot(json!({ "appId": APP, "jwtUrl": site.url(JWT_URL) })).await??;
        let diagnosis = diagnose(page, &[]).await?;
        assert!(diagnosis.ok && diagnosis.not_passed().is_empty(), "{diagnosis:?}");
        diagnosis.holds("cors_origin", "pass", "may read");
        Ok(())
    })
}

#[test]
fn one_that_does_not_allow_it_is_called_what_it_may_be() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let foreign = json!({ "appId": APP, "jwtUrl": site.other_origin(JWT_URL) });
        has_code(&page.boot(&foreign).await?.unwrap_err(), "endpoint_unreachable");
        let diagnosis = diagnose(page, &[]).await?;
        assert!(!diagnosis.ok);
        diagnosis.holds("cors_origin", "fail", "cannot tell");
        diagnosis.holds("answer", "fail", "could not be reached");
        Ok(())
    })
}

#[test]
fn before_a_boot_and_after_a_shutdown_it_answers_too() -> Result {
    journey(async |_, page| {
        let diagnosis = diagnose(page, &[]).await?;
        assert!(diagnosis.ok);
        diagnosis.holds("session", "skip", "there is none");
        diagnosis.holds("answer", "skip", "boot() was not called");
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.shutdown().await?;
        let diagnosis = diagnose(page, &[]).await?;
        diagnosis.holds("session", "skip", "there is none");
        diagnosis.holds("answer", "pass", "a token");
        assert!(diagnosis.ok, "{diagnosis:?}");
        Ok(())
    })
}

#[test]
fn a_widget_that_is_blocked() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Blocked);
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_blocked");
        let diagnosis = diagnose(page, &[]).await?;
        assert!(!diagnosis.ok);
        diagnosis.holds("widget", "fail", "could not be loaded");
        diagnosis.holds("session", "fail", "could not be loaded");
        diagnosis.holds("answer", "pass", "a token");
        diagnosis.holds("csp", "pass", "");
        Ok(())
    })
}

#[test]
fn a_policy_that_forbids_the_widget_is_named_with_its_directive() -> Result {
    journey(async |site, page| {
        open(site, page, &format!("script-src 'self' 'nonce-n0nce' 'wasm-unsafe-eval'; {API}")).await?;
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_blocked_by_csp");
        let diagnosis = diagnose(page, &[]).await?;
        diagnosis.holds("widget", "fail", "Content-Security-Policy");
        diagnosis.holds("csp", "fail", "script-src-elem widget.intercom.io");
        Ok(())
    })
}

#[test]
fn a_policy_that_forbids_wasm_is_a_diagnosis_and_no_rejection() -> Result {
    journey(async |site, page| {
        open(site, page, "script-src 'self' 'nonce-n0nce'").await?;
        let diagnosis = diagnose(page, &[]).await?;
        assert_eq!((diagnosis.ok, diagnosis.checks.len()), (false, 1), "{diagnosis:?}");
        diagnosis.holds("wasm", "fail", "forbids WebAssembly");
        assert!(diagnosis.checks[0].hint.contains("'wasm-unsafe-eval'"));
        Ok(())
    })
}

#[test]
fn where_web_assembly_is_forbidden_it_says_that_the_core_is_javascript_and_names_no_violation() -> Result {
    journey(async |site, page| {
        let line = "<script type=\"module\" nonce=\"n0nce\" src=\"/dist/without-wasm.js\"></script>";
        let policy = format!("script-src 'self' 'nonce-n0nce'; {API}");
        site.publish(
            "/e2e/without.html",
            Document::new().nonce("n0nce").policy(policy).head(line).with_loader(),
        );
        page.sign_in("ada").await?;
        page.open("/e2e/without.html").await?;
        page.boot(options_with(&json!({ "nonce": "n0nce" }))).await??;
        let diagnosis = diagnose(page, &[]).await?;
        assert!(diagnosis.ok && diagnosis.checks.len() > 10, "{diagnosis:?}");
        diagnosis.holds("wasm", "pass", "the core is JavaScript");
        diagnosis.holds("csp", "pass", "no violation");
        Ok(())
    })
}

#[test]
fn an_endpoint_that_answers_with_a_web_page() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Html);
        has_code(&page.boot(options()).await?.unwrap_err(), "endpoint_html");
        let diagnosis = diagnose(page, &[]).await?;
        assert!(!diagnosis.ok);
        for name in ["session", "answer", "no_session"] {
            diagnosis.holds(name, "fail", "a web page");
        }
        Ok(())
    })
}

#[test]
fn an_endpoint_that_gives_anybody_a_token() -> Result {
    journey(async |site, page| {
        let token = site.token("ada")?;
        site.faults().token(TokenFault::Raw { token: token.clone() });
        page.boot(options()).await??;
        let diagnosis = diagnose(page, &[&token]).await?;
        assert!(!diagnosis.ok);
        diagnosis.holds("session", "pass", "");
        diagnosis.holds("no_session", "fail", "anybody");
        Ok(())
    })
}

#[test]
fn tokens_that_cannot_be_used() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for (fault, name, seen) in [
            (TokenFault::AlgNone, "token_algorithm", "HS256"),
            (TokenFault::NoUserId, "token_user_id", "no user_id"),
            (TokenFault::MillisecondExp, "token_times", "exp"),
            (TokenFault::Expired, "token_life", "expired"),
        ] {
            site.faults().token(fault);
            page.boot(options()).await?.unwrap_err();
            let diagnosis = diagnose(page, &[]).await?;
            assert!(!diagnosis.ok);
            diagnosis.holds("answer", "pass", "a token");
            diagnosis.holds(name, "fail", seen);
        }
        Ok(())
    })
}

#[test]
fn a_region_that_is_none_and_one_that_the_pages_settings_contradict() -> Result {
    journey(async |site, page| {
        let document = Document::new()
            .script("window.intercomSettings = { api_base: 'https://api-iam.eu.intercom.io' }")
            .with_loader();
        site.publish("/e2e/region.html", document);
        page.sign_in("ada").await?;
        page.open("/e2e/region.html").await?;
        page.boot(options()).await??;
        let diagnosis = diagnose(page, &[]).await?;
        diagnosis.holds("api_base", "warn", "\"https://api-iam.eu.intercom.io\"");
        page.shutdown().await?;
        page.boot(options_with(&json!({ "apiBase": "https://api-iam.mars.intercom.io" }))).await??;
        diagnose(page, &[]).await?.holds("api_base", "warn", "of no region: https://api-iam.mars");
        page.boot(options_with(&json!({ "region": "au" }))).await??;
        diagnose(page, &[]).await?.holds("api_base", "pass", "https://api-iam.au.intercom.io");
        Ok(())
    })
}

#[test]
fn cookies_of_another_workspace_and_a_second_tag() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>("document.cookie = 'intercom-device-id-other999=1; Path=/'").await?;
        page.boot(options()).await??;
        page.run::<()>(
            "const tag = document.createElement('script');
             tag.type = 'text/plain';
             tag.src = 'https://widget.intercom.io/widget/other999';
             document.head.append(tag)",
        )
        .await?;
        let diagnosis = diagnose(page, &[]).await?;
        diagnosis.holds("cookies", "warn", "other999");
        diagnosis.holds("script_tag", "fail", "other999");
        Ok(())
    })
}
