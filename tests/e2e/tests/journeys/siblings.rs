//! Two hosts of one site, `app.` and `www.`, which share Intercom's cookies but no messages.

use e2e::{Document, LOADER_PAGE, Page, Result, Site, journey};
use serde_json::json;

use crate::checks::{is_messenger_of, options_with};

/// Code of a page on another host that the first page controls.
const SERVANT: &str = "addEventListener('message', async ({ data, source }) => {
  const run = new (async () => {}).constructor('loader', data);
  const done = await run(window.loader).then((value) => ({ value }), (error) => ({ error: String(error) }));
  source.postMessage(done, '*');
});";

/// Opens the loader's page on `app.`, and another one on `www.`.
async fn open(site: &Site, page: &Page) -> Result {
    site.publish("/e2e/servant.html", Document::new().script(SERVANT).with_loader());
    page.open(&site.url_at("app.demo.test", LOADER_PAGE)).await?;
    let there = site.url_at("www.demo.test", "/e2e/servant.html");
    page.run::<()>(&format!(
        "window.tab = window.open('{there}');
         window.there = (code) => new Promise((resolve, reject) => {{
           addEventListener('message', ({{ data }}) => ('error' in data ? reject(data.error) : resolve(data.value)), {{ once: true }});
           tab.postMessage(code, '*');
         }});
         // A window that has not loaded does not respond.
         await until(() => Promise.race([there('return !!loader'), later(200)]))"
    ))
    .await
}

/// Runs the body of an asynchronous function on `www.`.
async fn there<T: serde::de::DeserializeOwned>(page: &Page, code: &str) -> Result<T> {
    page.run(&format!("return await there({})", json!(code))).await
}

async fn sign_in_there(page: &Page, user: &str) -> Result {
    there::<Option<()>>(page, &format!("await fetch('/login', {{ method: 'POST', body: '{{\"user\":\"{user}\"}}', headers: {{ 'content-type': 'application/json' }} }})")).await?;
    Ok(())
}

/// Focuses `www.` until the condition is true.
async fn look_there_until(page: &Page, condition: &str) -> Result {
    there::<Option<()>>(page, "dispatchEvent(new Event('focus'))").await?;
    page.wait_for(&format!("await there({})", json!(format!("return {condition}")))).await
}

#[test]
fn a_log_out_on_one_host_ends_the_session_on_the_other_when_somebody_looks_at_it() -> Result {
    journey(async |site, page| {
        open(site, page).await?;
        let options = options_with(&json!({ "settings": { "cookie_domain": "demo.test" } }));
        page.sign_in("ada").await?;
        sign_in_there(page, "ada").await?;
        page.boot(&options).await??;
        is_messenger_of(page, "user-ada-1815").await?;
        there::<Option<()>>(page, &format!("await loader.boot({options})")).await?;
        // One sign-out ends the session on both servers.
        page.sign_out().await?;
        there::<Option<()>>(page, "await fetch('/logout', { method: 'POST' })").await?;
        page.shutdown().await?;
        look_there_until(page, "loader.state().session?.kind === 'visitor'").await?;
        sign_in_there(page, "grace").await?;
        let kind = there::<String>(page, &format!("return (await loader.boot({options})).userId")).await?;
        assert_eq!(kind, "user-grace-1906");
        assert!(
            site.pings("boot").iter().all(|ping| !ping.resumed),
            "somebody went on with another's session"
        );
        Ok(())
    })
}

#[test]
fn somebody_else_who_signs_in_on_one_host_is_somebody_else_on_the_other() -> Result {
    journey(async |site, page| {
        open(site, page).await?;
        let options = options_with(&json!({ "settings": { "cookie_domain": "demo.test" } }));
        page.sign_in("ada").await?;
        page.boot(&options).await??;
        there::<Option<()>>(page, &format!("await loader.boot({options})")).await?;
        // A visitor on `www.` cannot have Ada's cookies: `app.` starts anew when it is focused.
        page.run::<()>("dispatchEvent(new Event('focus'))").await?;
        page.wait_for("loader.state().session?.userId === 'user-ada-1815' && loader.state().live").await?;
        sign_in_there(page, "ada").await?;
        look_there_until(page, "loader.state().session?.userId === 'user-ada-1815'").await?;
        assert!(site.pings("boot").iter().all(|ping| !ping.resumed));
        Ok(())
    })
}
