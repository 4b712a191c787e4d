//! The same program with `@intercom/messenger-js-sdk` and with its replacement: the Messenger gets the same calls,
//! except where the original is wrong.

use e2e::{APP, Document, JWT_URL, Page, Result, Site, WidgetFault, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, GRACE, is_messenger_of};

/// Code before every program.
const PROGRAM: &str = "await until(() => window.sdk);
    const { Intercom, ...call } = sdk;
    const calls = (...methods) => __standInMessenger.calls.filter(({ method }) => methods.includes(method));
    const there = () => until(() => window.__standInMessenger?.session);
    // Calls arrive in order, so those before this one have arrived too.
    const arrived = async (marker) => {
      sdk.trackEvent(marker);
      await until(() => calls('trackEvent').some(({ args }) => args[0] === marker));
    };";

/// Opens a page with a package on `window.sdk`: `their` or `our`.
async fn open(site: &Site, page: &Page, whose: &str) -> Result {
    let kind = if whose == "our" { "module" } else { "text/javascript" };
    let tag = format!("<script type=\"{kind}\" src=\"/e2e/{whose}-sdk.js\"></script>");
    let path = format!("/e2e/{whose}.html");
    site.publish(&path, Document::new().body(&tag));
    page.open(&path).await
}

async fn run(page: &Page, program: &str) -> Result<Value> {
    page.run(&format!("{PROGRAM}\n{program}")).await
}

/// The calls made by a program, without times.
async fn calls(site: &Site, page: &Page, whose: &str, program: &str) -> Result<Value> {
    open(site, page, whose).await?;
    run(page, program).await?;
    let calls = page
        .run(
            "return __standInMessenger.calls.filter(({ method }) => method !== 'ready').map(({ method, args }) => {
               // Omitted and undefined arguments are equal to the Messenger.
               while (args.length && args[args.length - 1] == null) args.pop();
               return [method, ...args];
             })",
        )
        .await?;
    assert_eq!(page.uncaught().await?, [""; 0], "{whose}");
    Ok(calls)
}

/// Runs a program with both; it may contain `APP`.
async fn both(site: &Site, page: &Page, program: &str) -> Result<(Value, Value)> {
    let program = program.replace("APP", APP);
    page.run::<()>(
        "for (const name of ['session', 'id', 'device-id'])
       document.cookie = `intercom-${name}-standin0=; max-age=0; path=/`",
    )
    .await?;
    let theirs = calls(site, page, "their", &program).await?;
    page.open(e2e::LOADER_PAGE).await?;
    let ours = calls(site, page, "our", &program).await?;
    Ok((theirs, ours))
}

fn same(program: &'static str) -> Result {
    journey(async |site, page| {
        let (theirs, ours) = both(site, page, program).await?;
        assert!(theirs.as_array().unwrap().len() > 2, "nothing was called: {theirs}");
        assert_eq!(ours, theirs, "ours on the left");
        Ok(())
    })
}

#[test]
fn every_method_of_a_user_s_session() -> Result {
    same(
        "Intercom({ app_id: 'APP', user_id: 'u1', email: 'ada@example.com', name: 'Ada', created_at: 1700000000,
           company: { company_id: '7', name: 'Engines', plan: null }, plan: 'gold', alignment: 'left',
           hide_default_launcher: false, horizontal_padding: 30 });
         await there();
         const told = [];
         call.onShow(() => told.push('show'));
         call.onHide(() => told.push('hide'));
         call.onUnreadCountChange((count) => told.push(count));
         call.onUserEmailSupplied(() => told.push('email'));
         call.show(); call.hide(); call.showSpace('help'); call.showMessages(); call.showNewMessage('Hello');
         call.showNewMessage(); call.startConversation('Hi'); call.hideNotifications(true); call.startTour('1');
         call.showArticle('2'); call.showNews('3'); call.startSurvey('4'); call.startChecklist('5');
         call.showTicket('6'); call.showConversation('7'); call.trackEvent('invited', { friend: 'grace' });
         await arrived('methods');
         if (typeof call.getVisitorId() !== 'string') throw new Error('getVisitorId answered nothing');
         if (call.whoami()?.kind !== 'user') throw new Error('whoami answered nothing');
         if (JSON.stringify(told.slice(0, 3)) !== '[0,\"show\",\"hide\"]') throw new Error(JSON.stringify(told));
         call.update({ name: 'Lovelace', plan: 'silver' });
         await until(() => calls('update').length);
         call.shutdown();
         await until(() => calls('shutdown').length);",
    )
}

#[test]
fn calls_before_the_messenger_is_there() -> Result {
    same(
        "sdk.default({ app_id: 'APP', region: 'eu', custom_launcher_selector: '#chat' });
         call.show();
         call.trackEvent('early', { at: 1 });
         call.onShow(() => {});
         call.showArticle('2');
         await there();
         await arrived('end');",
    )
}

#[test]
fn a_region_that_theirs_does_not_know() -> Result {
    journey(async |site, page| {
        for (given, api_base) in [
            ("region: 'au'", json!("https://api-iam.au.intercom.io")),
            ("api_base: 'https://api-iam.eu.intercom.io'", json!("https://api-iam.eu.intercom.io")),
        ] {
            let program = format!("Intercom({{ app_id: 'APP', {given} }}); await there();");
            let (theirs, ours) = both(site, page, &program).await?;
            assert_ne!(theirs[0][1]["api_base"], api_base, "theirs is right now");
            assert_eq!(ours[0][1]["api_base"], api_base);
        }
        let program = "Intercom({ app_id: 'APP', region: 'ap' }); await there();";
        let (theirs, ours) = both(site, page, program).await?;
        assert_eq!(ours, theirs);
        assert_eq!(ours[0][1]["api_base"], "https://api-iam.au.intercom.io");
        Ok(())
    })
}

#[test]
fn rendering_again_tells_only_what_has_changed() -> Result {
    journey(async |site, page| {
        let program = "const render = (plan) => Intercom({ app_id: 'APP', user_id: 'u1', plan, company: { company_id: '7' } });
             render('gold');
             await there();
             for (let at = 0; at < 25; at += 1) render('gold');
             await arrived('same');
             window.before = calls('update', 'reattach_activator').length;
             render('silver');
             await until(() => calls('update').some(({ args }) => args[0].plan === 'silver'));";
        let (theirs, ours) = both(site, page, program).await?;
        assert!(theirs.as_array().unwrap().len() > 50, "theirs is right now: {theirs}");
        let ours = ours.as_array().unwrap();
        let methods: Vec<_> = ours.iter().map(|call| call[0].as_str().unwrap()).collect();
        assert_eq!(methods, ["boot", "trackEvent", "update"]);
        assert_eq!(ours[2][1], json!({ "plan": "silver" }));
        Ok(())
    })
}

#[test]
fn a_start_after_a_shutdown_starts() -> Result {
    journey(async |site, page| {
        let program =
            "Intercom({ app_id: 'APP', region: 'eu', user_id: 'u1', name: 'Ada', alignment: 'left' });
             await there();
             call.shutdown();
             await until(() => calls('shutdown').length);
             Intercom({ app_id: 'APP', region: 'eu', user_id: 'u2' });
             await until(() => __standInMessenger.session, 1000);";
        let (theirs, _) = both(site, page, program).await?;
        assert_eq!(theirs.as_array().unwrap().last().unwrap()[0], "update", "theirs is right now");
        assert_eq!(page.run::<Value>("return __standInMessenger.session.userId").await?, "u2");

        let program = program.replace(
            "Intercom({ app_id: 'APP', region: 'eu', user_id: 'u2' })",
            "call.boot({ app_id: 'APP' })",
        );
        let (theirs, ours) = both(site, page, &program).await?;
        assert_eq!(theirs.as_array().unwrap().last().unwrap(), &json!(["boot", { "app_id": APP }]));
        // The region and the look are kept, the user is not; the original keeps them in window.intercomSettings.
        let boot = json!({ "app_id": APP, "api_base": "https://api-iam.eu.intercom.io", "alignment": "left",
                           "installation_type": "npm-package" });
        assert_eq!(ours.as_array().unwrap().last().unwrap(), &json!(["boot", boot]));
        assert_eq!(page.run::<Value>("return __standInMessenger.session.kind").await?, "visitor");
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn unsigned_identity_works_and_warns_once() -> Result {
    journey(async |site, page| {
        open(site, page, "our").await?;
        let program = format!(
            "Intercom({{ app_id: '{APP}', user_id: 'u1' }});
             await there();
             call.update({{ email: 'ada@example.com' }});
             await until(() => calls('update').length);
             call.shutdown();
             call.boot({{ app_id: '{APP}', user_id: 'u2' }});
             await until(() => calls('boot').length === 2);"
        );
        run(page, &program).await?;
        let warnings: Vec<_> =
            page.console().await?.into_iter().filter(|line| line.starts_with("warn")).collect();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("anyone can impersonate"));
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn a_token_takes_the_place_of_what_stands_beside_it() -> Result {
    journey(async |site, page| {
        open(site, page, "our").await?;
        let (ada, grace) = (site.token("ada")?, site.token("grace")?);
        let newer = site.sign(&json!({ "user_id": ADA, "exp": 4_000_000_000_u32 }))?;
        let begin = format!(
            "Intercom({{ app_id: '{APP}', intercom_user_jwt: '{ada}', user_id: 'x', email: 'x@example.com', phone: '1',
               user_hash: 'h', plan: 'gold' }});
             await there();"
        );
        run(page, &begin).await?;
        is_messenger_of(page, ADA).await?;
        let boots = page.widget().calls_of("boot").await?;
        for name in ["user_id", "email", "phone", "user_hash"] {
            assert_eq!(boots[0].arg(name), None, "{name}");
        }
        assert_eq!(boots[0].arg("plan"), Some(&json!("gold")));

        // A newer token of the same user continues the session.
        let refresh = format!(
            "call.update({{ intercom_user_jwt: '{newer}' }});
             await until(() => calls('boot').length === 2);"
        );
        run(page, &refresh).await?;
        is_messenger_of(page, ADA).await?;
        assert_eq!(page.widget().calls_of("shutdown").await?, []);

        // Another user's token starts another session, without data of the last one.
        let switch = format!(
            "Intercom({{ app_id: '{APP}', intercom_user_jwt: '{grace}', name: 'Grace' }});
             await until(() => calls('boot').length === 3);"
        );
        run(page, &switch).await?;
        is_messenger_of(page, GRACE).await?;
        let boot = page.widget().calls_of("boot").await?.pop().unwrap();
        assert_eq!((boot.arg("plan"), boot.arg("name")), (None, Some(&json!("Grace"))));
        assert_eq!(page.console().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn another_user_s_token_is_used_while_the_widget_loads() -> Result {
    journey(async |site, page| {
        open(site, page, "our").await?;
        site.faults().widget(WidgetFault::Slow { ms: 500 });
        let program = format!(
            "Intercom({{ app_id: '{APP}', intercom_user_jwt: '{}' }});
             await until(() => document.querySelector('script[src*=\"/widget/\"]'));
             Intercom({{ app_id: '{APP}', intercom_user_jwt: '{}' }});
             await there();
             await arrived('end');",
            site.token("ada")?,
            site.token("grace")?,
        );
        run(page, &program).await?;
        is_messenger_of(page, GRACE).await?;
        let boots = site.pings("boot").into_iter().map(|ping| ping.user_id).collect::<Vec<_>>();
        assert_eq!(boots, [Some(GRACE.to_owned())], "booted as");
        assert_eq!(page.console().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn our_own_options_may_stand_beside_theirs() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page, "our").await?;
        let program = format!(
            "Intercom({{ app_id: '{APP}', jwtUrl: '{JWT_URL}', whenSignedOut: 'error', email: 'x@example.com' }});
             await there();"
        );
        run(page, &program).await?;
        is_messenger_of(page, ADA).await?;
        // After a sign-out the endpoint is asked again, with the same options, for the user.
        run(page, "call.shutdown(); await until(() => __standInMessenger.session === null);").await?;
        page.sign_in("grace").await?;
        run(page, &format!("call.boot({{ app_id: '{APP}' }}); await there();")).await?;
        is_messenger_of(page, GRACE).await?;
        assert_eq!(page.console().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn a_failure_goes_to_the_console_with_its_mend_and_nothing_is_unhandled() -> Result {
    journey(async |site, page| {
        open(site, page, "our").await?;
        let all = "for (const name of Object.keys(sdk)) {
               if (!/^(Intercom|default|boot|shutdown|on.*)$/.test(name) && sdk[name]('1') !== undefined) throw new Error(name);
             }
             await until(() => __seen.console.filter((line) => line.includes('not_booted')).length >= 17);
             if (Intercom({ app_id: 'a b' }) !== undefined) throw new Error('Intercom()');
             await until(() => __seen.console.some((line) => line.includes('invalid_app_id')));
             call.boot();
             Intercom();
             await until(() => __seen.console.some((line) => line.startsWith('warn')));";
        run(page, all).await?;
        let console = page.console().await?;
        assert!(console.iter().any(|line| line.contains("Copy it from Intercom")), "{console:?}");
        assert!(console.iter().any(|line| line.contains("Call boot() first")), "{console:?}");
        assert_eq!(page.uncaught().await?, [""; 0]);
        // The next call works after any failure.
        run(page, &format!("Intercom({{ app_id: '{APP}' }}); await there();")).await?;
        assert_eq!(page.uncaught().await?, [""; 0]);
        Ok(())
    })
}
