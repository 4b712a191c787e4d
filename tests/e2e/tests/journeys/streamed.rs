//! The entry that fetches its wasm.

use e2e::{APP, Document, JWT_URL, Page, Result, Site, journey};
use serde_json::json;

use crate::checks::{ADA, is_messenger_of};

/// Opens a page with that entry, signed in as Ada. `core(response)` is the page's response for the wasm; `streamed`
/// counts streaming compilations.
async fn open(site: &Site, page: &Page, core: &str) -> Result<()> {
    let spy = format!(
        "window.streamed = 0;
         const ask = window.fetch, {{ compileStreaming }} = WebAssembly;
         const core = {core};
         window.fetch = async (url, ...rest) => {{
           const response = await ask(url, ...rest);
           return `${{url}}`.endsWith('.wasm') ? core(response) : response;
         }};
         WebAssembly.compileStreaming = (...given) => {{
           window.streamed += 1;
           return compileStreaming.apply(WebAssembly, given);
         }};"
    );
    let module = "<script type=\"module\">import * as all from '/dist/wasm.js'; window.loader = all</script>";
    site.publish("/e2e/streamed.html", Document::new().script(&spy).head(module));
    page.sign_in("ada").await?;
    page.open("/e2e/streamed.html").await
}

async fn streamed(page: &Page) -> Result<u32> {
    page.run("return streamed").await
}

#[test]
fn the_wasm_is_compiled_while_it_arrives() -> Result {
    journey(async |site, page| {
        open(site, page, "(response) => response").await?;
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(streamed(page).await?, 1);
        Ok(())
    })
}

#[test]
fn a_server_that_does_not_know_wasm_serves_it_as_well() -> Result {
    journey(async |site, page| {
        for kind in ["application/octet-stream", "application/wasm; charset=utf-8"] {
            let core = format!(
                "async (response) =>
                   new Response(await response.arrayBuffer(), {{ headers: {{ 'content-type': '{kind}' }} }})"
            );
            open(site, page, &core).await?;
            page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
            is_messenger_of(page, ADA).await?;
            assert_eq!(streamed(page).await?, 0, "{kind}");
        }
        Ok(())
    })
}

#[test]
fn a_wasm_that_did_not_come_is_asked_for_again() -> Result {
    journey(async |site, page| {
        // A boot tries three times.
        let core = "(response) => (window.asked = (window.asked ?? 0) + 1) <= 3
                      ? new Response('gone', { status: 404 }) : response";
        open(site, page, core).await?;
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        let error = page.boot(&options).await?.unwrap_err();
        assert_eq!(error.code, "wasm_failed");
        assert!(error.retryable);
        assert!(error.message.contains("answered 404"), "{}", error.message);
        page.boot(&options).await??;
        is_messenger_of(page, ADA).await
    })
}
