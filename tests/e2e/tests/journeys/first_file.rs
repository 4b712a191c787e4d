//! The first file with a core that is missing or wrong.

use std::fs;
use std::path::Path;

use e2e::{APP, Document, JWT_URL, Page, Result, journey};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::checks::{ADA, has_code, is_messenger_of};

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist");

const TAG: &str =
    "<!doctype html><meta charset=\"utf-8\"><title>Tag</title><script src=\"auto.js\" data-manual></script>";

/// A folder with a page and the script tag's files, as on a customer's server.
fn folder() -> Result<TempDir> {
    let folder = TempDir::new()?;
    for file in ["auto.js", "core.js", "core.wasm"] {
        fs::copy(Path::new(DIST).join(file), folder.path().join(file))?;
    }
    fs::write(folder.path().join("index.html"), TAG)?;
    Ok(folder)
}

/// A core of another version.
fn of_another_version() -> Result<Vec<u8>> {
    let mut wasm = fs::read(Path::new(DIST).join("core.wasm"))?;
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let at =
        wasm.windows(version.len()).position(|bytes| bytes == version).expect("the wasm has its version");
    wasm[at] = b'9';
    Ok(wasm)
}

#[test]
fn a_core_that_is_missing_or_another_is_named_and_a_later_boot_tries_again() -> Result {
    journey(async |site, page| {
        let html = || b"<!doctype html><title>Not found</title>".to_vec();
        let broken = [
            ("core.js", html(), "core*.js"),
            ("core.wasm", html(), "wasm"),
            ("core.wasm", b"\0asm".to_vec(), "wasm"),
            ("core.wasm", of_another_version()?, "it is version 9"),
        ];
        page.sign_in("ada").await?;
        for (file, bytes, says) in broken {
            let folder = folder()?;
            let there = fs::read(folder.path().join(file))?;
            fs::write(folder.path().join(file), bytes)?;
            boots_when_mended(page, &site.serve(folder.path()).await?, says, || {
                Ok(fs::write(folder.path().join(file), &there)?)
            })
            .await?;
        }
        let folder = folder()?;
        let there = fs::read(folder.path().join("core.wasm"))?;
        fs::remove_file(folder.path().join("core.wasm"))?;
        boots_when_mended(page, &site.serve(folder.path()).await?, "core.wasm answered 404", || {
            Ok(fs::write(folder.path().join("core.wasm"), &there)?)
        })
        .await
    })
}

#[test]
fn a_javascript_core_that_was_missing_is_asked_for_again() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for query in ["", "?without-wasm"] {
            let folder = folder()?;
            let tag = TAG.replace("<script", "<script>delete window.WebAssembly</script><script");
            fs::write(folder.path().join("index.html"), tag.replace("auto.js", &format!("auto.js{query}")))?;
            boots_when_mended(page, &site.serve(folder.path()).await?, "core-without-wasm.js", || {
                let name = "core-without-wasm.js";
                fs::copy(Path::new(DIST).join(name), folder.path().join(name))?;
                Ok(())
            })
            .await?;
        }
        Ok(())
    })
}

#[test]
fn a_relative_tag_finds_its_core_after_a_change_of_the_route() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let folder = folder()?;
        page.open(&format!("{}/index.html", site.serve(folder.path()).await?)).await?;
        page.run::<()>("history.pushState(null, '', '/orders/7/items')").await?;
        page.boot(&json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
        Ok(())
    })
}

/// The tag's page fails to boot with this message, and boots once the file is repaired.
async fn boots_when_mended(
    page: &Page,
    origin: &str,
    says: &str,
    mend: impl FnOnce() -> Result<()>,
) -> Result {
    page.open(&format!("{origin}/index.html")).await?;
    let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
    let error = page.boot(&options).await?.unwrap_err();
    has_code(&error, "wasm_failed");
    assert!(error.retryable && error.message.contains(says), "{}", error.message);
    assert_eq!(
        page.run::<String>("return IntercomMessenger.state().lastError.message").await?,
        error.message
    );
    assert!(page.run::<bool>("return !document.querySelector('link[rel^=pre]')").await?);
    mend()?;
    page.boot(&options).await??;
    assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
    page.shutdown().await
}

#[test]
fn a_diagnosis_that_is_missing_is_named_and_is_there_once_it_is_mended() -> Result {
    journey(async |site, page| {
        let folder = folder()?;
        page.sign_in("ada").await?;
        page.open(&format!("{}/index.html", site.serve(folder.path()).await?)).await?;
        page.boot(&json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        let diagnose = "return await IntercomMessenger.diagnose()";
        let found: Value = page.run(diagnose).await?;
        assert_eq!((&found["ok"], &found["checks"].as_array().map(Vec::len)), (&json!(false), &Some(1)));
        assert!(
            found["checks"][0]["seen"]
                .as_str()
                .is_some_and(|seen| seen.contains("diagnosis.js did not start"))
        );
        assert!(found["checks"][0]["hint"].as_str().is_some_and(|hint| hint.contains("beside core.js")));
        fs::copy(Path::new(DIST).join("diagnosis.js"), folder.path().join("diagnosis.js"))?;
        let found: Value = page.run(diagnose).await?;
        assert_eq!(found["ok"], true, "{found}");
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
        Ok(())
    })
}

#[test]
fn a_tag_from_another_origin_brings_its_core_from_there() -> Result {
    journey(async |site, page| {
        // The demo's server allows every origin to read the package's files, as a CDN does.
        let origin = site.other_origin("/dist/auto.js");
        let policy = "script-src 'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'";
        let tag = format!(
            "<script async nonce=\"n0nce\" src=\"{origin}\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
        );
        site.publish("/e2e/elsewhere.html", Document::new().nonce("n0nce").policy(policy).head(&tag));
        page.sign_in("ada").await?;
        page.open("/e2e/elsewhere.html").await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_deferred_load_fetches_nothing_but_the_first_file_before_the_page_has_loaded() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for load in ["load", "idle", "interaction"] {
            let module = format!(
                "<script type=\"module\">
                   import * as loader from '/dist/index.js';
                   window.loader = loader;
                   loader.on('error', () => {{}});
                   loader.boot({{ appId: '{APP}', jwtUrl: '{JWT_URL}', load: '{load}' }}).then(() => (window.booted = true));
                   loader.trackEvent('early');
                 </script>"
            );
            site.publish("/e2e/deferred.html", Document::new().head(&module));
            page.open("/e2e/deferred.html").await?;
            page.wait_for("window.booted").await?;
            let early = "const { loadEventStart } = performance.getEntriesByType('navigation')[0];
                return performance.getEntriesByType('resource')
                  .filter(({ name, startTime }) => /core|jwt|widget/.test(name) && startTime < loadEventStart)
                  .map(({ name }) => name)";
            assert_eq!(page.run::<Vec<String>>(early).await?, [""; 0], "{load}");
            page.run::<()>("await loader.show()").await?;
            is_messenger_of(page, ADA).await?;
            let methods = page.widget().methods().await?;
            let at = |name: &str| methods.iter().position(|method| method == name);
            assert!(at("boot") < at("trackEvent") && at("trackEvent").is_some(), "{load}: {methods:?}");
            page.shutdown().await?;
        }
        Ok(())
    })
}
