//! Attributes of one user are never sent for the next one, whatever happens in between.

use e2e::{APP, JWT_URL, LOADER_PAGE, Page, Result, Session, TokenFault, WidgetFault, journey};
use serde_json::{Value, json};

use crate::checks::{
    ADA, GRACE, booted_with, has_code, is_messenger_of, is_messenger_of_a_visitor, options, options_with,
};

/// Ada's attributes, and the look of her Messenger.
fn of_ada() -> Value {
    json!({ "settings": { "name": "Ada", "company": { "company_id": "c1", "name": "Engines" }, "alignment": "left" } })
}

/// Opens a second tab of the loader's page.
async fn open_tab(page: &Page) -> Result {
    page.run::<()>(&format!(
        "window.tab = window.open('{LOADER_PAGE}');
         if (!(await until(() => tab.loader))) throw new Error('no second tab')"
    ))
    .await
}

/// Result of a boot in the second tab: a session's kind, or an error's code.
async fn boot_there(page: &Page, options: &Value) -> Result<String> {
    page.run(&format!("return tab.loader.boot({options}).then(({{ kind }}) => kind, ({{ code }}) => code)"))
        .await
}

#[test]
fn attributes_end_with_their_user_and_how_the_messenger_looks_stays() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options_with(&of_ada())).await??;
        page.outcome::<()>("(await api()).update({ plan: 'pro' })").await??;
        page.sign_in("grace").await?;
        page.refresh_token().await??;
        is_messenger_of(page, GRACE).await?;
        let booted = booted_with(page).await?;
        assert_eq!(booted["alignment"], "left");
        assert!(["name", "company", "plan"].iter().all(|name| booted.get(name).is_none()), "{booted}");
        page.sign_out().await?;
        page.refresh_token().await??;
        is_messenger_of_a_visitor(page).await?;
        assert_eq!(booted_with(page).await?, json!({ "app_id": APP, "alignment": "left" }));
        Ok(())
    })
}

#[test]
fn what_waits_in_a_deferred_messenger_ends_with_its_user() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "load": "interaction" }))).await??;
        page.run::<()>(
            "const loader = await api();
             window.heard = [];
             loader.on('signedout', () => heard.push('signedout'));
             const code = ({ code }) => heard.push(code);
             loader.trackEvent('paid').catch(code);
             loader.update({ plan: 'pro' }).catch(code)",
        )
        .await?;
        page.sign_in("grace").await?;
        page.refresh_token().await??;
        page.wait_for("heard.length === 3").await?;
        let mut heard = page.run::<Vec<String>>("return heard").await?;
        heard.sort();
        assert_eq!(heard, ["signedout", "user_changed", "user_changed"]);
        page.outcome::<()>("(await api()).show()").await??;
        is_messenger_of(page, GRACE).await?;
        assert!(page.widget().calls_of("trackEvent").await?.is_empty());
        assert!(booted_with(page).await?.get("plan").is_none());
        Ok(())
    })
}

#[test]
fn a_boot_after_the_sign_in_is_not_answered_by_the_question_before_it() -> Result {
    journey(async |site, page| {
        site.faults().token(TokenFault::Slow { ms: 700 });
        let first = page.begin_boot(options()).await?;
        page.run::<()>("await later(100)").await?;
        site.faults().token(TokenFault::Ok);
        page.sign_in("ada").await?;
        assert_eq!(page.boot(options()).await??, Session::of("ada").unwrap());
        assert_eq!(page.end_of(first).await??, Session::of("ada").unwrap());
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_outage_in_another_tab_ends_no_session() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        let before = page.run::<String>("return document.cookie").await?;
        open_tab(page).await?;
        site.faults().token(TokenFault::Status { status: 500, retry_after: None });
        let ended = boot_there(page, &options_with(&json!({ "whenTokenFails": "visitor" }))).await?;
        assert_eq!(ended, "endpoint_server_error", "a visitor would go on with Ada's conversations");
        assert_eq!(page.run::<String>("return document.cookie").await?, before);
        assert_eq!(page.state().await?.phase, "active");
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_boot_that_fails_leaves_a_visitor_s_cookies() -> Result {
    journey(async |site, page| {
        page.boot(json!({ "appId": APP })).await??;
        let visitor = page.run::<String>("return document.cookie").await?;
        assert!(visitor.contains("intercom-id-"), "{visitor}");
        for fault in [TokenFault::Html, TokenFault::Ok] {
            page.open(LOADER_PAGE).await?;
            if fault == TokenFault::Ok {
                site.faults().widget(WidgetFault::Blocked);
            }
            site.faults().token(fault);
            assert!(page.boot(options()).await?.is_err());
            assert_eq!(page.run::<String>("return document.cookie").await?, visitor);
        }
        Ok(())
    })
}

#[test]
fn a_tab_that_finds_nobody_and_wants_no_visitor_tells_the_others() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        open_tab(page).await?;
        page.sign_out().await?;
        let ended = boot_there(page, &options_with(&json!({ "whenSignedOut": "error" }))).await?;
        assert_eq!(ended, "signed_out");
        page.wait_for("(await api()).state().session?.kind === 'visitor'").await?;
        is_messenger_of_a_visitor(page).await
    })
}

#[test]
fn settings_that_come_while_the_script_loads_do_not_say_who_it_is() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Slow { ms: 400 });
        let boot = page.begin_boot(json!({ "appId": APP })).await?;
        page.wait_for("window.Intercom?.q?.length").await?;
        let says =
            "window.intercomSettings = { user_id: 'eve', email: 'eve@example.com', theme_mode: 'dark' }";
        page.run::<()>(says).await?;
        page.end_of(boot).await??;
        page.run::<()>(says).await?;
        page.outcome::<()>("(await api()).update({ plan: 'pro' })").await??;
        is_messenger_of_a_visitor(page).await?;
        assert_eq!(
            page.run::<Value>("return window.intercomSettings").await?,
            json!({ "theme_mode": "dark" })
        );
        Ok(())
    })
}

#[test]
fn a_page_whose_clock_throws_once_can_boot_after_that() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.run::<()>(
            "const { now } = Date;
             Date.now = () => { throw new Error('no clock') };
             const loader = await api();
             loader.refreshToken().catch(() => {});
             await later(0);
             Date.now = now",
        )
        .await?;
        page.shutdown().await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_shutdown_rejects_what_it_does_not_tell() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        page.run::<()>(&format!(
            "const loader = await api();
             loader.boot({{ appId: '{APP}', jwtUrl: '{JWT_URL}', region: 'eu' }}).catch(() => {{}});
             window.update = loader.update({{ plan: 'pro' }});
             await loader.shutdown()"
        ))
        .await?;
        has_code(&page.outcome::<()>("update").await?.unwrap_err(), "boot_superseded");
        Ok(())
    })
}
