//! Failures do not affect analytics or the next user.

use e2e::{Document, Result, TokenFault, WidgetFault, journey};
use segment::{begin, begin_on, call, told};
use serde_json::json;

use crate::{ADA, GRACE, token_of};

#[test]
fn a_blocked_messenger_does_not_hold_events_up() -> Result {
    for fault in [WidgetFault::Blocked, WidgetFault::Hang] {
        journey(async |site, page| {
            page.sign_in("ada").await?;
            site.faults().widget(fault.clone());
            begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
            // Each call waits until Segment's own queue has released the event.
            for event in [&*format!("identify('{ADA}')"), "page()", "group('c1')", "track('Bought')"] {
                call(page, event).await?;
            }
            page.run::<()>("await analytics.ready(); return null").await?;
            let kinds: String = site.log().segment_events.into_iter().map(|event| event.kind).collect();
            assert_eq!(kinds, "ipgt");
            assert_eq!(page.uncaught().await?, [""; 0]);
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_failure_is_said_and_a_later_page_tries_again() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().widget(WidgetFault::Blocked);
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
        call(page, &format!("identify('{ADA}', {{ name: 'Ada' }})")).await?;
        page.wait_for("__seen.console.some((line) => line.includes('widget_blocked'))").await?;
        page.wait_for("loader.state().phase === 'idle'").await?;
        site.faults().widget(WidgetFault::Ok);
        call(page, "page()").await?;
        let update = &told(page, "update", 1).await?[0];
        assert_eq!(update[0]["intercom_user_jwt"], json!(token_of(ADA)));
        assert_eq!(page.uncaught().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn so_it_does_for_a_visitor() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Blocked);
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
        page.wait_for("__seen.console.some((line) => line.includes('widget_blocked'))").await?;
        site.faults().widget(WidgetFault::Ok);
        call(page, "page()").await?;
        told(page, "update", 1).await?;
        assert_eq!(page.widget().user().await?, None);
        Ok(())
    })
}

#[test]
fn a_mapping_that_throws_does_so_on_the_console() -> Result {
    journey(async |site, page| {
        let mapping = "{ mapping: { identifyUser: { name() { throw new Error('a mapping of ours') } } } }";
        begin(site, page, "", mapping).await?;
        call(page, "identify({ plan: 1 })").await?;
        page.wait_for("__seen.console.some((line) => line.includes('a mapping of ours'))").await?;
        assert_eq!(site.log().segment_count, 1, "the event is lost to Segment");
        assert_eq!(page.uncaught().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn a_reset_ends_the_session_and_no_late_event_brings_it_back() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
        call(page, &format!("identify('{ADA}')")).await?;
        told(page, "update", 1).await?;
        let boots = page.widget().calls_of("boot").await?.len();
        // Segment's queue delivers the event a moment after the reset; she is still signed in on the server.
        page.run::<()>(
            "const late = analytics.track('Late'); await analytics.reset(); await late; return null",
        )
        .await?;
        page.wait_for("loader.state().phase === 'idle'").await?;
        call(page, "page()").await?;
        call(page, "track('Later')").await?;
        let calls = page.widget().calls().await?;
        assert!(calls.iter().all(|call| call.method != "trackEvent"), "{calls:?}");
        assert_eq!(page.widget().session().await?, None);
        assert_eq!(page.widget().calls_of("boot").await?.len(), boots, "booted again");
        assert_eq!(page.state().await?.phase, "idle");
        Ok(())
    })
}

#[test]
fn an_event_of_somebody_else_does_not_change_the_user() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
        call(page, &format!("identify('{ADA}')")).await?;
        told(page, "update", 1).await?;
        // Events as Segment's queue keeps them from the last page.
        let old = "register({ name: 'old', type: 'before', version: '1', isLoaded: () => true, load: async () => {},
            track(ctx) { if (ctx.event.event === 'Old') ctx.updateEvent('userId', 'somebody-else'); return ctx } })";
        call(page, old).await?;
        call(page, "track('Old')").await?;
        call(page, "track('New')").await?;
        assert_eq!(told(page, "trackEvent", 1).await?, [json!(["New", {}])]);
        assert_eq!(page.widget().calls_of("shutdown").await?.len(), 0);
        assert_eq!(site.log().token_count, 1);
        let users: Vec<_> = site.log().segment_events.into_iter().filter_map(|event| event.user_id).collect();
        assert_eq!(users, [ADA, "somebody-else", ADA]);
        Ok(())
    })
}

#[test]
fn a_late_event_s_token_does_not_bring_the_last_user_back() -> Result {
    journey(async |site, page| {
        begin(site, page, "", "{}").await?;
        let hers = site.sign(&json!({ "user_id": ADA }))?;
        let own =
            |token: &str| format!("{{ integrations: {{ Intercom: {{ intercom_user_jwt: '{token}' }} }} }}");
        call(page, &format!("identify('{ADA}', {{}}, {})", own(&site.token("ada")?))).await?;
        told(page, "update", 1).await?;
        call(page, &format!("identify('{GRACE}', {{}}, {})", own(&site.token("grace")?))).await?;
        told(page, "update", 2).await?;
        // An event as Segment's queue keeps it from the last page; its token never expires.
        let old = format!(
            "register({{ name: 'old', type: 'before', version: '1', isLoaded: () => true, load: async () => {{}},
               page(ctx) {{ if (ctx.event.properties.old) ctx.updateEvent('userId', '{ADA}'); return ctx }} }})"
        );
        call(page, &old).await?;
        call(page, &format!("page('Old', {{ old: true }}, {})", own(&hers))).await?;
        call(page, "track('Marker')").await?;
        assert_eq!(told(page, "trackEvent", 1).await?, [json!(["Marker", {}])]);
        assert_eq!(page.widget().user().await?.as_deref(), Some(GRACE));
        let users: Vec<_> = site.pings("boot").into_iter().map(|ping| ping.user_id).collect();
        assert_eq!(users, [None, Some(ADA.to_owned()), Some(GRACE.to_owned())], "booted as");
        Ok(())
    })
}

#[test]
fn a_messenger_that_is_there_is_adopted() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        // State that Segment's own destination leaves: the script, and a session without a name.
        let theirs = "window.Intercom = function () { Intercom.q.push(arguments) }; Intercom.q = [];
            Intercom('boot', { app_id: 'standin1' });
            document.write('<script async src=\"https://widget.intercom.io/widget/standin1\"></' + 'script>');";
        begin(site, page, theirs, "{ jwtUrl: '/api/messenger-token' }").await?;
        call(page, &format!("identify('{ADA}')")).await?;
        told(page, "update", 1).await?;
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
        assert_eq!(page.widget().loads().await?, 1);
        assert_eq!(page.script_tags().await?.len(), 1);
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(boots.iter().filter(|boot| boot.arg("intercom_user_jwt").is_some()).count(), 1);
        Ok(())
    })
}

#[test]
fn an_endpoint_that_fails_names_nobody() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Html);
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token' }").await?;
        call(page, &format!("identify('{ADA}', {{ email: 'ada@example.com' }})")).await?;
        page.wait_for("__seen.console.some((line) => line.includes('endpoint_html'))").await?;
        assert_eq!(page.state().await?.session, None);
        site.faults().token(TokenFault::Ok);
        call(page, &format!("identify('{ADA}')")).await?;
        assert_eq!(told(page, "update", 1).await?[0][0]["intercom_user_jwt"], json!(token_of(ADA)));
        Ok(())
    })
}

#[test]
fn what_is_said_while_the_messenger_waits_is_told_when_it_comes() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        begin(site, page, "", "{ jwtUrl: '/api/messenger-token', load: 'interaction' }").await?;
        call(page, &format!("identify('{ADA}', {{ name: 'Ada' }})")).await?;
        call(page, "track('Bought')").await?;
        page.wait_for("loader.state().phase === 'deferred'").await?;
        assert!(!page.widget().is_loaded().await?);
        page.run::<()>("await loader.show(); return null").await?;
        assert_eq!(told(page, "trackEvent", 1).await?, [json!(["Bought", {}])]);
        assert_eq!(told(page, "update", 1).await?[0][0]["name"], json!("Ada"));
        Ok(())
    })
}

#[test]
fn what_waits_for_the_messenger_is_not_told_to_another_user() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let options = "{ jwtUrl: '/api/messenger-token', load: 'interaction' }";
        begin_on(site, page, Document::new().fast(1), options).await?;
        call(page, &format!("identify('{ADA}', {{ name: 'Ada', plan: 'hers' }})")).await?;
        call(page, "track('Hers')").await?;
        page.wait_for("loader.state().phase === 'deferred'").await?;
        // Her token has expired when the Messenger is opened, and the server has another user.
        page.sign_in("grace").await?;
        page.run::<()>("clock.jump(7_100_000); await loader.show(); return null").await?;
        assert_eq!(page.widget().user().await?.as_deref(), Some(GRACE));
        page.run::<()>("await loader.trackEvent('marker'); return null").await?;
        let calls =
            serde_json::to_string(&page.run::<serde_json::Value>("return __standInMessenger.calls").await?)?;
        assert!(calls.contains("marker") && !calls.contains("hers") && !calls.contains("Hers"), "{calls}");
        Ok(())
    })
}
