//! Foreign markup on the page, such as an unsanitized comment: it must not decide which scripts run.

use e2e::{APP, Document, JWT_URL, Page, Result, Site, journey_cross_browser};

use serde_json::json;

use crate::{
    checks::{ADA, is_messenger_of, is_messenger_of_a_visitor},
    script_tag::is_active,
};

/// Only scripts with the nonce run, and those that they load.
const STRICT: &str = "script-src 'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'";

/// Only the loader's policy creates script addresses.
const TRUSTED_TYPES: &str =
    "require-trusted-types-for 'script'; trusted-types intercom-messenger-loader 'allow-duplicates'";

/// An element that requests an attacker's script.
fn asking(element: &str) -> String {
    format!(
        "<{element} data-app-id=\"{APP}\" data-widget-url=\"/e2e/foreign.js\"></{element_name}>",
        element_name = element.split(' ').next().unwrap_or_default()
    )
}

/// Opens a page with this markup before the tag, with Ada signed in; checks that only her Messenger loads.
async fn is_adas_alone(site: &Site, page: &Page, policy: &str, markup: &str, kind: &str) -> Result {
    let tag = format!(
        "<script {kind} nonce=\"n0nce\" src=\"/dist/auto.js\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
    );
    let document = Document::new().nonce("n0nce").policy(policy).body(markup).body(&tag);
    site.publish("/e2e/comments.html", document);
    page.open("/e2e/comments.html").await?;
    is_active(page).await?;
    is_messenger_of(page, ADA).await?;
    assert!(!page.run::<bool>("return 'foreign' in window").await?, "a foreign script ran: {markup}");
    Ok(())
}

#[test]
fn an_element_in_the_current_script_s_place_runs_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let image = asking("img name=\"currentScript\"");
        let several = [
            &image,
            &asking("form id=\"currentScript\" name=\"currentScript\""),
            "<a id=\"IntercomMessenger\"></a>",
        ]
        .join("");
        for kind in ["", "async", "type=\"module\""] {
            for markup in [&image, &several] {
                is_adas_alone(site, page, &format!("{STRICT}; {TRUSTED_TYPES}"), markup, kind).await?;
            }
        }
        Ok(())
    })
}

/// A module's tag is not `document.currentScript`. Others on the page may look the same, but the policy does not let
/// them run.
#[test]
fn a_tag_that_does_not_run_is_not_a_module_s() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        for element in ["script type=\"text/plain\"", "script src=\"/dist/auto.js\""] {
            is_adas_alone(site, page, STRICT, &asking(element), "type=\"module\"").await?;
        }
        Ok(())
    })
}

/// As in a bundle that contains the file; such a page calls `boot` itself.
#[test]
fn a_module_s_tag_without_attributes_says_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        let tag = "<script type=\"module\" src=\"/dist/auto.js\"></script>";
        site.publish(
            "/e2e/bundle.html",
            Document::new().body(&asking("script type=\"text/plain\"")).body(tag),
        );
        page.open("/e2e/bundle.html").await?;
        page.wait_for("window.IntercomMessenger && document.readyState === 'complete'").await?;
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.console().await?, [""; 0]);
        page.boot(json!({ "appId": APP })).await??;
        is_messenger_of_a_visitor(page).await
    })
}

#[test]
fn without_a_tag_of_its_own_a_module_boots_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        let module = "<script type=\"module\" nonce=\"n0nce\">
            await import('/dist/auto.js');
            // A script of another tool, whose attribute has the same name.
            const other = document.createElement('script');
            Object.assign(other, { type: 'module', src: '/e2e/recorder.js', onload: () => { window.imported = true } });
            Object.assign(other.dataset, { appId: 'standin1', widgetUrl: '/e2e/foreign.js' });
            document.head.append(other);
          </script>";
        for element in
            ["script type=\"text/plain\"", "script src=\"/dist/auto.js\"", "img name=\"currentScript\""]
        {
            let document = Document::new().nonce("n0nce").policy(STRICT).body(&asking(element)).body(module);
            site.publish("/e2e/comments.html", document);
            page.open("/e2e/comments.html").await?;
            page.wait_for("window.imported && document.readyState === 'complete'").await?;
            assert_eq!(page.state().await?.phase, "idle", "{element}");
            assert!(!page.run::<bool>("return 'foreign' in window").await?, "{element}");
        }
        Ok(())
    })
}
