//! A Messenger that is already on the page, in every engine.

use e2e::{APP, Document, JWT_URL, Result, journey_cross_browser};

use crate::{
    adoption::{SNIPPET, is_adas},
    checks::options,
};

#[test]
fn the_classic_snippet_beside_a_boot_while_the_page_loads() -> Result {
    journey_cross_browser(async |site, page| {
        let boot = format!(
            "<script type=\"module\">import {{ boot }} from '/dist/index.js';
             window.boot = boot({{ appId: '{APP}', jwtUrl: '{JWT_URL}' }});</script>"
        );
        let settings = format!("window.intercomSettings = {{ app_id: '{APP}' }};");
        let document = Document::new().script(&settings).script(SNIPPET).with_loader().head(&boot);
        site.publish("/e2e/snippet.html", document);
        page.sign_in("ada").await?;
        page.open("/e2e/snippet.html").await?;
        page.run::<()>("await until(() => window.boot); await window.boot").await?;
        is_adas(page).await
    })
}

#[test]
fn a_messenger_that_lives_already_is_shut_down_and_booted_as_the_user() -> Result {
    journey_cross_browser(async |site, page| {
        let settings = format!("window.intercomSettings = {{ app_id: '{APP}' }};");
        site.publish("/e2e/live.html", Document::new().script(&settings).script(SNIPPET).with_loader());
        page.sign_in("ada").await?;
        page.open("/e2e/live.html").await?;
        assert_eq!(page.widget().session().await?.unwrap().kind, "visitor");
        page.boot(options()).await??;
        is_adas(page).await?;
        let boots = page.widget().calls_of("boot").await?;
        assert_eq!(boots.iter().map(|boot| boot.own).collect::<Vec<_>>(), [true, false]);
        page.shutdown().await?;
        assert_eq!(page.widget().session().await?, None);
        Ok(())
    })
}
