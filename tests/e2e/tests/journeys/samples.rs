//! The documentation's HTML samples, each opened as a page.

use std::{path::Path, time::Duration};

use e2e::{APP, Document, Result, Site, journey_within};
use samples::Sample;

use crate::checks::{ADA, is_messenger_of};

/// The workspace of the samples.
const APP_OF_SAMPLES: &str = "abc12345";

/// The sample with addresses of the package's own files, from this site or from a CDN.
fn with_addresses(html: &str, cdn: &str, integrity: &str) -> String {
    html.replace("https://cdn.example.com/intercom-messenger-loader@0.1.0", cdn)
        .replace("sha384-…", integrity)
        .replace("https://www.example.com/js/auto.js", "/dist/auto.js")
        .replace("\"/js/auto.js", "\"/dist/auto.js")
        .replace(APP_OF_SAMPLES, APP)
}

/// Final phase of a sample's script tag, if it has one.
fn phase(html: &str) -> Option<&'static str> {
    let has = |text: &str| html.contains(text);
    match () {
        () if !has("auto.js") => None,
        () if has("data-manual") => Some("idle"),
        () if has("data-load=\"interaction\"") => Some("deferred"),
        () => Some("active"),
    }
}

#[test]
fn samples_in_html_boot_and_raise_no_error() -> Result {
    journey_within(Duration::from_secs(120), async |site, page| {
        page.sign_in("ada").await?;
        let (cdn, integrity) = (site.cdn().await?, Site::integrity("auto.js")?);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut opened = 0;
        for documented in samples::read(&root)? {
            let tested = |sample: &Sample| sample.is_tested && sample.language == "html";
            for sample in documented.samples().into_iter().filter(tested) {
                let place = format!("{}:{}", documented.path, sample.line);
                println!("{place}");
                let html = with_addresses(&sample.text, &cdn, &integrity);
                let is_whole = html.contains("<!doctype html>");
                let document = if is_whole { Document::of(&html) } else { Document::new().head(&html) };
                let path = format!("/e2e/sample-{opened}.html");
                site.publish(&path, document);
                page.open(&path).await?;
                page.wait_for("document.readyState === 'complete'").await?;
                if let Some(phase) = phase(&html) {
                    page.wait_for(&format!("window.IntercomMessenger?.state().phase === '{phase}'")).await?;
                    if phase == "active" {
                        is_messenger_of(page, ADA).await?;
                    }
                }
                assert_eq!(page.uncaught().await?, [""; 0], "{place}");
                opened += 1;
            }
        }
        assert!(opened > 0, "the documentation has no samples in HTML");
        Ok(())
    })
}
