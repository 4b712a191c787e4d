//! A new token before the old one expires, in every engine. The pages' time passes twelve times as fast.

use e2e::{Document, Page, Result, Site, TokenFault, journey_cross_browser};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_clean, is_messenger_of, options, options_with, phases};

const FAST: &str = "/e2e/fast.html";

const HOUR_MS: i64 = 3_600_000;

/// Number of the page's token requests.
fn asked(site: &Site) -> usize {
    site.log().token_requests.len()
}

/// Opens an accelerated page as Ada with tokens of this lifetime, boots, and checks that she is accepted.
async fn booted(site: &Site, page: &Page, life_seconds: u32) -> Result {
    boots(site, page, life_seconds).await?;
    is_messenger_of(page, ADA).await
}

/// The same with tokens that may have expired before Intercom's API sees them.
async fn boots(site: &Site, page: &Page, life_seconds: u32) -> Result {
    site.faults().change(serde_json::from_value(json!({ "tokenLifeSeconds": life_seconds }))?);
    site.publish(FAST, Document::new().fast(12).with_loader());
    page.sign_in("ada").await?;
    page.open(FAST).await?;
    page.run::<()>(
        "window.refreshed = 0; window.heard = [];
         const { on } = await api();
         on('tokenrefresh', () => { window.refreshed += 1; dispatchEvent(new Event('standin:change')) });
         for (const event of ['signedout', 'ready', 'error']) on(event, () => heard.push(event))",
    )
    .await?;
    page.boot(options()).await??;
    Ok(())
}

#[test]
fn tokens_are_replaced_before_they_end_and_the_session_goes_on() -> Result {
    journey_cross_browser(async |site, page| {
        // Too short for the margin of a minute: refreshed half-way through.
        booted(site, page, 24).await?;
        page.wait_for("refreshed >= 3").await?;
        is_messenger_of(page, ADA).await?;
        assert_eq!(phases(page).await?, ["boot"], "nobody was shut down");
        assert!(site.pings("boot").iter().all(|ping| ping.accepted), "every boot had a good token");
        assert!(page.state().await?.last_error.is_none());
        Ok(())
    })
}

#[test]
fn a_life_of_a_second_is_no_storm() -> Result {
    journey_cross_browser(async |site, page| {
        boots(site, page, 1).await?;
        let (before, from) = (asked(site), page.run::<f64>("return performance.now()").await?);
        page.wait_for("refreshed >= 3").await?;
        let took = page.run::<f64>("return performance.now()").await? - from;
        let (asked, most) = (asked(site) - before, took / 5_000.0 + 1.0);
        assert!(f64::from(u32::try_from(asked)?) <= most, "{asked} times in {took} ms of the page's time");
        is_clean(page).await
    })
}

#[test]
fn a_clock_that_is_an_hour_off_and_jumps_costs_at_most_one_token() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 7_200).await?;
        let before = asked(site);
        for jump in [-HOUR_MS, 2 * HOUR_MS, -HOUR_MS, -24 * HOUR_MS] {
            page.run::<()>(&format!("clock.jump({jump}); dispatchEvent(new Event('focus'))")).await?;
        }
        page.route_update(Some("/later")).await?.unwrap();
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        assert!(asked(site) - before <= 1, "{} tokens", asked(site) - before);
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn sleep_past_the_end_is_made_up_for_when_somebody_looks() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 7_200).await?;
        // A token of the same second would be equal.
        site.faults().change(serde_json::from_value(json!({ "tokenLifeSeconds": 7_000 }))?);
        page.run::<()>(&format!("clock.sleep({})", 3 * HOUR_MS)).await?;
        page.wait_for("refreshed === 1").await?;
        is_messenger_of(page, ADA).await?;
        assert_eq!(asked(site), 2);
        Ok(())
    })
}

#[test]
fn a_life_of_years_asks_for_nothing() -> Result {
    journey_cross_browser(async |site, page| {
        // Longer than the maximum of a browser's timer: one that was not capped would fire at once.
        booted(site, page, 10 * 365 * 24 * 3_600).await?;
        page.run::<()>("await later(60_000)").await?;
        assert_eq!(asked(site), 1);
        is_clean(page).await
    })
}

#[test]
fn an_outage_is_outlasted_and_nobody_becomes_a_visitor() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 24).await?;
        site.faults().token(TokenFault::Status { status: 503, retry_after: None });
        page.wait_for("heard.includes('error')").await?;
        assert_eq!(page.state().await?.last_error.unwrap().code, "endpoint_server_error");
        site.faults().token(TokenFault::Html);
        page.run::<()>("await later(61_000)").await?;
        is_messenger_of(page, ADA).await?;
        site.faults().token(TokenFault::Ok);
        page.run::<()>("window.refreshed = 0; dispatchEvent(new Event('online'))").await?;
        page.wait_for("refreshed > 0").await?;
        assert!(page.state().await?.last_error.is_none());
        assert_eq!(phases(page).await?, ["boot"]);
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn who_is_signed_out_by_the_server_is_shut_down() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 24).await?;
        page.sign_out().await?;
        page.wait_for("heard.includes('signedout')").await?;
        page.wait_for("heard.filter((event) => event === 'ready').length === 2").await?;
        let session = page.widget().session().await?.unwrap();
        assert_eq!((session.kind.as_str(), session.user_id), ("visitor", None));
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn somebody_else_who_signed_in_gets_a_session_of_their_own() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 24).await?;
        page.sign_in("grace").await?;
        page.wait_for("heard.filter((event) => event === 'ready').length === 2").await?;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn a_server_that_asks_for_time_is_given_it() -> Result {
    journey_cross_browser(async |site, page| {
        booted(site, page, 24).await?;
        let limited = TokenFault::Status { status: 429, retry_after: Some(20) };
        site.faults().token_next(1, limited);
        page.wait_for("refreshed >= 1").await?;
        is_messenger_of(page, ADA).await?;
        page.shutdown().await?;
        site.faults().token_next(1, TokenFault::Status { status: 429, retry_after: Some(20) });
        let from = page.run::<f64>("return performance.now()").await?;
        page.boot(options_with(&json!({ "region": "eu" }))).await??;
        let took = page.run::<f64>("return performance.now()").await? - from;
        assert!(took >= 20_000.0, "it asked again after {took} ms of the page's time");
        Ok(())
    })
}
