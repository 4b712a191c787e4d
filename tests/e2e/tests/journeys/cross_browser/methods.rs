//! The Messenger's own methods and callbacks, in every engine.

use e2e::{Result, TokenFault, journey_cross_browser};
use serde_json::{Value, json};

use crate::checks::{ADA, is_clean, is_messenger_of, options};

#[test]
fn every_method_reaches_the_messenger_in_order_also_before_it_is_there() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Slow { ms: 300 });
        let given: Vec<Value> = page
            .run(&format!(
                "const m = await api();
                 const booted = m.boot({});
                 const calls = [m.show(new MouseEvent('click')), m.showSpace('tickets'), m.showMessages(),
                   m.showNewMessage(), m.showNewMessage('Hello'), m.startConversation('Hello'),
                   m.hideNotifications(true), m.startTour(1), m.showArticle('2'), m.showNews(3), m.startSurvey(4),
                   m.startChecklist(5), m.showTicket(6), m.showConversation('7'), m.trackEvent('paid', {{ sum: 1.5 }}),
                   m.setAuthTokens({{ crm: 'secret-of-the-crm' }}), m.hide()];
                 const visitor = m.getVisitorId();
                 await booted;
                 return [...(await Promise.all(calls)), typeof (await visitor), (await m.whoami()).userId]",
                options()
            ))
            .await?;
        assert_eq!(given[17..], [json!("string"), json!(ADA)]);
        assert!(given[..17].iter().all(Value::is_null));
        let told = page.widget().calls().await?;
        let methods: Vec<_> = told.iter().map(|call| call.method.as_str()).collect();
        let expected = [
            "boot",
            "show",
            "showSpace",
            "showMessages",
            "showNewMessage",
            "showNewMessage",
            "startConversation",
            "hideNotifications",
            "startTour",
            "showArticle",
            "showNews",
            "startSurvey",
            "startChecklist",
            "showTicket",
            "showConversation",
            "trackEvent",
            "setAuthTokens",
            "hide",
            "getVisitorId",
            "whoami",
        ];
        assert_eq!(methods, expected);
        assert!(told[1].args.is_empty(), "a click handler's event is not passed on: {:?}", told[1]);
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_method_without_a_session_or_with_nonsense_is_refused_in_words() -> Result {
    journey_cross_browser(async |_, page| {
        let refused = page.outcome::<Value>("(await api()).show()").await?.unwrap_err();
        assert_eq!(refused.code, "not_booted");
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        for (call, says) in [
            ("showSpace('kitchen')", "home, messages, help"),
            ("showArticle()", "an id"),
            ("trackEvent('paid', 'yes')", "perhaps an object"),
            ("hideNotifications('yes')", "true or false"),
        ] {
            let refused = page.outcome::<Value>(&format!("(await api()).{call}")).await?.unwrap_err();
            assert_eq!(refused.code, "invalid_option", "{call}");
            assert!(refused.message.contains(says), "{}", refused.message);
        }
        let refused = page.outcome::<Value>("(await api()).update({ email: 'a@b.c' })").await?.unwrap_err();
        assert_eq!(refused.code, "identity_outside_token");
        is_clean(page).await
    })
}

#[test]
fn listeners_survive_a_shutdown_and_hear_only_of_their_session() -> Result {
    journey_cross_browser(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>(
            "window.heard = []; const { on } = await api();
             for (const event of ['show', 'hide', 'unreadcountchange'])
               on(event, (detail) => heard.push(detail === undefined ? event : `${event} ${detail}`))",
        )
        .await?;
        for _ in 0..2 {
            page.boot(options()).await??;
            page.widget().session().await?;
            page.run::<()>(
                "heard.length = 0; const { show, hide } = await api(); await show(); await hide()",
            )
            .await?;
            page.wait_for("heard.length >= 2").await?;
            assert_eq!(page.run::<Vec<String>>("return heard").await?, ["show", "hide"]);
            page.shutdown().await?;
        }
        is_clean(page).await
    })
}

#[test]
fn attributes_that_change_are_sent_signed_and_kept_through_a_refresh() -> Result {
    journey_cross_browser(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.run::<()>(
            "const { update } = await api(); await Promise.all([update({ plan: 'free' }), update({ plan: 'pro' })])",
        )
        .await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        let updates = page.widget().calls_of("update").await?;
        assert_eq!(updates.len(), 1);
        assert_eq!(updates[0].arg("plan"), Some(&json!("pro")));
        assert_eq!(updates[0].arg("intercom_user_jwt"), Some(&json!(format!("<jwt for user_id {ADA}>"))));
        // A token of the next second is a different one.
        site.faults().change(serde_json::from_value(json!({ "tokenLifeSeconds": 3_600 }))?);
        page.refresh_token().await??;
        page.wait_for("__standInMessenger.calls.filter(({ method }) => method === 'boot').length === 2")
            .await?;
        assert_eq!(page.widget().calls_of("boot").await?[1].arg("plan"), Some(&json!("pro")));
        is_clean(page).await
    })
}
