//! Network requests of a boot before the wasm has started.

use e2e::{APP, Document, JWT_URL, Page, Result, Session, Site, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, GRACE, HELD_WASM, asked, booted_with, is_messenger_of, options, options_with};

const PAGE: &str = "/e2e/ahead.html";

/// Records the abort signals of the page's requests.
const SIGNALS: &str = "window.signals = [];
  const ask = window.fetch;
  window.fetch = (url, init) => {
    if (init?.signal) signals.push(init.signal);
    return ask(url, init);
  };";

/// Whether the first request for the token was aborted.
async fn first_is_aborted(page: &Page) -> Result<bool> {
    page.run("return signals[0].aborted").await
}

/// Opens a page with delayed wasm, with Ada signed in, and starts a boot there.
async fn begin(site: &Site, page: &Page, options: &Value) -> Result<e2e::Boot> {
    site.publish(PAGE, Document::new().script(&format!("{HELD_WASM}{SIGNALS}")).with_loader());
    page.sign_in("ada").await?;
    page.open(PAGE).await?;
    page.begin_boot(format!("window.given = {options}")).await
}

#[test]
fn the_token_and_the_script_are_on_their_way_while_the_wasm_starts_and_are_asked_for_once() -> Result {
    journey(async |site, page| {
        // A deferred one after the page's load, too.
        for (load, count) in [("now", 1), ("load", 2)] {
            let boot = begin(site, page, &options_with(&json!({ "load": load }))).await?;
            asked(site, page, count).await?;
            page.wait_for(
                "performance.getEntriesByType('resource').some(({ name }) => name.includes('/widget/'))",
            )
            .await?;
            assert!(page.run::<bool>("return window.Intercom === undefined").await?);
            page.run::<()>("go()").await?;
            page.end_of(boot).await??;
            is_messenger_of(page, ADA).await?;
            assert_eq!((site.log().token_count, site.log().widget_count), (count, count), "{load}");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_deferred_messenger_is_not_asked_for_ahead() -> Result {
    journey(async |site, page| {
        let boot = begin(site, page, &options_with(&json!({ "load": "interaction" }))).await?;
        asked(site, page, 1).await?;
        assert!(page.run::<bool>("return !document.querySelector('link[rel^=pre]')").await?);
        page.run::<()>("go()").await?;
        page.end_of(boot).await??;
        assert_eq!((site.log().token_count, site.log().widget_count), (1, 0));
        Ok(())
    })
}

#[test]
fn what_was_asked_for_with_options_that_are_refused_is_taken_back() -> Result {
    journey(async |site, page| {
        for (refused, code) in [
            (json!({ "settings": { "email": "ada@example.com" } }), "identity_outside_token"),
            (json!({ "jwtURL": 1 }), "unknown_option"),
        ] {
            let (before, widgets) = (site.log().token_count, site.log().widget_count);
            let boot = begin(site, page, &options_with(&refused)).await?;
            asked(site, page, before + 1).await?;
            page.sign_in("grace").await?;
            page.run::<()>("go()").await?;
            assert_eq!(page.end_of(boot).await?.unwrap_err().code, code);
            assert!(first_is_aborted(page).await?, "{code}");
            assert!(page.run::<bool>("return !document.querySelector('link[rel^=pre]')").await?);
            assert_eq!(page.boot(options()).await??, Session::of("grace").unwrap());
            is_messenger_of(page, GRACE).await?;
            assert_eq!((site.log().token_count - before, site.log().widget_count - widgets), (2, 1));
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_token_that_was_asked_for_is_not_another_request_s() -> Result {
    journey(async |site, page| {
        let boot = begin(site, page, &json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        asked(site, page, 1).await?;
        page.sign_in("grace").await?;
        // The wasm reads the options after it has loaded.
        page.run::<()>(&format!("given.jwtUrl = '{JWT_URL}?again'; go()")).await?;
        assert_eq!(page.end_of(boot).await??, Session::of("grace").unwrap());
        is_messenger_of(page, GRACE).await?;
        assert!(first_is_aborted(page).await?);
        assert_eq!(site.log().token_count, 2);
        Ok(())
    })
}

#[test]
fn a_shutdown_aborts_what_was_asked_for_ahead() -> Result {
    journey(async |site, page| {
        site.faults().token(e2e::TokenFault::Hang);
        let boot = begin(site, page, &options()).await?;
        asked(site, page, 1).await?;
        page.run::<()>("go()").await?;
        page.wait_for("window.Intercom").await?;
        page.shutdown().await?;
        assert_eq!(page.end_of(boot).await?.unwrap_err().code, "boot_superseded");
        let ended = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/api/messenger-token'))";
        page.wait_for(ended).await
    })
}

/// Runs a function of the package in a second tab, whose wasm is not delayed.
async fn in_another_tab(page: &Page, act: &str) -> Result {
    page.run::<()>(&format!(
        "window.tab ??= window.open('{}');
         if (!(await until(() => tab.loader))) throw new Error('no second tab');
         await (async (loader) => {{ {act} }})(tab.loader)",
        e2e::LOADER_PAGE
    ))
    .await
}

#[test]
fn another_tab_s_shutdown_while_the_wasm_starts_ends_every_boot_before_it() -> Result {
    journey(async |site, page| {
        let first = begin(site, page, &options()).await?;
        let second = page.begin_boot("given").await?;
        asked(site, page, 1).await?;
        in_another_tab(page, "await loader.shutdown()").await?;
        page.sign_out().await?;
        page.run::<()>("go()").await?;
        for boot in [first, second] {
            assert_eq!(page.end_of(boot).await?.unwrap_err().code, "boot_superseded");
        }
        assert_eq!(page.state().await?.phase, "idle");
        Ok(())
    })
}

/// Ada was here, and starts a boot on a page with delayed wasm; meanwhile Grace signs in in another tab.
async fn is_overtaken_by_grace(site: &Site, page: &Page, options: &Value) -> Result<e2e::Boot> {
    page.sign_in("ada").await?;
    page.boot(self::options()).await??;
    let boot = begin(site, page, options).await?;
    page.sign_in("grace").await?;
    in_another_tab(page, &format!("await loader.boot({})", self::options())).await?;
    page.run::<()>("go()").await?;
    Ok(boot)
}

#[test]
fn what_was_said_before_another_tab_signed_in_somebody_else_is_not_told() -> Result {
    journey(async |site, page| {
        let said = options_with(&json!({ "settings": { "name": "Ada", "alignment": "left" } }));
        let boot = is_overtaken_by_grace(site, page, &said).await?;
        assert_eq!(page.end_of(boot).await??, Session::of("grace").unwrap());
        is_messenger_of(page, GRACE).await?;
        let attributes = booted_with(page).await?;
        assert_eq!((&attributes["name"], &attributes["alignment"]), (&Value::Null, &json!("left")));
        Ok(())
    })
}

#[test]
fn a_token_of_the_page_s_gives_way_to_who_signed_in_in_another_tab_meanwhile() -> Result {
    journey(async |site, page| {
        let jwt = site.token("ada")?;
        let boot = is_overtaken_by_grace(site, page, &json!({ "appId": APP, "jwt": jwt })).await?;
        assert_eq!(page.end_of(boot).await?.unwrap_err().code, "boot_superseded");
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.run::<String>("return tab.loader.state().session.userId").await?, GRACE);
        Ok(())
    })
}

#[test]
fn a_shutdown_is_done_at_once_and_ends_nobody_who_signs_in_after_it() -> Result {
    journey(async |site, page| {
        let boot = begin(site, page, &options()).await?;
        assert_eq!(page.state().await?.phase, "booting");
        page.shutdown().await?;
        assert_eq!(page.state().await?.phase, "idle");
        page.sign_in("grace").await?;
        in_another_tab(page, &format!("await loader.boot({})", options())).await?;
        page.run::<()>("go()").await?;
        assert_eq!(page.end_of(boot).await?.unwrap_err().code, "boot_superseded");
        assert_eq!(page.run::<String>("return tab.loader.state().session.userId").await?, GRACE);
        Ok(())
    })
}

/// A browser can prerender a page that is never shown (speculation rules).
#[test]
fn a_prerendered_page_asks_for_nothing_until_it_is_looked_at() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let boot = format!(
            "const {{ boot, on }} = await import('/dist/index.js');
             window.ready = 0;
             on('ready', () => window.ready += 1);
             boot({{ appId: '{APP}', jwtUrl: '{JWT_URL}' }});
             window.prerendered = document.prerendering;
             await new Promise((resolve) => setTimeout(resolve, 300));
             await fetch('/e2e/tell/prerendered', {{ method: 'POST' }});"
        );
        let next = Document::new().head(&format!("<script type=\"module\">{boot}</script>"));
        site.publish("/e2e/next.html", next);
        let rules = r#"{ "prerender": [{ "urls": ["/e2e/next.html"], "eagerness": "immediate" }] }"#;
        let before = Document::new().head(&format!("<script type=\"speculationrules\">{rules}</script>"));
        site.publish("/e2e/before.html", before);
        page.open("/e2e/before.html").await?;
        site.wait("prerendered").await;
        assert_eq!((site.log().token_count, site.log().widget_count), (0, 0));
        page.run::<()>("setTimeout(() => location.href = '/e2e/next.html')").await?;
        page.wait_for("window.ready === 1").await?;
        assert!(page.run::<bool>("return prerendered").await?, "the page was prerendered");
        is_messenger_of(page, ADA).await?;
        assert_eq!((site.log().token_count, site.log().widget_count), (1, 1));
        Ok(())
    })
}
