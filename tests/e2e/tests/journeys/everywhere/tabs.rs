//! Two tabs of one site, in every engine: the second is a window that the first one opened.

use e2e::{Document, LOADER_PAGE, Page, Result, TokenFault, journey_everywhere};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_messenger_of, is_messenger_of_a_visitor, options};

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

/// Whose Messenger the second tab shows.
async fn there(page: &Page) -> Result<Option<String>> {
    page.run(
        "return tab.__standInMessenger?.session?.userId ?? tab.__standInMessenger?.session?.kind ?? null",
    )
    .await
}

#[test]
fn a_shutdown_in_one_tab_ends_the_session_in_the_other() -> Result {
    journey_everywhere(async |_, page| {
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
    journey_everywhere(async |_, page| {
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
        // The other tab found Ada; this one is told, and asks.
        page.wait_for("__standInMessenger.session?.userId === 'user-ada-1815'").await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_visitor_s_page_finds_nothing_of_a_user_who_was_signed_out_elsewhere() -> Result {
    journey_everywhere(async |site, page| {
        site.publish("/e2e/next.html", Document::new().with_loader());
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let of_ada = page.run::<String>("return document.cookie").await?;
        // The server ends the session, and nobody calls shutdown().
        page.sign_out().await?;
        page.open("/e2e/next.html").await?;
        page.boot(options()).await??;
        is_messenger_of_a_visitor(page).await?;
        let of_visitor = page.run::<String>("return document.cookie").await?;
        let session = |cookies: &str| {
            cookies.split("; ").find(|cookie| cookie.starts_with("intercom-session-")).map(str::to_owned)
        };
        assert!(session(&of_ada).is_some() && session(&of_ada) != session(&of_visitor), "{of_visitor}");
        Ok(())
    })
}

#[test]
fn a_tab_that_wants_no_part_in_it_keeps_its_session() -> Result {
    journey_everywhere(async |site, page| {
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
        site.lab().token(TokenFault::Ok);
        page.boot(json!({ "appId": e2e::APP })).await??;
        assert_eq!(page.run::<String>("return tab.loader.state().phase").await?, "active");
        Ok(())
    })
}
