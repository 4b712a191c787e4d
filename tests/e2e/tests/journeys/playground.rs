//! The playground's promises about the signed-in user, each tested by clicks.

use std::time::{SystemTime, UNIX_EPOCH};

use e2e::{Page, Result, journey};

use crate::checks::{ADA, GRACE};

/// Opens the playground and waits for its Messenger.
pub(crate) async fn open(page: &Page) -> Result {
    page.open("/playground.html").await?;
    page.shows("#phase", "Active").await
}

/// The same, signed in as Ada by a click.
pub(crate) async fn open_as_ada(page: &Page) -> Result {
    open(page).await?;
    page.press("identity", "Sign in as Ada").await?;
    page.shows("#whose", ADA).await?;
    page.shows("#verdict", "Accepted: Ada Lovelace").await
}

/// Checks that the page's event log has this event, with this text in its line.
pub(crate) async fn has_event(page: &Page, event: &str, text: &str) -> Result {
    page.wait_for(&format!(
        "[...document.querySelectorAll('[data-event={event}]')].some((one) => one.textContent.includes({text:?}))"
    ))
    .await
}

/// The starts and ends of sessions in the page's log, oldest first.
pub(crate) async fn told(page: &Page) -> Result<Vec<String>> {
    page.run(
        "const calls = [...document.querySelectorAll('#log li[data-method]')].reverse();
         return calls.map((call) => call.dataset.method).filter((name) => ['boot', 'shutdown'].includes(name))",
    )
    .await
}

/// Checks that no contract was broken, and that the page shows nothing that resembles a token.
pub(crate) async fn is_in_order(page: &Page) -> Result {
    assert_eq!(page.widget().mistakes().await?, [""; 0]);
    let token: Option<String> =
        page.run("return document.body.textContent.match(/eyJ[\\w-]+\\.[\\w-]+/)?.[0]").await?;
    assert_eq!(token, None);
    Ok(())
}

#[test]
fn signed_in_as_the_right_person_and_no_token_shows() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.shows("#server-user", "Ada Lovelace").await?;
        has_event(page, "ready", ADA).await?;
        page.shows("#log [data-method=boot] .redacted", &format!("<jwt for user_id {ADA}>")).await?;
        is_in_order(page).await
    })
}

#[test]
fn a_token_is_replaced_before_it_ends() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-token", "10 s").await?;
        page.shows("#token", " s left").await?;
        let refreshed = "document.querySelectorAll('[data-event=tokenrefresh]').length";
        page.wait_for(&format!("{refreshed} === 1")).await?;
        page.run::<()>("window.__ended = false; setInterval(() => { __ended ||= token.textContent.includes('Ended') }, 50)").await?;
        page.wait_for(&format!("{refreshed} >= 2")).await?;
        assert!(!page.run::<bool>("return __ended").await?, "it ended first");
        page.shows("#verdict", "Accepted: Ada").await?;
        is_in_order(page).await
    })
}

#[test]
fn a_token_that_has_ended_is_replaced_as_well() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-token", "Expire now").await?;
        page.shows("#token", "Ended").await?;
        page.shows("#token", "h 59 min").await?;
        page.shows("#whose", ADA).await?;
        is_in_order(page).await
    })
}

#[test]
fn tokens_live_as_long_as_chosen_or_for_ever() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        for (life, shown) in
            [("30 s", "s left"), ("2 min", "1 min"), ("None", "Does not end"), ("2 h", "h 59 min")]
        {
            page.press("panel-token", life).await?;
            page.shows("#token", shown).await?;
        }
        is_in_order(page).await
    })
}

#[test]
fn an_outage_weakens_nobody() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-backend", "Down").await?;
        page.press("panel-backend", "Ask for a token").await?;
        page.shows("#last-error", "endpoint_server_error").await?;
        page.shows("#last-error .hint", "server's log").await?;
        page.shows("#whose", ADA).await?;
        // A token that is signed in the same second as the last one is the same token.
        let second = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        page.wait_for(&format!("Date.now() >= {}", (second + 1) * 1000)).await?;
        page.press("panel-backend", "Up").await?;
        page.press("panel-backend", "Ask for a token").await?;
        page.shows("#last-error", "None").await?;
        has_event(page, "tokenrefresh", "until").await?;
        assert_eq!(told(page).await?[..2], ["boot", "shutdown"], "the visitor's session");
        assert!(told(page).await?[2..].iter().all(|call| call == "boot"), "Ada's never ended");
        is_in_order(page).await
    })
}

#[test]
fn logging_out_everywhere_reaches_a_page_that_was_not_told() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-identity", "Log out everywhere").await?;
        page.shows("#server-user", "nobody").await?;
        page.shows("#whose", ADA).await?;
        page.press("panel-token", "Refresh now").await?;
        has_event(page, "signedout", "").await?;
        page.shows("#whose", "Visitor").await?;
        page.shows("#verdict", "Accepted: visitor").await?;
        assert_eq!(told(page).await?, ["boot", "shutdown", "boot", "shutdown", "boot"]);
        is_in_order(page).await
    })
}

#[test]
fn two_people_are_never_mixed() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-identity", "Become Grace at the server").await?;
        page.shows("#server-user", "Grace").await?;
        page.press("panel-token", "Refresh now").await?;
        page.shows("#whose", GRACE).await?;
        page.shows("#verdict", "Accepted: Grace").await?;
        assert_eq!(told(page).await?, ["boot", "shutdown", "boot", "shutdown", "boot"]);
        is_in_order(page).await
    })
}

#[test]
fn tabs_go_together() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        let first = page.tab().await?;
        page.press_for_tab("panel-identity", "Open a second tab ↗").await?;
        page.shows("#second-tab", "This is the second tab").await?;
        page.shows("#verdict", "Accepted: Ada").await?;
        page.press("identity", "Switch to Grace").await?;
        page.shows("#whose", GRACE).await?;
        page.look_at(first.clone()).await?;
        page.shows("#whose", GRACE).await?;
        page.shows("#verdict", "Accepted: Grace").await?;
        page.shows("#server-user", "Grace").await?;
        page.press("identity", "Log out here").await?;
        page.shows("#whose", "Visitor").await?;
        is_in_order(page).await
    })
}
