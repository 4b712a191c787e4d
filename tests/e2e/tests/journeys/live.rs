//! The Messenger's script loads, and its API does not respond.

use e2e::{APP, Page, Result, journey};
use serde_json::Value;

use crate::checks::{ADA, is_messenger_of, options, options_with};

/// The check of the session in a diagnosis: its status, and the observed value.
async fn session(page: &Page) -> Result<(String, String)> {
    let diagnosis: Value = page.run("return await (await api()).diagnose()").await?;
    let check = diagnosis["checks"].as_array().unwrap().iter().find(|check| check["name"] == "session");
    let text = |field: &str| check.unwrap()[field].as_str().unwrap().to_owned();
    Ok((text("status"), text("seen")))
}

#[test]
fn a_session_that_runs_says_so() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>("(await api()).on('live', () => (window.heard = (window.heard ?? 0) + 1))").await?;
        page.boot(options()).await??;
        page.wait_for("loader.state().live === true").await?;
        assert_eq!(page.run::<u32>("return heard").await?, 1);
        assert_eq!(session(page).await?.0, "pass");
        page.shutdown().await?;
        assert_eq!(page.state().await?.live, None);
        page.boot(options()).await??;
        page.wait_for("heard === 2").await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_api_that_is_blocked_is_told_from_one_that_refuses_the_token() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        let soon = options_with(&serde_json::json!({ "timeoutMs": 1500 }));
        page.run::<()>(
            "const { fetch } = window;
             window.fetch = (url, ...rest) =>
               window.blocks && String(url).includes('/messenger/web/ping')
                 ? Promise.reject(new TypeError('Failed to fetch'))
                 : fetch(url, ...rest);
             window.blocks = true",
        )
        .await?;
        page.boot(&soon).await??;
        assert_eq!(page.state().await?.live, None);
        page.wait_for("loader.state().live === false").await?;
        assert_eq!(page.state().await?.phase, "active", "nothing waits for it");
        let (status, seen) = session(page).await?;
        assert!(status == "fail" && seen.contains("API cannot be reached"), "{seen}");
        page.shutdown().await?;
        page.run::<()>("window.blocks = false").await?;
        let forged = format!(
            "{{ appId: '{APP}', timeoutMs: 1500, getJwt: async () => {{
               const {{ token }} = await (await fetch('/api/messenger-token')).json();
               return token.replace(/[^.]*$/, 'Zm9yZ2Vk');
             }} }}"
        );
        page.boot(forged).await??;
        page.wait_for("loader.state().live === false").await?;
        let (status, seen) = session(page).await?;
        assert!(status == "warn" && seen.contains("does not say that its session runs"), "{seen}");
        Ok(())
    })
}
