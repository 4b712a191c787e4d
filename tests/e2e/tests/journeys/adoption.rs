//! A Messenger that is already on the page is adopted and never loaded twice.

use e2e::{APP, Document, JWT_URL, Page, Result, Session, WidgetFault, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, has_code, is_messenger_of, options};

/// The classic snippet, as in every guide.
pub(crate) const SNIPPET: &str = "(function(){var w=window;var ic=w.Intercom;if(typeof ic==='function'){\
    ic('reattach_activator');ic('update',w.intercomSettings);}else{var d=document;\
    var i=function(){i.c(arguments);};i.q=[];i.c=function(args){i.q.push(args);};w.Intercom=i;\
    var l=function(){var s=d.createElement('script');s.type='text/javascript';s.async=true;\
    s.src='https://widget.intercom.io/widget/standin1';var x=d.getElementsByTagName('script')[0];\
    x.parentNode.insertBefore(s,x);};if(document.readyState==='complete'){l();}\
    else if(w.attachEvent){w.attachEvent('onload',l);}else{w.addEventListener('load',l,false);}}})();";

/// The final Messenger is Ada's, its script ran once, and no contract was broken.
pub(crate) async fn is_adas(page: &Page) -> Result {
    assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));
    assert_eq!(page.widget().mistakes().await?, [""; 0]);
    assert_eq!(page.widget().loads().await?, 1);
    assert_eq!(page.script_tags().await?.len(), 1);
    assert_eq!(page.uncaught().await?, [""; 0]);
    Ok(())
}

#[test]
fn a_script_tag_that_a_tag_manager_wrote_is_waited_for() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Slow { ms: 1_500 });
        let stub = "window.Intercom = function () { Intercom.q.push(arguments) }; Intercom.q = [];";
        let tag = format!("<script async src=\"https://widget.intercom.io/widget/{APP}\"></script>");
        site.publish("/e2e/manager.html", Document::new().script(stub).head(&tag).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/manager.html").await?;
        page.boot(options()).await??;
        is_adas(page).await
    })
}

#[test]
fn a_stub_without_a_script_keeps_the_pages_own_calls() -> Result {
    journey(async |site, page| {
        let stub = "window.Intercom = function () { Intercom.q.push(arguments) }; Intercom.q = [];
                    Intercom('onShow', () => { window.shown = true });";
        site.publish("/e2e/stub.html", Document::new().script(stub).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/stub.html").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        page.run::<()>("Intercom('show')").await?;
        page.wait_for("window.shown").await
    })
}

#[test]
fn a_boot_that_the_page_queued_itself_makes_way() -> Result {
    journey(async |site, page| {
        let stub = format!(
            "window.Intercom = function () {{ Intercom.q.push(arguments) }}; Intercom.q = [];
             Intercom('boot', {{ app_id: '{APP}', user_id: 'unsigned' }});"
        );
        site.publish("/e2e/queued.html", Document::new().script(&stub).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/queued.html").await?;
        page.boot(options()).await??;
        is_adas(page).await
    })
}

#[test]
fn a_tag_that_has_failed_before_is_not_waited_for_alone() -> Result {
    journey(async |site, page| {
        let settings = format!("window.intercomSettings = {{ app_id: '{APP}' }};");
        site.publish("/e2e/failed.html", Document::new().script(&settings).script(SNIPPET).with_loader());
        page.sign_in("ada").await?;
        site.faults().widget_next(1, WidgetFault::Blocked);
        page.open("/e2e/failed.html").await?;
        page.wait_for(
            "performance.getEntriesByType('resource').some(({ name }) => name.includes('/widget/'))",
        )
        .await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(page.script_tags().await?.len(), 2);
        Ok(())
    })
}

#[test]
fn two_copies_of_the_loader_make_one_messenger() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let other = format!(
            "const other = await import('/dist/index.js?copy');
             return await other.boot({{ appId: '{APP}', jwtUrl: '{JWT_URL}' }})"
        );
        assert_eq!(page.run::<Value>(&other).await?, json!({ "kind": "user", "userId": ADA }));
        is_adas(page).await
    })
}

/// Ad blockers, server-side code and tests define a function there that does nothing.
#[test]
fn a_function_that_does_nothing_is_no_messenger() -> Result {
    journey(async |site, page| {
        let double = "window.Intercom = window.Intercom || function () {};";
        site.publish("/e2e/double.html", Document::new().script(double).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/double.html").await?;
        page.boot(options()).await??;
        is_adas(page).await?;
        let ok: bool = page.run("return (await (await api()).diagnose()).ok").await?;
        assert!(ok);
        Ok(())
    })
}

#[test]
fn one_that_nobody_may_replace_is_named() -> Result {
    journey(async |site, page| {
        let double = "Object.defineProperty(window, 'Intercom', { value: () => {} });";
        site.publish("/e2e/double.html", Document::new().script(double).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/double.html").await?;
        has_code(&page.boot(options()).await?.unwrap_err(), "widget_invalid");
        let found: (String, String, String) = page
            .run(
                "const { checks } = await (await api()).diagnose();
                 const { status, seen, hint } = checks.find(({ name }) => name === 'window_intercom');
                 return [status, seen, hint]",
            )
            .await?;
        assert_eq!(found.0, "fail");
        assert!(found.1.contains("neither the Messenger") && found.2.contains("ad blocker"), "{found:?}");
        Ok(())
    })
}

/// Bundles contain the same package as a module, as one file with the core inside, and as a script tag.
#[test]
fn copies_of_the_package_have_one_session() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        let same = format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}' }}");
        page.run::<()>(
            "window.other = await import('/dist/inline.js');
             const tag = Object.assign(document.createElement('script'), { src: '/dist/auto.js' });
             tag.dataset.manual = '';
             document.head.append(tag);
             await until(() => window.IntercomMessenger)",
        )
        .await?;
        for copy in ["other", "IntercomMessenger"] {
            let seen: Value = page
                .run(&format!(
                    "const session = await {copy}.boot({same});
                     const refused = await {copy}.boot({{}}).catch((error) => error instanceof {copy}.MessengerError);
                     return [{copy}.state().phase, session.userId, refused]"
                ))
                .await?;
            assert_eq!(seen, json!(["active", ADA, true]), "{copy}");
        }
        assert_eq!(site.log().token_count, 1);
        is_adas(page).await?;
        // Another user by another copy, with a shutdown in between.
        let token = site.token("grace")?;
        page.run::<()>(&format!(
            "await other.boot({{ appId: '{APP}', jwt: '{token}' }}); await other.update({{ plan: 'gold' }})"
        ))
        .await?;
        assert_eq!(page.state().await?.session, Session::of("grace"));
        let told = page.widget().methods().await?;
        assert_eq!(
            told.iter().filter(|method| *method == "boot" || *method == "shutdown").count(),
            3,
            "{told:?}"
        );
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        page.run::<()>("await other.leave()").await?;
        assert_eq!(page.state().await?.phase, "idle");
        page.run::<()>("await IntercomMessenger.shutdown()").await?;
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(page.console().await?, [""; 0], "they are of one version");
        Ok(())
    })
}

#[test]
fn copies_of_two_versions_are_named_once() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(options()).await??;
        page.run::<()>(
            "window[Symbol.for('intercom-messenger-loader')].version = '0.0.9';
             const other = await import('/dist/inline.js');
             await other.routeUpdate(); other.state(); await other.routeUpdate()",
        )
        .await?;
        let warnings = page.console().await?;
        assert_eq!(warnings.iter().filter(|line| line.contains("0.0.9")).count(), 1, "{warnings:?}");
        Ok(())
    })
}
