//! Signing out where the wasm does not load, or is not allowed.

use e2e::{APP, Document, Page, Result, Session, Site, journey};
use serde_json::{Value, json};

use crate::checks::{GRACE, HELD_WASM, asked, is_messenger_of, options};

/// Data that an earlier user has left in this browser, the page's own snippet, and another tab.
const LEFT: &str = "
    for (const kind of ['id', 'session', 'device-id']) document.cookie = `intercom-${kind}-standin1=old; Path=/`;
    for (const where of ['', '; Domain=demo.test']) {
      document.cookie = `intercom-messenger-loader-standin1=1${where}; Path=/`;
    }
    document.cookie = 'a-session=1; Path=/';
    localStorage.setItem('intercom-messenger-loader:standin1', '1');
    localStorage.setItem('intercom-messenger-loader:other', '1');
    localStorage.setItem('theirs', '1');
    window.intercomSettings = { user_id: 'old' };
    window.Intercom = function () { Intercom.q.push([...arguments]); };
    Intercom.q = [['boot', { user_id: 'old' }]];
    window.heard = [];
    window.tab = new BroadcastChannel('intercom-messenger-loader');
    tab.onmessage = ({ data }) => heard.push(data);";

/// Checks that a shutdown has removed it.
async fn is_swept(page: &Page) -> Result {
    page.wait_for("heard.length").await?;
    let left =
        "return [document.cookie, Object.keys(localStorage), typeof intercomSettings, Intercom.q, heard,
                  document.querySelectorAll('link[rel^=pre]').length]";
    let swept = json!(["a-session=1", ["theirs"], "undefined", [["shutdown"]], ["shutdown:"], 0]);
    assert_eq!(page.run::<Value>(left).await?, swept);
    Ok(())
}

/// Opens a page whose wasm waits for `go()` and whose time is accelerated, with Ada signed in.
async fn open(site: &Site, page: &Page, entry: &str) -> Result {
    let module = format!("<script type=\"module\">window.loader = await import('/dist/{entry}')</script>");
    site.publish("/e2e/held.html", Document::new().fast(50).script(HELD_WASM).head(&module));
    page.sign_in("ada").await?;
    page.open("/e2e/held.html").await
}

#[test]
fn a_shutdown_does_not_wait_for_a_wasm_that_hangs_and_ends_the_boot_before_it() -> Result {
    journey(async |site, page| {
        for (at, entry) in ["wasm.js", "index.js"].into_iter().enumerate() {
            open(site, page, entry).await?;
            page.run::<()>(LEFT).await?;
            let boot = page.begin_boot(options()).await?;
            asked(site, page, 2 * u64::try_from(at)? + 1).await?;
            page.shutdown().await?;
            is_swept(page).await?;
            page.run::<()>("delete window.Intercom; go()").await?;
            assert_eq!(page.end_of(boot).await?.unwrap_err().code, "boot_superseded", "{entry}");
            assert_eq!(page.run::<String>("return typeof Intercom").await?, "undefined", "it began to boot");
            // The next user, on the same page.
            page.sign_in("grace").await?;
            assert_eq!(page.boot(options()).await??, Session::of("grace").unwrap());
            is_messenger_of(page, GRACE).await?;
            let heard = "return heard.filter((text) => text.startsWith('shutdown')).length";
            assert_eq!(page.run::<u32>(heard).await?, 1, "a shutdown that was late was told again");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_boot_after_such_a_shutdown_is_not_ended_by_it_and_takes_nothing_from_before() -> Result {
    journey(async |site, page| {
        open(site, page, "index.js").await?;
        let first = page.begin_boot(options()).await?;
        asked(site, page, 1).await?;
        page.run::<()>("window.ended = loader.shutdown()").await?;
        page.sign_in("grace").await?;
        let second = page.begin_boot(options()).await?;
        page.run::<()>("await ended; go()").await?;
        assert_eq!(page.end_of(first).await?.unwrap_err().code, "boot_superseded");
        assert_eq!(page.end_of(second).await??, Session::of("grace").unwrap());
        is_messenger_of(page, GRACE).await?;
        assert_eq!(site.log().token_count, 2);
        Ok(())
    })
}

#[test]
fn a_shutdown_cleans_up_where_web_assembly_is_forbidden() -> Result {
    journey(async |site, page| {
        for policy in ["script-src 'nonce-n0nce' 'unsafe-inline' 'self'", "script-src 'self' 'unsafe-inline'"]
        {
            let document = Document::new().nonce("n0nce").policy(policy).with_loader();
            site.publish("/e2e/forbidden.html", document);
            page.open(&site.url_at("www.demo.test", "/e2e/forbidden.html")).await?;
            page.run::<()>(LEFT).await?;
            assert_eq!(page.boot(json!({ "appId": APP })).await?.unwrap_err().code, "wasm_blocked_by_csp");
            page.shutdown().await?;
            is_swept(page).await?;
            assert_eq!(page.uncaught().await?, [""; 0]);
        }
        Ok(())
    })
}

#[test]
fn a_file_that_never_comes_is_a_failure_after_a_while_and_a_later_call_works() -> Result {
    journey(async |site, page| {
        // Time limits pass at once while the wasm is delayed.
        let impatient = "window.setTimeout = ((own) => (run, ms, ...rest) => own(run, window.loaded ? ms : ms / 100, ...rest))(setTimeout);";
        site.publish("/e2e/never.html", Document::new().script(impatient).script(HELD_WASM).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/never.html").await?;
        let error = page.boot(options()).await?.unwrap_err();
        assert_eq!((error.code.as_str(), error.retryable), ("wasm_failed", true));
        assert!(error.message.contains("it took over 15 s"), "{}", error.message);
        let seen: String = page.run("return (await (await api()).diagnose()).checks[0].seen").await?;
        assert!(seen.contains("it took over 15 s"), "{seen}");
        page.run::<()>("window.loaded = true; go()").await?;
        page.boot(options()).await??;
        is_messenger_of(page, crate::checks::ADA).await
    })
}
