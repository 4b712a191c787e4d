//! Booting again, and the order of the steps of a boot.

use e2e::{APP, JWT_URL, Result, Session, TokenFault, WidgetFault, journey};
use serde_json::json;

use crate::checks::{ADA, GRACE, is_messenger_of, phases};

#[test]
fn the_same_options_while_booting_join_that_boot() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 200 });
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        let first = page.begin_boot(&options).await?;
        let second = page.begin_boot(&options).await?;
        assert_eq!(page.end_of(first).await??, page.end_of(second).await??);
        is_messenger_of(page, ADA).await?;
        assert_eq!((site.log().token_count, site.pings("boot").len()), (1, 1));
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn the_same_options_again_change_nothing_for_a_user() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        let first = page.boot(&options).await??;
        let before = page.widget().calls().await?;
        assert_eq!(page.boot(&options).await??, first);
        assert_eq!(page.widget().calls().await?, before);
        assert_eq!(site.log().token_count, 1);
        Ok(())
    })
}

#[test]
fn a_visitor_who_signs_in_moves_up_to_the_user_with_the_next_boot() -> Result {
    journey(async |_, page| {
        let options = json!({ "appId": APP, "jwtUrl": JWT_URL });
        assert_eq!(page.boot(&options).await??, Session::Visitor);
        page.sign_in("ada").await?;
        assert_eq!(page.boot(&options).await??, Session::of("ada").unwrap());
        is_messenger_of(page, ADA).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn other_options_end_the_old_session_first() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        page.boot(json!({ "appId": APP, "jwt": site.token("grace")? })).await??;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(phases(page).await?, ["boot", "shutdown", "boot"]);
        Ok(())
    })
}

#[test]
fn the_script_is_fetched_once_and_beside_the_token() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 700 });
        page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        let log = site.log();
        assert_eq!(log.widget_count, 1);
        assert!(log.widget_requests[0].at < log.token_requests[0].at + 500, "it waited for the token");
        assert_eq!(page.script_tags().await?.len(), 1);
        Ok(())
    })
}

#[test]
fn settings_reach_the_messenger_beside_the_token() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        let settings = "{ plan: 'gold', seats: 3, ratio: 0.5, trial: false, manager: null, alignment: 'left',
                          created_at: new Date('2026-01-02T03:04:05Z'), company: { company_id: 'c1', name: 'Ünits' },
                          tags: ['a', 'b'], missing: undefined }";
        page.boot(format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}', settings: {settings} }}")).await??;
        is_messenger_of(page, ADA).await?;
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(
            boots[0].args[0],
            json!({
                "app_id": APP, "plan": "gold", "seats": 3, "ratio": 0.5, "trial": false, "manager": null,
                "alignment": "left", "created_at": 1_767_323_045, "company": { "company_id": "c1", "name": "Ünits" },
                "tags": ["a", "b"], "intercom_user_jwt": format!("<jwt for user_id {ADA}>"),
            })
        );
        Ok(())
    })
}

#[test]
fn the_pages_own_calls_while_booting_arrive_in_their_order() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Slow { ms: 300 });
        let boot = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.wait_for("Intercom.q.some(([method]) => method === 'boot')").await?;
        page.run::<()>(
            "window.unread = null;
             Intercom('onUnreadCountChange', (count) => { window.unread = count });
             Intercom('trackEvent', 'signed-up', { plan: 'gold' });
             Intercom('show');",
        )
        .await?;
        page.end_of(boot).await??;
        is_messenger_of(page, ADA).await?;
        let methods = page.widget().methods().await?;
        assert_eq!(methods, ["boot", "onUnreadCountChange", "trackEvent", "show"]);
        assert_eq!(page.widget().dropped().await?, []);
        page.wait_for("window.unread === 0").await
    })
}

#[test]
fn callbacks_that_the_page_registers_before_the_boot_call_work() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 300 });
        let boot = page.begin_boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await?;
        page.wait_for("typeof Intercom === 'function'").await?;
        page.run::<()>("Intercom('onShow', () => { window.shown = true })").await?;
        page.end_of(boot).await??;
        page.run::<()>("Intercom('show')").await?;
        page.wait_for("window.shown").await?;
        is_messenger_of(page, ADA).await
    })
}
