//! A token is only in the Messenger's call: not in a message, on the console or in the page.

use e2e::{APP, Document, JWT_URL, Page, Result, TokenFault, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, is_messenger_of};

/// Listens to every event and records the arguments.
const LISTEN: &str = "window.heard = [];
    const { on } = await api();
    for (const event of ['statechange', 'ready', 'tokenrefresh', 'signedout', 'error']) {
      on(event, (detail) => heard.push(`${event} ${__seen.text(detail)}`));
    }";

/// Everything that a user or a program can read on the page, except the Messenger's own queue and memory.
const READABLE: &str = "const { state } = await api();
    return [
      ...__seen.console, ...__seen.uncaught, ...heard, ...window.rejected ?? [],
      JSON.stringify(state()), __seen.text(state().lastError), document.documentElement.outerHTML, document.cookie,
      JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href,
      JSON.stringify(window.intercomSettings ?? null), JSON.stringify(history.state),
      JSON.stringify(Object.keys(window.loader ?? IntercomMessenger)),
    ].join('\\n')";

/// Boots with these options (JavaScript), and records the rejection, including cause and stack.
async fn boot(page: &Page, options: &str) -> Result {
    let step = format!(
        "window.rejected ??= [];
         await (await api()).boot({options}).catch((error) => rejected.push(__seen.text(error), JSON.stringify(error),
           error.message, String(error.hint), String(error)))"
    );
    page.run(&step).await
}

/// Checks that neither the token nor its payload or signature can be read.
async fn keeps(page: &Page, token: &str, after: &str) -> Result {
    let readable: String = page.run(READABLE).await?;
    let parts: Vec<&str> = token.split('.').skip(1).filter(|part| part.len() > 20).collect();
    for secret in std::iter::once(token).chain(parts) {
        let found = readable.split('\n').find(|line| line.contains(secret));
        assert_eq!(found, None, "after {after}");
    }
    Ok(())
}

#[test]
fn no_failure_shows_the_token() -> Result {
    journey(async |site, page| {
        page.run::<()>(LISTEN).await?;
        let good = site.token("ada")?;
        let expired = site.sign(&json!({ "user_id": "user-with-a-long-id-1", "exp": 1_600_000_000 }))?;
        let times =
            site.sign(&json!({ "user_id": "user-with-a-long-id-2", "exp": 4_000_000_000_000_i64 }))?;
        let nameless = site.sign(&json!({ "name": "somebody without a user id" }))?;
        let huge = site.sign(&json!({ "user_id": "u", "padding": "x".repeat(20 * 1024) }))?;
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", good.split('.').nth(1).unwrap());
        let cut = good.rsplit_once('.').unwrap().0.to_owned();
        let by_url = format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}', debug: true }}");
        for token in [&expired, &times, &nameless, &huge, &unsigned, &cut] {
            site.faults().token(TokenFault::Raw { token: token.clone() });
            boot(page, &by_url).await?;
            boot(page, &format!("{{ appId: '{APP}', jwt: '{token}', debug: true }}")).await?;
            boot(page, &format!("{{ appId: '{APP}', getJwt: async () => '{token}', debug: true }}")).await?;
            boot(
                page,
                &format!("{{ appId: '{APP}', getJwt: async () => ({{ token: '{token}' }}), debug: true }}"),
            )
            .await?;
            keeps(page, token, "a token that cannot be used").await?;
        }
        site.faults().token(TokenFault::Raw { token: good.clone() });
        for fault in [WidgetFault::Html, WidgetFault::Empty, WidgetFault::Blocked] {
            site.faults().widget(fault);
            boot(page, &by_url).await?;
            keeps(page, &good, "a widget that fails").await?;
            let queue: String = page.run("return JSON.stringify(window.Intercom?.q ?? [])").await?;
            assert!(!queue.contains(&good), "the queue keeps the token after a failure");
        }
        Ok(())
    })
}

#[test]
fn a_token_in_the_wrong_place_is_not_quoted() -> Result {
    journey(async |site, page| {
        page.run::<()>(LISTEN).await?;
        let token = site.token("ada")?;
        for options in [
            format!("{{ appId: '{token}' }}"),
            format!("'{token}'"),
            format!("{{ appId: '{APP}', '{token}': 1 }}"),
            format!("{{ appId: '{APP}', region: '{token}' }}"),
            format!("{{ appId: '{APP}', apiBase: '{token}' }}"),
            format!("{{ appId: '{APP}', apiBase: 'https://{token}' }}"),
            format!("{{ appId: '{APP}', getJwt: '{token}' }}"),
            format!("{{ appId: '{APP}', jwtUrl: 'jwt:{token}' }}"),
            format!("{{ appId: '{APP}', jwtRequest: '{token}' }}"),
            format!("{{ appId: '{APP}', jwtRequest: {{ url: '/x', '{token}': 1 }} }}"),
            format!("{{ appId: '{APP}', jwtRequest: {{ url: '/x', method: '{token}' }} }}"),
            format!("{{ appId: '{APP}', jwtRequest: {{ url: '/x', headers: {{ '{token} ': 'x' }} }} }}"),
            format!("{{ appId: '{APP}', jwtRequest: {{ url: '/x', credentials: '{token}' }} }}"),
            format!("{{ appId: '{APP}', timeoutMs: '{token}' }}"),
            format!("{{ appId: '{APP}', whenSignedOut: '{token}' }}"),
            format!("{{ appId: '{APP}', settings: '{token}' }}"),
            format!("{{ appId: '{APP}', settings: {{ '{token}': () => 1 }} }}"),
            format!("{{ appId: '{APP}', settings: {{ intercom_user_jwt: '{token}' }} }}"),
        ] {
            boot(page, &options).await?;
            keeps(page, &token, &options.replace(&token, "<token>")).await?;
        }
        Ok(())
    })
}

#[test]
fn a_whole_session_with_debug_shows_no_token() -> Result {
    journey(async |site, page| {
        page.run::<()>(LISTEN).await?;
        let token = site.token("ada")?;
        site.faults().token(TokenFault::Raw { token: token.clone() });
        boot(page, &format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}', debug: true }}")).await?;
        is_messenger_of(page, ADA).await?;
        page.refresh_token().await?.unwrap();
        page.route_update(Some("/next")).await?.unwrap();
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        keeps(page, &token, "a session").await?;
        page.shutdown().await?;
        keeps(page, &token, "a shutdown").await?;
        assert!(page.console().await?.iter().any(|line| line.contains(ADA)), "debug says who was booted");
        Ok(())
    })
}

#[test]
fn the_tag_shows_no_token_that_its_endpoint_gave() -> Result {
    journey(async |site, page| {
        let expired = site.sign(&json!({ "user_id": "user-with-a-long-id", "exp": 1_600_000_000 }))?;
        site.faults().token(TokenFault::Raw { token: expired.clone() });
        let tag = format!(
            "<script src=\"/dist/auto.js\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\" data-debug></script>"
        );
        site.publish("/e2e/tag.html", Document::new().head(&tag));
        page.open("/e2e/tag.html").await?;
        page.run::<()>("window.heard = []").await?;
        page.wait_for("__seen.console.some((line) => line.startsWith('error'))").await?;
        keeps(page, &expired, "a tag's failure").await
    })
}
