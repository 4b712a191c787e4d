//! Two tabs of one site, in every engine: the second is a window that the first one opened.

use e2e::{Document, LOADER_PAGE, Page, Result, TokenFault, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_messenger_of, is_messenger_of_a_visitor, options, options_with};

/// Opens a second tab, and boots there with the same options.
async fn second_tab(page: &Page) -> Result {
    page.run::<()>(&format!(
        "window.tab = window.open('{LOADER_PAGE}');
         if (!(await until(() => tab.loader))) throw new Error('no second tab');
         await tab.loader.boot({})",
        options()
    ))
    .await?;
    Ok(())
}

/// User of the Messenger in the second tab.
async fn there(page: &Page) -> Result<Option<String>> {
    page.run(
        "return tab.__standInMessenger?.session?.userId ?? tab.__standInMessenger?.session?.kind ?? null",
    )
    .await
}

/// The cookie by which the Messenger recognizes a session.
fn session(cookies: &str) -> Option<&str> {
    cookies.split("; ").find(|cookie| cookie.starts_with("intercom-session-"))
}

#[test]
fn a_shutdown_in_one_tab_ends_the_session_in_the_other() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        second_tab(page).await?;
        page.wait_for("tab.__standInMessenger?.session").await?;
        assert_eq!(there(page).await?.as_deref(), Some(ADA));
        page.sign_out().await?;
        page.shutdown().await?;
        page.wait_for("tab.loader.state().phase === 'idle' && !tab.__standInMessenger.session").await?;
        assert_eq!(page.intercom_cookies().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn somebody_else_in_one_tab_is_somebody_else_in_the_other() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        second_tab(page).await?;
        page.sign_in("grace").await?;
        page.shutdown().await?;
        page.wait_for("tab.loader.state().phase === 'idle'").await?;
        page.run::<()>(&format!("await tab.loader.boot({})", options())).await?;
        page.boot(options()).await??;
        is_messenger_of(page, GRACE).await?;
        page.sign_in("ada").await?;
        page.run::<()>("await tab.loader.refreshToken()").await?;
        // The other tab found Ada; this one is notified and asks the endpoint.
        page.wait_for("__standInMessenger.session?.userId === 'user-ada-1815'").await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_visitor_s_page_finds_nothing_of_a_user_who_was_signed_out_elsewhere() -> Result {
    journey_cross_browser(async |site, page| {
        site.publish("/e2e/next.html", Document::new().with_loader());
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let of_ada = page.run::<String>("return document.cookie").await?;
        // The server ends the session without a call of shutdown().
        page.sign_out().await?;
        page.open("/e2e/next.html").await?;
        page.boot(options()).await??;
        is_messenger_of_a_visitor(page).await?;
        let of_visitor = page.run::<String>("return document.cookie").await?;
        assert!(session(&of_ada).is_some() && session(&of_ada) != session(&of_visitor), "{of_visitor}");
        Ok(())
    })
}

#[test]
fn a_tab_that_wants_no_part_in_it_keeps_its_session() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.run::<()>(&format!(
            "window.tab = window.open('{LOADER_PAGE}');
             if (!(await until(() => tab.loader))) throw new Error('no second tab');
             await tab.loader.boot({{ ...{}, syncTabs: false }})",
            options()
        ))
        .await?;
        page.shutdown().await?;
        site.faults().token(TokenFault::Ok);
        page.boot(json!({ "appId": e2e::APP })).await??;
        assert_eq!(page.run::<String>("return tab.loader.state().phase").await?, "active");
        Ok(())
    })
}

/// A stray 401 in another tab turns its session into a visitor's, and removes the note of the last user.
#[test]
fn a_session_that_goes_on_is_noted_again_for_the_next_person() -> Result {
    journey_cross_browser(async |site, page| {
        site.publish("/e2e/next.html", Document::new().with_loader());
        page.sign_in("ada").await?;
        page.boot(options_with(&json!({ "syncTabs": false }))).await??;
        site.faults().token(TokenFault::Status { status: 401, retry_after: None });
        second_tab(page).await?;
        assert_eq!(there(page).await?.as_deref(), Some("visitor"));
        let noted = page.run::<bool>("return document.cookie.includes('intercom-messenger-loader-')").await?;
        assert!(!noted);
        site.faults().token(TokenFault::Ok);
        page.refresh_token().await??;
        is_messenger_of(page, ADA).await?;
        let of_ada = page.run::<String>("return document.cookie").await?;
        page.sign_in("grace").await?;
        page.open("/e2e/next.html").await?;
        page.boot(options()).await??;
        is_messenger_of(page, GRACE).await?;
        let of_grace = page.run::<String>("return document.cookie").await?;
        assert!(session(&of_ada).is_some() && session(&of_ada) != session(&of_grace), "{of_grace}");
        Ok(())
    })
}

#[test]
fn a_log_out_elsewhere_while_a_page_asks_boots_nobody_as_the_last_user() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.run::<()>(&format!(
            "window.tab = window.open('{LOADER_PAGE}');
             if (!(await until(() => tab.loader))) throw new Error('no second tab')"
        ))
        .await?;
        let asked = site.log().token_count;
        site.faults().token(TokenFault::Slow { ms: 1500 });
        page.run::<()>(&format!(
            "tab.booted = tab.loader.boot({}); tab.booted.catch(() => {{}})",
            options_with(&json!({ "syncTabs": false }))
        ))
        .await?;
        for _ in 0..500 {
            if site.log().token_count > asked {
                break;
            }
            page.run::<()>("await later(10)").await?;
        }
        site.faults().token(TokenFault::Ok);
        page.sign_out().await?;
        page.shutdown().await?;
        let kind = page.run::<String>("return (await tab.booted).kind").await?;
        assert_eq!(kind, "visitor", "the answer was Ada's, and she had signed out");
        Ok(())
    })
}

#[test]
fn the_next_person_is_safe_where_the_storage_was_cleared_or_the_note_s_cookie() -> Result {
    journey_cross_browser(async |site, page| {
        site.publish("/e2e/next.html", Document::new().with_loader());
        let clear_cookie =
            "document.cookie.split('; ').map((cookie) => cookie.split('=')[0])
               .filter((name) => name.startsWith('intercom-messenger-loader-'))
               .forEach((name) => { document.cookie = `${name}=; Path=/; Max-Age=0; Domain=${location.hostname}`;
                                    document.cookie = `${name}=; Path=/; Max-Age=0` })";
        for clear in ["localStorage.clear()", clear_cookie] {
            page.sign_in("ada").await?;
            page.open(LOADER_PAGE).await?;
            page.boot(options()).await??;
            is_messenger_of(page, ADA).await?;
            let of_ada = page.run::<String>("return document.cookie").await?;
            page.run::<()>(clear).await?;
            page.sign_in("grace").await?;
            page.open("/e2e/next.html").await?;
            page.boot(options()).await??;
            is_messenger_of(page, GRACE).await?;
            let of_grace = page.run::<String>("return document.cookie").await?;
            assert!(
                session(&of_ada).is_some() && session(&of_ada) != session(&of_grace),
                "{clear}: {of_grace}"
            );
            page.shutdown().await?;
            assert_eq!(page.run::<String>("return document.cookie").await?, "");
        }
        Ok(())
    })
}
