//! A Messenger that costs the page nothing until it is needed, in every engine.

use e2e::{Page, Result, Session, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, is_messenger_of, options_with};

const LAUNCHER: &str = "document.querySelector('#intercom-messenger-loader-launcher')";

/// The page's requests to Intercom.
async fn asked_of_intercom(page: &Page) -> Result<Vec<String>> {
    page.run(
        "return performance.getEntriesByType('resource').map(({ name }) => name)
           .filter((name) => name.includes('intercom.io'))",
    )
    .await
}

#[test]
fn a_launcher_stands_in_until_somebody_wants_to_chat() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        let session = page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        assert_eq!(session, Session::of("ada").unwrap());
        assert_eq!(page.state().await?.phase, "deferred");
        assert_eq!(asked_of_intercom(page).await?, [""; 0]);
        assert_eq!(page.script_tags().await?, [""; 0]);
        // By keyboard: it is a button with a name, and Enter triggers a click.
        let named = format!(
            "const b = {LAUNCHER}; b.focus(); return [document.activeElement === b, b.getAttribute('aria-label').length > 0]"
        );
        assert_eq!(page.run::<Vec<bool>>(&named).await?, [true, true]);
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        is_messenger_of(page, ADA).await?;
        page.wait_for(&format!("!{LAUNCHER}")).await?;
        assert!(page.widget().methods().await?.contains(&"show".to_owned()));
        assert_eq!(site.pings("boot").len(), 1);
        Ok(())
    })
}

#[test]
fn the_page_s_load_and_an_idle_moment_bring_it_too() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        for load in ["load", "idle"] {
            page.boot(options_with(&json!({ "load": load }))).await??;
            // The boot has finished before the Messenger is loaded.
            page.wait_for("window.__standInMessenger?.session").await?;
            is_messenger_of(page, ADA).await?;
            assert_eq!(page.state().await?.phase, "active");
            page.shutdown().await?;
        }
        Ok(())
    })
}

#[test]
fn a_blocked_messenger_takes_its_launcher_along() -> Result {
    journey_cross_browser(async |site, page| {
        site.faults().widget(e2e::WidgetFault::Blocked);
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        page.wait_for("(await api()).state().phase === 'idle'").await?;
        assert_eq!(page.state().await?.last_error.unwrap().code, "widget_blocked");
        page.wait_for(&format!("!{LAUNCHER}")).await
    })
}

/// Position and look of the launcher; null if there is none.
async fn look(page: &Page) -> Result<Option<(usize, String, String)>> {
    page.run(&format!(
        "if (!{LAUNCHER}) return null;
         const {{ left, backgroundColor }} = getComputedStyle({LAUNCHER});
         return [document.querySelectorAll('#intercom-messenger-loader-launcher').length, left, backgroundColor]"
    ))
    .await
}

#[test]
fn the_launcher_stands_again_where_the_page_s_body_was_replaced() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        for replaces in [
            // As by Turbo, and view transitions.
            "document.body.replaceWith(document.createElement('body'))",
            // A copy of an older body, as in Turbo's cache.
            "document.body.replaceWith(document.body.cloneNode(true))",
            // As by hydration of the whole document.
            "document.body.replaceChildren(document.createElement('main'))",
            "const { documentElement } = document; documentElement.remove();
             const html = document.createElement('html'); document.append(html); await later(20);
             html.append(document.createElement('head'), document.createElement('body'))",
        ] {
            page.run::<()>(&format!("window.before = {LAUNCHER}; {replaces}")).await?;
            page.wait_for(&format!("{LAUNCHER} === before")).await?;
            assert_eq!(look(page).await?.unwrap().0, 1, "{replaces}");
        }
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        is_messenger_of(page, ADA).await?;
        page.wait_for(&format!("!{LAUNCHER}")).await?;
        // It is removed for good.
        page.run::<()>("document.body.append(document.createElement('p')); await later(200)").await?;
        assert_eq!(look(page).await?, None);
        Ok(())
    })
}

#[test]
fn the_launcher_follows_updates() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        let settings = "{ alignment: 'left', horizontal_padding: 33, action_color: '#ff0000' }";
        page.run::<()>(&format!("void (await api()).update({settings})")).await?;
        page.wait_for(&format!("getComputedStyle({LAUNCHER}).left === '33px'")).await?;
        assert_eq!(look(page).await?, Some((1, "33px".to_owned(), "rgb(255, 0, 0)".to_owned())));
        page.run::<()>("void (await api()).update({ hide_default_launcher: true })").await?;
        page.wait_for(&format!("!{LAUNCHER}")).await?;
        page.run::<()>("void (await api()).update({ hide_default_launcher: false })").await?;
        page.wait_for(LAUNCHER).await?;
        page.run::<()>(&format!("{LAUNCHER}.click()")).await?;
        is_messenger_of(page, ADA).await?;
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(boots[0].arg("alignment"), Some(&json!("left")));
        Ok(())
    })
}

/// The page's own launcher is often a component whose own listener stops propagation.
#[test]
fn a_launcher_of_the_page_s_own_is_heard_before_its_listeners_and_inside_of_components() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        let custom = json!({ "hide_default_launcher": true, "custom_launcher_selector": ".chat" });
        let options = options_with(&json!({ "load": "interaction", "settings": custom }));
        for (place, button) in [
            ("document.body.append(button)", "button"),
            (
                "const host = document.createElement('div'); document.body.append(host);
                 host.attachShadow({ mode: 'open' }).append(button)",
                "button",
            ),
            ("button.append(document.createElement('b')); document.body.append(button)", "button.firstChild"),
        ] {
            page.boot(&options).await??;
            page.run::<()>(&format!(
                "const button = document.createElement('button');
                 button.className = 'chat';
                 button.addEventListener('click', (event) => event.stopPropagation());
                 {place};
                 {button}.click()"
            ))
            .await?;
            page.wait_for("window.__standInMessenger?.session").await?;
            is_messenger_of(page, ADA).await?;
            page.shutdown().await?;
        }
        Ok(())
    })
}
