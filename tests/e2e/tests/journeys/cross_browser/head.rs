//! A head with the tags of `preloadTags`, in every engine.

use e2e::{APP, Document, Engine, JWT_URL, Log, Page, Result, Site, WidgetFault, journey_cross_browser};
use serde_json::{Value, json};

use crate::checks::{ADA, is_messenger_of, options};

/// Opens a page whose head has the tags for these options, with Ada signed in; it does not boot yet.
async fn open(site: &Site, page: &Page, options: &Value) -> Result {
    let tags: String = page.run(&format!("return (await api(), server).preloadTags({options})")).await?;
    site.publish("/e2e/head.html", Document::new().head(&tags).with_loader());
    page.sign_in("ada").await?;
    page.open("/e2e/head.html").await
}

/// Waits until the server's log meets the condition.
async fn seen(site: &Site, page: &Page, enough: impl Fn(&Log) -> bool) -> Result {
    for _ in 0..500 {
        if enough(&site.log()) {
            return Ok(());
        }
        page.run::<()>("await later(10)").await?;
    }
    panic!("the server saw only {:?}", site.log());
}

/// The tags request the token and the script, and the boot sends no further requests.
fn everything_once(options: &Value) -> Result {
    journey_cross_browser(async |site, page| {
        open(site, page, options).await?;
        seen(site, page, |log| log.token_count == 1 && log.widget_count == 1).await?;
        page.boot(options).await??;
        is_messenger_of(page, ADA).await?;
        let log = site.log();
        // WebKit does not use a preloaded response for a fetch.
        let tokens = if page.engine() == Engine::WebKit { 2 } else { 1 };
        assert_eq!((log.token_count, log.widget_count), (tokens, 1), "{log:?}");
        let links = "return document.querySelectorAll('link[rel=preload]').length";
        assert_eq!(page.run::<u32>(links).await?, 2, "the loader has no need of a tag of its own");
        Ok(())
    })
}

#[test]
fn token_and_script_are_requested_once() -> Result {
    everything_once(&options())
}

#[test]
fn so_they_are_with_cookies_for_the_same_origin_only() -> Result {
    let request = json!({ "url": JWT_URL, "credentials": "same-origin" });
    everything_once(&json!({ "appId": APP, "jwtRequest": request }))
}

#[test]
fn a_script_that_a_tag_failed_to_fetch_is_loaded_all_the_same() -> Result {
    journey_cross_browser(async |site, page| {
        site.faults().widget_next(1, WidgetFault::Blocked);
        open(site, page, &options()).await?;
        seen(site, page, |log| log.widget_count == 1).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}
