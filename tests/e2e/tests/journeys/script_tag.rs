//! The script tag and its attributes, in every way that a page can load it.

use e2e::{APP, Document, JWT_URL, Page, Result, Session, Site, WidgetFault, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, is_messenger_of, is_messenger_of_a_visitor};

/// Opens a page whose head ends with this tag; `…` stands for the attributes that every tag has.
pub(crate) async fn open(site: &Site, page: &Page, tag: &str) -> Result {
    let tag = tag.replace('…', "src=\"/dist/auto.js\"");
    site.publish("/e2e/tag.html", Document::new().head(&tag));
    page.open("/e2e/tag.html").await
}

pub(crate) async fn is_active(page: &Page) -> Result {
    page.wait_for("IntercomMessenger.state().phase === 'active'").await
}

#[test]
fn every_way_of_loading_it_works() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let attributes = format!("data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"");
        for kind in ["", "async", "defer", "type=\"module\""] {
            open(site, page, &format!("<script {kind} … {attributes}></script>")).await?;
            is_active(page).await?;
            is_messenger_of(page, ADA).await?;
        }
        Ok(())
    })
}

#[test]
fn a_tag_that_a_script_inserts_works() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let insert = format!(
            "<script>const tag = document.createElement('script'); tag.src = '/dist/auto.js';
             tag.dataset.appId = '{APP}'; tag.dataset.jwtUrl = '{JWT_URL}'; document.head.append(tag);</script>"
        );
        open(site, page, &insert).await?;
        is_active(page).await?;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_manual_tag_only_loads() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        open(site, page, &format!("<script … data-manual data-app-id=\"{APP}\"></script>")).await?;
        let functions: Vec<String> =
            page.run("return Object.keys(await api()).filter((name) => name !== 'MessengerError')").await?;
        for function in ["boot", "shutdown", "routeUpdate", "refreshToken", "state", "on"] {
            assert!(functions.contains(&function.to_owned()), "{function} is missing: {functions:?}");
        }
        assert_eq!(page.state().await?.phase, "idle");
        assert_eq!(
            page.run::<Value>("return [typeof Intercom, (await api()).state().appId]").await?,
            json!(["undefined", null])
        );
        let session = page.boot(json!({ "appId": APP, "jwtUrl": JWT_URL })).await??;
        assert_eq!(Some(session), Session::of("ada"));
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_misspelt_attribute_is_named_on_the_console() -> Result {
    journey(async |site, page| {
        let wrong = [
            ("data-appid=\"standin1\"", "did you mean appId"),
            ("data-app-id=\"standin1\" data-jwturl=\"/x\"", "did you mean jwtUrl"),
            ("data-app-id=\"not an id\"", "letters and digits"),
            ("data-app-id=\"standin1\" data-region=\"mars\"", "no such region"),
            ("data-app-id=\"standin1\" data-timeout-ms=\"soon\"", "timeoutMs"),
            ("data-app-id=\"standin1\" data-settings=\"{\"", "valid JSON"),
            ("data-app-id=\"standin1\" data-jwt-ulr=\"/x\"", "did you mean jwtUrl"),
            ("data-app-id=\"standin1\" data-regoin=\"eu\"", "did you mean region"),
            ("data-app-id=\"standin1\" data-setings=\"{}\"", "did you mean settings"),
            ("", "auto.js?app-id="),
            ("data-jwt-url=\"/x\"", "a tag manager"),
        ];
        for (attributes, word) in wrong {
            open(site, page, &format!("<script … {attributes}></script>")).await?;
            page.wait_for("__seen.console.length").await?;
            let console = page.console().await?;
            assert!(
                console[0].starts_with("error") && console[0].contains(word),
                "{attributes}: {console:?}"
            );
            assert_eq!(page.uncaught().await?, [""; 0], "{attributes}");
            assert_eq!(page.state().await?.phase, "idle", "{attributes}");
        }
        Ok(())
    })
}

#[test]
fn a_failure_is_said_on_the_console_and_a_later_boot_works() -> Result {
    journey(async |site, page| {
        site.faults().widget(WidgetFault::Html);
        open(site, page, &format!("<script … data-app-id=\"{APP}\"></script>")).await?;
        page.wait_for("__seen.console.length").await?;
        assert!(page.console().await?[0].contains("widgetUrl"), "the hint is there");
        assert_eq!(page.uncaught().await?, [""; 0]);
        site.faults().reset();
        page.boot(json!({ "appId": APP })).await??;
        is_messenger_of_a_visitor(page).await
    })
}

/// Every script on the page, and every saved copy of it, contains its markup.
#[test]
fn a_token_does_not_stay_in_the_tag() -> Result {
    journey(async |site, page| {
        let token = site.token("ada")?;
        let left =
            "return [...document.querySelectorAll('script')].some((tag) => tag.outerHTML.includes('eyJ'))";
        for kind in ["", "type=\"module\""] {
            open(
                site,
                page,
                &format!("<script {kind} … data-app-id=\"{APP}\" data-jwt=\"{token}\"></script>"),
            )
            .await?;
            is_active(page).await?;
            is_messenger_of(page, ADA).await?;
            assert!(!page.run::<bool>(left).await?, "{kind}");
        }
        for refused in ["data-jwt-url=\"/x\"", "data-regoin=\"eu\"", "data-j-w-t=\"x\""] {
            let tag = format!("<script … data-app-id=\"{APP}\" {refused} data-jwt=\"{token}\"></script>");
            open(site, page, &tag).await?;
            page.wait_for("window.IntercomMessenger").await?;
            assert!(!page.run::<bool>(left).await?, "{refused}");
        }
        Ok(())
    })
}

#[test]
fn two_tags_make_one_messenger() -> Result {
    journey(async |site, page| {
        let tag = format!("<script … data-app-id=\"{APP}\"></script>");
        open(site, page, &format!("{tag}{tag}")).await?;
        is_active(page).await?;
        is_messenger_of_a_visitor(page).await?;
        assert_eq!(page.widget().calls_of("boot").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_nonce_is_taken_over_to_the_messengers_script() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let tag = format!(
            "<script nonce=\"n0nce\" src=\"/dist/auto.js\" data-app-id=\"{APP}\" data-jwt-url=\"{JWT_URL}\"></script>"
        );
        let policy = "script-src 'nonce-n0nce' 'wasm-unsafe-eval'";
        site.publish("/e2e/nonce.html", Document::new().nonce("n0nce").policy(policy).head(&tag));
        page.open("/e2e/nonce.html").await?;
        is_active(page).await?;
        is_messenger_of(page, ADA).await
    })
}

/// Tag managers insert a tag of their own, with the address and no other attributes.
#[test]
fn a_tag_whose_attributes_were_taken_away_says_them_in_its_address() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let query =
            format!("v=3&app-id={APP}&jwt-url={}&region=eu&sync-tabs=false", JWT_URL.replace('/', "%2F"));
        let insert = format!(
            "<script>const tag = document.createElement('script'); tag.src = '/dist/auto.js?{query}'; document.head.append(tag);</script>"
        );
        for tag in [insert, format!("<script type=\"module\" src=\"/dist/auto.js?{query}\"></script>")] {
            open(site, page, &tag).await?;
            is_active(page).await?;
            is_messenger_of(page, ADA).await?;
            assert_eq!(page.run::<String>("return IntercomMessenger.state().region").await?, "eu");
        }
        Ok(())
    })
}

#[test]
fn an_attribute_counts_before_the_address_and_a_token_there_does_not_count() -> Result {
    journey(async |site, page| {
        let token = site.token("ada")?;
        let src = format!("/dist/auto.js?app-id=other&region=eu&jwt={token}");
        open(site, page, &format!("<script src=\"{src}\" data-app-id=\"{APP}\"></script>")).await?;
        is_active(page).await?;
        is_messenger_of_a_visitor(page).await?;
        assert_eq!(
            page.run::<Value>("const { appId, region } = IntercomMessenger.state(); return [appId, region]")
                .await?,
            json!([APP, "eu"])
        );
        open(site, page, &format!("<script src=\"/dist/auto.js?app-id={APP}&manual\"></script>")).await?;
        assert_eq!(page.state().await?.phase, "idle");
        Ok(())
    })
}
