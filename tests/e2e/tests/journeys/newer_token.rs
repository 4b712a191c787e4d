//! Tokens that a page provides, a new one for each render.

use e2e::{APP, Document, JWT_URL, Result, journey};

use crate::checks::{ADA, is_messenger_of, phases};

/// A token of the signed-in user, issued now; two of the same second are equal.
const MINT: &str = "const mint = async () => {
  await later(1010);
  return (await (await fetch('/api/messenger-token')).json()).token;
};";

#[test]
fn a_token_for_each_render_neither_ends_the_session_nor_costs_a_call() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        let [cookies, after, first, last] = page
            .run::<[String; 4]>(&format!(
                "{MINT}
                 const {{ boot, state, update }} = await api();
                 const render = async () => boot({{ appId: '{APP}', jwt: await mint(), settings: {{ plan: 'pro' }} }});
                 await render();
                 await until(() => state().live);
                 const [cookies, first] = [document.cookie, state().tokenExpiresAt];
                 for (let at = 0; at < 3; at += 1) await render();
                 if (state().tokenExpiresAt !== first) throw new Error('the Messenger was told');
                 await update({{ plan: 'free' }});
                 return [cookies, document.cookie, String(first), String(state().tokenExpiresAt)]"
            ))
            .await?;
        assert_eq!(page.widget().methods().await?, ["boot", "update"]);
        assert_eq!(cookies, after);
        assert!(last.parse::<i64>()? >= first.parse::<i64>()? + 3_000, "the update carries the newest token");
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn so_it_is_for_a_script_tag_of_each_visit_and_for_what_replaces_intercoms_package() -> Result {
    journey(async |site, page| {
        let tag = "<script type=\"module\" src=\"/e2e/our-sdk.js\"></script>";
        site.publish("/e2e/visits.html", Document::new().body(tag));
        page.sign_in("ada").await?;
        page.open("/e2e/visits.html").await?;
        page.run::<()>(&format!(
            "{MINT}
             await until(() => window.sdk);
             const app_id = '{APP}';
             sdk.Intercom({{ app_id, intercom_user_jwt: await mint() }});
             await until(() => window.__standInMessenger?.session?.accepted);
             sdk.Intercom({{ app_id, intercom_user_jwt: await mint() }});
             sdk.boot({{ app_id, intercom_user_jwt: await mint() }});
             sdk.update({{ intercom_user_jwt: await mint(), plan: 'pro' }});
             await until(() => __standInMessenger.calls.some(({{ method }}) => method === 'update'))"
        ))
        .await?;
        assert_eq!(page.widget().methods().await?, ["boot", "update"]);
        is_messenger_of(page, ADA).await?;
        page.open(e2e::LOADER_PAGE).await?;
        page.run::<()>(&format!(
            "{MINT}
             for (let visit = 0; visit < 3; visit += 1) {{
               const tag = document.createElement('script');
               tag.src = '/dist/auto.js';
               Object.assign(tag.dataset, {{ appId: '{APP}', jwt: await mint() }});
               document.body.append(tag);
               await new Promise((resolve) => (tag.onload = resolve));
               await until(() => IntercomMessenger.state().phase === 'active');
             }}
             await IntercomMessenger.show()"
        ))
        .await?;
        assert_eq!(phases(page).await?, ["boot"]);
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_new_token_is_told_by_update_where_that_is_wanted() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.boot(format!("{{ appId: '{APP}', jwtUrl: '{JWT_URL}', refreshWith: 'update' }}")).await??;
        page.run::<()>("await later(1010)").await?;
        page.refresh_token().await??;
        assert_eq!(page.widget().methods().await?, ["boot", "update"]);
        is_messenger_of(page, ADA).await
    })
}
