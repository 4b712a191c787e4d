//! Sessions with several tabs, several providers, and changing settings.

use anyhow::ensure;
use e2e::{Page, Result};

use super::{ADA, ALL, GRACE, calls, is_for, on_page, render};

/// Opens a second tab with the same application.
async fn second_tab(page: &Page, options: &str) -> Result {
    page.run::<()>(&format!(
        "window.tab = window.open(location.href);
         if (!(await until(() => tab.adapter))) throw new Error('no second tab');
         tab.adapter.render({options})"
    ))
    .await?;
    page.wait_for(&there(ADA)).await
}

/// Condition that the second tab's Messenger is this user's.
fn there(who: &str) -> String {
    let own = "(session => session && (session.userId ?? session.kind))(tab.__standInMessenger?.session)";
    format!("{own} === '{who}'")
}

pub(super) fn other_tabs_follow_the_user(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        second_tab(page, "{ user: 'ada' }").await?;
        page.sign_in("grace").await?;
        render(page, "{ user: 'grace' }").await?;
        is_for(page, GRACE).await?;
        page.wait_for(&there(GRACE)).await?;
        page.sign_out().await?;
        render(page, "{ user: null }").await?;
        is_for(page, "visitor").await?;
        page.wait_for(&there("visitor")).await
    })
}

pub(super) fn leaving_a_page_ends_no_other_tab_s_messenger(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        second_tab(page, "{ user: 'ada' }").await?;
        page.run::<()>("adapter.unmount()").await?;
        page.wait_for("__standInMessenger.session === null").await?;
        // Calls in the other tab would have arrived before this one.
        page.run::<()>(
            "const channel = new BroadcastChannel('test');
             tab.heard = false;
             new tab.BroadcastChannel('test').onmessage = () => (tab.heard = true);
             channel.postMessage('');
             await until(() => tab.heard)",
        )
        .await?;
        page.wait_for(&there(ADA)).await?;
        let ended: usize = page
            .run("return tab.__standInMessenger.calls.filter(({ method }) => method === 'shutdown').length")
            .await?;
        ensure!(ended == 0, "the other tab's Messenger was shut down");
        // A sign-out ends the session, whichever providers are left.
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        page.sign_out().await?;
        page.run::<()>("await adapter.functions.shutdown()").await?;
        page.wait_for("tab.__standInMessenger.session === null").await
    })
}

/// The application learns its user later than the endpoint.
pub(super) fn an_open_messenger_stays_open_when_its_user_becomes_known(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        render(page, "{ user: null, settings: { plan: 'free' } }").await?;
        is_for(page, ADA).await?;
        page.run::<()>("await adapter.functions.show()").await?;
        render(page, "{ user: 'ada', settings: { plan: 'gold', seats: 7 } }").await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 1, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        let sent = page.widget().calls_of("update").await?;
        let sent = (sent[0].arg("plan"), sent[0].arg("seats"));
        ensure!(sent == (Some(&"gold".into()), Some(&7.into())), "{sent:?}");
        Ok(())
    })
}

/// The endpoint's answer comes before the new settings: it may be nobody. The old ones were a visitor's.
pub(super) fn a_visitor_who_signs_in_is_booted_once_and_told_the_new_settings(adapter: &str) -> Result {
    on_page(adapter, false, async |site, page| {
        render(page, "{ user: null, settings: { plan: 'free' } }").await?;
        is_for(page, "visitor").await?;
        page.sign_in("ada").await?;
        render(page, "{ user: 'ada', settings: { plan: 'gold' } }").await?;
        is_for(page, ADA).await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [2, 1, 1] && asked == 2, "{called:?}, and {asked} requests for a token");
        let (boots, sent) = (page.widget().calls_of("boot").await?, page.widget().calls_of("update").await?);
        ensure!(
            boots[1].arg("plan").is_none() && sent[0].arg("plan") == Some(&"gold".into()),
            "{boots:?}, {sent:?}"
        );
        Ok(())
    })
}

pub(super) fn the_last_one_to_leave_ends_the_session(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        render(page, "{ user: 'ada', another: true }").await?;
        is_for(page, ADA).await?;
        render(page, "{ user: 'ada' }").await?;
        // Calls caused by the removed provider have finished when this one has.
        page.run::<()>(
            "await new Promise((done) => setTimeout(done)); await adapter.functions.trackEvent('after')",
        )
        .await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 0, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        page.run::<()>("adapter.unmount()").await?;
        page.wait_for("__standInMessenger.session === null").await
    })
}

pub(super) fn settings_are_mended_and_removed(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada', settings: { size: NaN, plan: 'gold' } }").await?;
        page.wait_for("adapter.lastError?.code === 'invalid_settings'").await?;
        render(page, "{ user: 'ada', settings: { size: 10, plan: 'gold' } }").await?;
        is_for(page, ADA).await?;
        page.wait_for("adapter.lastError === null").await?;
        render(page, "{ user: 'ada', settings: { size: undefined } }").await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        let sent = page.widget().calls_of("update").await?;
        let sent = (sent[0].arg("plan"), sent[0].arg("size"));
        let null = serde_json::Value::Null;
        ensure!(sent == (Some(&null), Some(&null)), "{sent:?}");
        Ok(())
    })
}

pub(super) fn a_fragment_is_a_route_to_a_router_that_reports_it(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada', router: true }").await?;
        is_for(page, ADA).await?;
        page.run::<()>("adapter.navigate('#/inbox')").await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await
    })
}
