//! Signing out: no data of one user is left for the next one on the same machine.

use e2e::{APP, LOADER_PAGE, Result, TokenFault, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_messenger_of, is_messenger_of_a_visitor, options};

#[test]
fn before_any_boot_it_does_nothing() -> Result {
    journey(async |site, page| {
        page.shutdown().await?;
        page.shutdown().await?;
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(site.log().widget_count, 0);
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn after_a_failure_it_resolves_and_forgets_the_failure() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Html);
        has_code(&page.boot(options()).await?.unwrap_err(), "endpoint_html");
        page.shutdown().await?;
        let state = page.state().await?;
        assert_eq!((state.phase.as_str(), state.last_error), ("idle", None));
        Ok(())
    })
}

#[test]
fn a_request_for_the_token_is_not_waited_for() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Hang);
        let boot = page.begin_boot(options()).await?;
        page.wait_for("typeof Intercom === 'function'").await?;
        page.shutdown().await?;
        has_code(&page.end_of(boot).await?.unwrap_err(), "boot_superseded");
        assert_eq!(page.state().await?.phase, "idle");
        Ok(())
    })
}

#[test]
fn cookies_go_also_when_the_script_never_came() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Blocked);
        page.run::<()>(&format!(
            "for (const kind of ['id', 'session', 'device-id']) document.cookie = `intercom-${{kind}}-{APP}=old; path=/`"
        ))
        .await?;
        has_code(&page.boot(json!({ "appId": APP })).await?.unwrap_err(), "widget_blocked");
        page.shutdown().await?;
        assert_eq!(page.intercom_cookies().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn the_next_page_does_not_know_who_was_there() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.shutdown().await?;
        page.open(LOADER_PAGE).await?;
        page.boot(json!({ "appId": APP })).await??;
        is_messenger_of_a_visitor(page).await
    })
}

#[test]
fn listeners_survive_it() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>(
            "window.heard = [];
             const { on } = await api();
             on('ready', (session) => heard.push(session.kind));
             on('statechange', (state) => heard.push(state.phase));
             const end = on('ready', () => heard.push('ended listener'));
             end();",
        )
        .await?;
        page.boot(options()).await??;
        page.shutdown().await?;
        page.boot(options()).await??;
        let heard: Vec<String> = page.run("return heard").await?;
        assert_eq!(heard.iter().filter(|word| *word == "user").count(), 2, "{heard:?}");
        assert!(
            heard.contains(&"idle".to_owned()) && !heard.contains(&"ended listener".to_owned()),
            "{heard:?}"
        );
        Ok(())
    })
}
