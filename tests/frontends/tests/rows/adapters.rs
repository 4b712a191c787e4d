//! The adapters' promises, tested on separate pages: `tests/frontends/adapters`.

mod sessions;

use anyhow::ensure;
use e2e::{Page, Result, Site, journey};
use frontends::built;
use sessions::{
    a_fragment_is_a_route_to_a_router_that_reports_it,
    a_visitor_who_signs_in_is_booted_once_and_told_the_new_settings,
    an_open_messenger_stays_open_when_its_user_becomes_known, leaving_a_page_ends_no_other_tab_s_messenger,
    other_tabs_follow_the_user, settings_are_mended_and_removed, the_last_one_to_leave_ends_the_session,
};

const ADA: &str = "user-ada-1815";
const GRACE: &str = "user-grace-1906";

/// Opens an adapter's page as Ada, or signed out.
fn on_page(adapter: &str, ada: bool, steps: impl AsyncFnOnce(&Site, &Page) -> Result) -> Result {
    let files = built(&format!("{adapter}/adapter"))?;
    journey(async |site, page| {
        let origin = site.serve(&files).await?;
        if ada {
            page.sign_in("ada").await?;
        }
        page.open(&format!("{origin}/")).await?;
        page.wait_for("window.adapter").await?;
        steps(site, page).await?;
        let mistakes = page.widget().mistakes().await?;
        ensure!(mistakes.is_empty(), "{mistakes:?}");
        println!("adapter: {adapter}");
        Ok(())
    })
}

/// Mounts the application, or renders it again, with these options.
async fn render(page: &Page, options: &str) -> Result {
    page.run(&format!("adapter.render({options})")).await
}

/// Waits until the page and the Messenger's API name this user.
async fn is_for(page: &Page, who: &str) -> Result {
    page.wait_for(&format!("document.querySelector('#who')?.textContent === '{who}'")).await?;
    page.widget().session().await.map(drop)
}

/// Number of the Messenger's calls by method.
async fn calls<const N: usize>(page: &Page, methods: [&str; N]) -> Result<[usize; N]> {
    let called = page.widget().methods().await?;
    Ok(methods.map(|method| called.iter().filter(|call| *call == method).count()))
}

const ALL: [&str; 3] = ["boot", "update", "shutdown"];

/// As in development, where React mounts everything twice.
fn boots_once(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        render(page, "{ ownToken: false }").await?;
        is_for(page, ADA).await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 0, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        Ok(())
    })
}

fn renders_anew_in_silence(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        let options = "{ ownToken: true, user: 'ada', settings: { alignment: 'left', company: { id: 7 } } }";
        render(page, options).await?;
        is_for(page, ADA).await?;
        for _ in 0..5 {
            render(page, options).await?;
        }
        // An update by either of them would arrive with this one, or before it.
        render(page, &options.replace("'left'", "'right'")).await?;
        page.wait_for("__standInMessenger.calls.some(({ method }) => method === 'update')").await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 1, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        let sent = page.widget().calls_of("update").await?;
        let sent: Vec<_> = sent.iter().map(|call| (call.arg("alignment"), call.arg("company"))).collect();
        ensure!(sent == [(Some(&"right".into()), None)], "{sent:?}");
        Ok(())
    })
}

fn follows_the_user(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        page.sign_in("grace").await?;
        render(page, "{ user: 'grace' }").await?;
        is_for(page, GRACE).await?;
        page.sign_out().await?;
        render(page, "{ user: null }").await?;
        is_for(page, "visitor").await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [3, 0, 2] && asked == 3, "{called:?}, and {asked} requests for a token");
        Ok(())
    })
}

/// The application is rendered anyway, and one boot is enough.
fn bears_what_json_cannot_say(adapter: &str) -> Result {
    on_page(adapter, true, async |site, page| {
        let cycle =
            "(() => { const company = { id: 7 }; company.owner = { company }; return { company } })()";
        for odd in [
            "{ user: { id: 7n }, settings: null }",
            "{ user: { id: 7n }, settings: undefined }",
            "{ user: { id: 7n } }",
        ] {
            render(page, odd).await?;
            is_for(page, ADA).await?;
        }
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 0, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        // These are rejected, with a warning on the console.
        page.run::<()>(
            "window.codes = [];
             console.warn = ({ code }) => codes.push(code);
             window.addEventListener('error', ({ message }) => codes.push(message));
             return null",
        )
        .await?;
        for settings in ["{ size: 10n }", cycle] {
            let odd = format!("{{ user: {{ id: 7n }}, settings: {settings} }}");
            render(page, &odd).await?;
            render(page, &odd).await?;
        }
        page.wait_for("codes.length >= 2").await?;
        is_for(page, ADA).await?;
        let (called, codes): (_, Vec<String>) = (calls(page, ALL).await?, page.run("return codes").await?);
        ensure!(called == [1, 0, 0] && codes == ["invalid_settings"; 2], "{called:?}, {codes:?}");
        Ok(())
    })
}

/// The first response names no user, and arrives late.
fn follows_a_user_who_comes_before_the_first_answer(adapter: &str) -> Result {
    on_page(adapter, false, async |_site, page| {
        page.run::<()>(
            "const { fetch } = window;
             const held = new Promise((resolve) => (window.letGo = resolve));
             window.fetch = async (...given) => {
               window.fetch = fetch;
               const answer = await fetch(...given);
               window.isAnswered = true;
               await held;
               return answer;
             };
             return null",
        )
        .await?;
        render(page, "{ user: null }").await?;
        page.wait_for("window.isAnswered").await?;
        page.sign_in("ada").await?;
        render(page, "{ user: 'ada' }").await?;
        page.run::<()>("letGo(); return null").await?;
        is_for(page, ADA).await
    })
}

fn leaves_and_comes_back(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        page.run::<()>("adapter.unmount()").await?;
        page.wait_for("__standInMessenger.session === null").await?;
        // The note of the signed-in user is kept, since there was no sign-out.
        let is_note = |cookie: &String| cookie.starts_with("intercom-messenger-loader");
        let cookies = page.intercom_cookies().await?;
        ensure!(cookies.iter().all(is_note), "{cookies:?} were left");
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        let called = calls(page, ALL).await?;
        ensure!(called == [2, 0, 1], "{called:?}");
        Ok(())
    })
}

/// A user signs out and in again: the adapter sees no other user.
fn boots_again_when_it_is_told_to(adapter: &str) -> Result {
    on_page(adapter, true, async |_site, page| {
        render(page, "{ user: 'ada' }").await?;
        is_for(page, ADA).await?;
        page.run::<()>("await adapter.functions.shutdown()").await?;
        let kind: String = page.run("return (await adapter.functions.boot()).kind").await?;
        ensure!(kind == "user", "booted a {kind}");
        is_for(page, ADA).await?;
        let called = calls(page, ALL).await?;
        ensure!(called == [2, 0, 1], "{called:?}");
        Ok(())
    })
}

fn counts_what_is_unread(adapter: &str) -> Result {
    on_page(adapter, false, async |_site, page| {
        render(page, "{}").await?;
        is_for(page, "visitor").await?;
        let reply = async || page.run::<()>("__standInMessenger.reply('Hello')").await;
        let unread = |count| format!("document.querySelector('#unread')?.textContent === '{count}'");
        for count in [1, 2] {
            reply().await?;
            page.wait_for(&unread(count)).await?;
        }
        // A third message arrives while the count is not rendered.
        render(page, "{ hidden: true }").await?;
        page.wait_for("!document.querySelector('#unread')").await?;
        reply().await?;
        render(page, "{}").await?;
        page.wait_for(&unread(3)).await?;
        Ok(())
    })
}

/// The example itself: it is built for production, and its page has neither zones nor a compiler.
#[test]
fn angular_boots_once_without_zones() -> Result {
    let files = built("angular")?;
    journey(async |site, page| {
        let origin = site.serve(&files).await?;
        page.sign_in("ada").await?;
        page.open(&format!("{origin}/")).await?;
        is_for(page, ADA).await?;
        let (called, asked) = (calls(page, ALL).await?, site.log().token_count);
        ensure!(called == [1, 0, 0] && asked == 1, "{called:?}, and {asked} requests for a token");
        ensure!(!page.run::<bool>("return 'Zone' in window").await?, "the page has zones");
        Ok(())
    })
}

macro_rules! adapters {
    ($($adapter:ident)*) => {$(
        mod $adapter {
            use super::Result;

            #[test]
            fn boots_once() -> Result {
                super::boots_once(stringify!($adapter))
            }

            #[test]
            fn renders_anew_in_silence() -> Result {
                super::renders_anew_in_silence(stringify!($adapter))
            }

            #[test]
            fn follows_the_user() -> Result {
                super::follows_the_user(stringify!($adapter))
            }

            #[test]
            fn bears_what_json_cannot_say() -> Result {
                super::bears_what_json_cannot_say(stringify!($adapter))
            }

            #[test]
            fn follows_a_user_who_comes_before_the_first_answer() -> Result {
                super::follows_a_user_who_comes_before_the_first_answer(stringify!($adapter))
            }

            #[test]
            fn leaves_and_comes_back() -> Result {
                super::leaves_and_comes_back(stringify!($adapter))
            }

            #[test]
            fn boots_again_when_it_is_told_to() -> Result {
                super::boots_again_when_it_is_told_to(stringify!($adapter))
            }

            #[test]
            fn other_tabs_follow_the_user() -> Result {
                super::other_tabs_follow_the_user(stringify!($adapter))
            }

            #[test]
            fn leaving_a_page_ends_no_other_tab_s_messenger() -> Result {
                super::leaving_a_page_ends_no_other_tab_s_messenger(stringify!($adapter))
            }

            #[test]
            fn an_open_messenger_stays_open_when_its_user_becomes_known() -> Result {
                super::an_open_messenger_stays_open_when_its_user_becomes_known(stringify!($adapter))
            }

            #[test]
            fn a_visitor_who_signs_in_is_booted_once_and_told_the_new_settings() -> Result {
                super::a_visitor_who_signs_in_is_booted_once_and_told_the_new_settings(stringify!($adapter))
            }

            #[test]
            fn the_last_one_to_leave_ends_the_session() -> Result {
                super::the_last_one_to_leave_ends_the_session(stringify!($adapter))
            }

            #[test]
            fn settings_are_mended_and_removed() -> Result {
                super::settings_are_mended_and_removed(stringify!($adapter))
            }

            #[test]
            fn a_fragment_is_a_route_to_a_router_that_reports_it() -> Result {
                super::a_fragment_is_a_route_to_a_router_that_reports_it(stringify!($adapter))
            }

            #[test]
            fn counts_what_is_unread() -> Result {
                super::counts_what_is_unread(stringify!($adapter))
            }
        }
    )*};
}

adapters!(react vue);
