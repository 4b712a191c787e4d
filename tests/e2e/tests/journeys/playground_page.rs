//! The playground's promises about failures, loading, routes and the page itself, each tested by clicks.

use e2e::{Page, Result, journey};

use crate::{
    checks::{ADA, GRACE},
    playground::{has_event, is_in_order, open, open_as_ada, told},
};

#[test]
fn each_failure_of_the_backend_says_what_to_change() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        for (choice, code, hint) in [
            ("HTML page", "endpoint_html", "login page"),
            ("429", "endpoint_rate_limited", "rate limit"),
            ("Down", "endpoint_server_error", "server's log"),
        ] {
            page.press("panel-backend", choice).await?;
            page.press("panel-backend", "Ask for a token").await?;
            page.shows("#last-error .error", code).await?;
            page.shows("#last-error .hint", hint).await?;
            has_event(page, "error", code).await?;
            page.shows("#whose", ADA).await?;
        }
        is_in_order(page).await
    })
}

#[test]
fn a_slow_backend_a_wrong_user_and_a_wrong_secret() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-backend", "Slow (3 s)").await?;
        page.press("panel-backend", "Ask for a token").await?;
        page.shows("#backend .said", "It came.").await?;
        page.press("panel-backend", "Wrong secret").await?;
        page.press("panel-backend", "Ask for a token").await?;
        page.shows("#verdict", "Refused: the token's signature is wrong").await?;
        page.press("panel-backend", "Wrong user").await?;
        page.press("panel-backend", "Ask for a token").await?;
        page.shows("#whose", GRACE).await?;
        let calls = told(page).await?;
        assert_eq!(calls[calls.len() - 2..], ["shutdown", "boot"]);
        page.press("content", "Put everything in order").await?;
        page.press("panel-token", "Refresh now").await?;
        page.shows("#verdict", "Accepted: Ada").await?;
        is_in_order(page).await
    })
}

#[test]
fn a_401_signs_out() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-backend", "401").await?;
        page.press("panel-backend", "Ask for a token").await?;
        has_event(page, "signedout", "").await?;
        page.shows("#whose", "Visitor").await?;
        is_in_order(page).await
    })
}

async fn reload(page: &Page, panel: &str, button: &str) -> Result {
    page.run::<()>("window.__old = true").await?;
    page.press(panel, button).await?;
    page.wait_for("!window.__old && document.querySelector('#phase')").await
}

#[test]
fn a_blocked_script_does_not_stay_blocked() -> Result {
    journey(async |_, page| {
        open(page).await?;
        for (choice, code) in [("Blocked", "widget_url_failed"), ("Wrong file", "widget_invalid")] {
            page.press("panel-widget", choice).await?;
            page.shows("#widget .said", "Holds").await?;
            reload(page, "panel-widget", "Reload the page").await?;
            page.shows("#last-error", code).await?;
            page.shows("#phase", "Idle").await?;
        }
        page.press("panel-widget", "Up").await?;
        page.shows("#widget .said", "Holds now").await?;
        page.press("again", "Try again").await?;
        page.shows("#phase", "Active").await?;
        page.shows("#last-error", "None").await?;
        is_in_order(page).await
    })
}

#[test]
fn a_slow_script_is_waited_for() -> Result {
    journey(async |_, page| {
        open(page).await?;
        page.press("panel-widget", "Slow (3 s)").await?;
        page.shows("#widget .said", "Holds").await?;
        reload(page, "panel-widget", "Reload the page").await?;
        page.shows("#phase", "Booting").await?;
        page.shows("#phase", "Active").await?;
        is_in_order(page).await
    })
}

#[test]
fn a_server_that_hangs_up_is_told_apart() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.shows("#online", "online").await?;
        page.press("panel-connection", "Hangs up").await?;
        page.shows("#connection .said[role=status]", "out of reach").await?;
        page.press("panel-token", "Refresh now").await?;
        page.shows("#last-error", "endpoint_unreachable").await?;
        page.press("panel-connection", "Answers").await?;
        page.press("panel-token", "Refresh now").await?;
        page.shows("#last-error", "None").await?;
        is_in_order(page).await
    })
}

#[test]
fn a_storm_of_routes_is_told_once() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        let left = "Number(document.querySelector('#updates').textContent.split(' ')[0])";
        let before: u32 = page.run(&format!("return {left}")).await?;
        page.press("panel-routes", "Storm of 100").await?;
        page.shows("#updates-told", "100 changes of the address; the Messenger was told 1 time.").await?;
        page.shows("#address", "?page=storm-100").await?;
        page.wait_for(&format!("{left} === {before} - 1")).await?;
        page.press("panel-routes", "orders").await?;
        page.shows("#updates-told", "1 change of the address; the Messenger was told 1 time.").await?;
        is_in_order(page).await
    })
}

#[test]
fn it_costs_nothing_before_it_is_wanted() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-loading", "Interaction").await?;
        page.shows("#loading .said", "When somebody wants to chat").await?;
        reload(page, "panel-loading", "Reload with it").await?;
        page.shows("#phase", "Deferred").await?;
        page.shows("#log", "Nothing yet").await?;
        assert!(page.run::<bool>("return !('__standInMessenger' in window)").await?);
        page.press("panel-methods", "show").await?;
        page.shows("#phase", "Active").await?;
        page.shows("#verdict", "Accepted: Ada").await?;
        has_event(page, "show", "").await?;
        is_in_order(page).await
    })
}

#[test]
fn the_region_is_right_from_the_first_call() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        page.press("panel-region", "EU").await?;
        page.shows("#region", "EU").await?;
        page.shows("#log li[data-method=boot]", "https://api-iam.eu.intercom.io").await?;
        page.shows("#verdict", "Accepted: Ada").await?;
        is_in_order(page).await
    })
}

#[test]
fn methods_and_what_they_answer() -> Result {
    journey(async |_, page| {
        open_as_ada(page).await?;
        for (method, event) in [("showSpace", "show"), ("hide", "hide")] {
            page.press("panel-methods", method).await?;
            has_event(page, event, "").await?;
        }
        page.press("panel-methods", "A message arrives").await?;
        has_event(page, "unreadcountchange", "1").await?;
        page.press("panel-methods", "whoami").await?;
        page.shows("#method-said", ADA).await?;
        page.press("panel-methods", "shutdown").await?;
        page.shows("#phase", "Idle").await?;
        page.press("panel-methods", "show").await?;
        page.shows("#method-said", "boot()").await?;
        page.press("panel-methods", "boot").await?;
        page.shows("#verdict", "Accepted: Ada").await?;
        is_in_order(page).await
    })
}
