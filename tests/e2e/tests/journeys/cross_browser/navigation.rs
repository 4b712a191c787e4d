//! Route changes that the loader detects by itself, in every engine; each with the Navigation API if the engine has
//! it, and with the fallback.

use e2e::{Document, Page, Result, Site, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, is_clean, options_with};

/// Longer than a burst and the rate of one update a second, in time that passes 300 times as fast.
const QUIET: &str = "await later(3_000); await later(3_000)";

/// Opens a page with the Navigation API or without, and boots as Ada.
async fn booted(site: &Site, page: &Page, navigation: bool) -> Result {
    let hide = "Object.defineProperty(window, 'navigation', { value: undefined });";
    let document = if navigation { Document::new() } else { Document::new().script(hide) };
    booted_on(site, page, document).await
}

async fn booted_on(site: &Site, page: &Page, document: Document) -> Result {
    site.publish("/e2e/app", document.fast(300).with_loader());
    page.sign_in("ada").await?;
    page.open("/e2e/app").await?;
    page.boot(patient(&json!({}))).await??;
    page.widget().session().await?;
    Ok(())
}

/// Timeouts that compensate for time that passes 300 times as fast.
fn patient(others: &serde_json::Value) -> serde_json::Value {
    let mut options = options_with(&json!({ "timeoutMs": 9_000_000 }));
    options.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    options
}

async fn updates(page: &Page) -> Result<usize> {
    page.run::<()>(QUIET).await?;
    Ok(page.widget().calls_of("update").await?.len())
}

#[test]
fn pages_of_an_application_are_told_and_places_in_them_are_not() -> Result {
    journey_cross_browser(async |site, page| {
        for navigation in [true, false] {
            booted(site, page, navigation).await?;
            page.run::<()>("history.replaceState({ hydrated: true }, '', location.href)").await?;
            page.run::<()>("location.hash = 'part'; history.pushState({}, '', '#other')").await?;
            assert_eq!(updates(page).await?, 0, "nothing is new");
            page.run::<()>("history.pushState({}, '', '/e2e/a')").await?;
            assert_eq!(updates(page).await?, 1);
            page.run::<()>("history.pushState({}, '', '/e2e/b'); history.replaceState({}, '', '/e2e/c')")
                .await?;
            assert_eq!(updates(page).await?, 2, "a redirect is one change");
            page.run::<()>("history.go(-1)").await?;
            assert_eq!(updates(page).await?, 3, "back to /e2e/a");
            let told = page.widget().calls_of("update").await?;
            let signed = json!(format!("<jwt for user_id {ADA}>"));
            assert!(told.iter().all(|call| call.arg("intercom_user_jwt") == Some(&signed)));
            is_clean(page).await?;
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_hundred_pushes_are_few_updates_and_the_last_one_is_told() -> Result {
    journey_cross_browser(async |site, page| {
        for navigation in [true, false] {
            booted(site, page, navigation).await?;
            page.run::<()>("for (let n = 0; n < 100; n += 1) history.pushState({}, '', `/e2e/page-${n}`)")
                .await?;
            assert_eq!(updates(page).await?, 1);
            assert!(page.state().await?.updates_left >= 15);
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn history_is_as_it_was_after_a_shutdown() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, false).await?;
        let ours = "return [Object.hasOwn(history, 'pushState'), history.pushState.intercomMessengerLoader === true]";
        assert_eq!(page.run::<Vec<bool>>(ours).await?, [true, true]);
        page.shutdown().await?;
        assert_eq!(page.run::<Vec<bool>>(ours).await?, [false, false]);
        // Other code wraps it after us: its wrapper stays intact, and ours is not added repeatedly.
        for _ in 0..3 {
            page.boot(patient(&json!({}))).await??;
            let replace = "return history.replaceState.intercomMessengerLoader === true";
            assert!(page.run::<bool>(replace).await?, "one of the two is not followed any more");
            page.run::<()>(
                "window.depth ??= 0; const inner = history.pushState;
                 history.pushState = function (...given) { window.depth += 1; return inner.apply(this, given) }",
            )
            .await?;
            page.shutdown().await?;
        }
        page.run::<()>("history.pushState({}, '', '/e2e/z')").await?;
        assert_eq!(page.run::<u32>("return depth").await?, 3);
        assert_eq!(page.run::<String>("return location.pathname").await?, "/e2e/z");
        let thrown = "try { history.pushState({}, '', 'https://example.com/'); return 'nothing' }
                      catch (error) { return error.name }";
        assert_eq!(page.run::<String>(thrown).await?, "SecurityError");
        is_clean(page).await
    })
}

/// A router or a recorder may have wrapped `history` before us, and the page continues with it after us.
#[test]
fn what_another_library_made_of_history_stays_after_a_shutdown() -> Result {
    journey_cross_browser(async |site, page| {
        let library = "Object.defineProperty(window, 'navigation', { value: undefined });
             window.seen = 0;
             const { pushState } = history;
             const theirs = history.pushState = function (...given) {
               window.seen += 1;
               return pushState.apply(this, given);
             };
             window.isTheirs = () => history.pushState === theirs;
             let replace = history.replaceState;
             Object.defineProperty(history, 'replaceState', {
               configurable: true, get: () => replace, set: (value) => { replace = value },
             });";
        booted_on(site, page, Document::new().script(library)).await?;
        for _ in 0..2 {
            page.run::<()>("history.pushState({}, '', '/e2e/a')").await?;
            page.shutdown().await?;
            let theirs = "return [isTheirs(), 'intercomMessengerLoader' in history.replaceState]";
            assert_eq!(page.run::<Vec<bool>>(theirs).await?, [true, false]);
            page.boot(patient(&json!({}))).await??;
        }
        page.shutdown().await?;
        page.run::<()>("history.pushState({}, '', '/e2e/b'); history.replaceState({}, '', '/e2e/c')").await?;
        assert_eq!(page.run::<u32>("return seen").await?, 3);
        assert_eq!(page.run::<String>("return location.pathname").await?, "/e2e/c");
        is_clean(page).await
    })
}

/// An element with that id is `window.navigation` if the browser has no such API, and page code may define anything
/// there.
#[test]
fn only_the_browser_s_own_navigation_is_listened_to() -> Result {
    journey_cross_browser(async |site, page| {
        let made_up = "delete window.navigation; window.navigation = new EventTarget();";
        for document in [
            Document::new().script("delete window.navigation;").body("<nav id=\"navigation\"></nav>"),
            Document::new().script(made_up),
        ] {
            booted_on(site, page, document).await?;
            page.run::<()>("history.pushState({}, '', '/e2e/a')").await?;
            assert_eq!(updates(page).await?, 1);
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn who_does_it_by_hand_is_not_helped() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, true).await?;
        page.boot(patient(&json!({ "routes": "manual" }))).await??;
        let before = updates(page).await?;
        page.run::<()>("history.pushState({}, '', '/e2e/a')").await?;
        assert_eq!(updates(page).await?, before);
        page.route_update(None).await?.unwrap();
        assert_eq!(updates(page).await?, before + 1);
        Ok(())
    })
}

#[test]
fn a_storm_of_routes_holds_no_refresh_back_and_loses_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, true).await?;
        // In one step: each driver command takes a large part of the half-hour on a busy machine.
        let storm = format!(
            "const {{ state }} = await api();
             const told = () => __standInMessenger.calls.filter(({{ method }}) => method === 'update').length;
             for (let n = 0; n < 19; n++) {{
               history.pushState({{}}, '', '/e2e/page-' + n);
               await later(1_200);
             }}
             const [left, before] = [state().updatesLeft, told()];
             history.pushState({{}}, '', '/e2e/last');
             {QUIET};
             return [left, before, told()]"
        );
        let [left, before, after] = page.run::<[usize; 3]>(&storm).await?;
        assert!(
            after <= before + 1 && after <= 9,
            "{after} of 20 changes are told, {before} before the last"
        );
        assert!(left >= 6, "{left} are left for attributes");
        page.refresh_token().await??;
        // Half an hour later the quota has room again, and the last page is sent.
        page.run::<()>("await later(30 * 60_000)").await?;
        page.wait_for(&format!(
            "__standInMessenger.calls.filter(({{ method }}) => method === 'update').length > {before}"
        ))
        .await?;
        assert_eq!(page.widget().dropped().await?, []);
        is_clean(page).await
    })
}
