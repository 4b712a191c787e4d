//! Pages whose policy is exactly that of `cspDirectives`.

use std::collections::BTreeMap;

use e2e::{Document, Page, Result, Site, journey};
use serde_json::{Value, json};

use crate::checks::{ADA, has_code, is_messenger_of, options_with};

/// Records violations of a page's policy.
const WATCH: &str = "window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      violations.push(`${effectiveDirective} ${blockedURI}`);
    });";

/// One request of each kind, to `https://<host>/`; each ends when it has failed, by a violation or otherwise.
const PROBES: &str = "const ended = (target, ...events) =>
      new Promise((resolve) => events.forEach((event) => target.addEventListener(event, resolve)));
    const put = (name, fields) => {
      const element = Object.assign(document.createElement(name), fields);
      const end = ended(element, 'load', 'error');
      document.body.append(element);
      return end;
    };
    const probes = {
      'connect-src': (url) =>
        url.startsWith('wss') ? ended(new WebSocket(url), 'close', 'error') : fetch(url, { mode: 'no-cors' }).catch(() => {}),
      'img-src': (src) => put('img', { src }),
      'media-src': (src) => ended(new Audio(src), 'error'),
      'font-src': (url) => new FontFace('probe', `url(${url})`).load().catch(() => {}),
      'frame-src': (src) => put('iframe', { src }),
      'script-src-elem': (src) => put('script', { src }),
    };";

type Directives = BTreeMap<String, Vec<String>>;

async fn directives(page: &Page, options: &Value) -> Result<Directives> {
    page.run(&format!("return (await api(), server).cspDirectives({options})")).await
}

fn options_for(region: &str) -> Value {
    options_with(&json!({ "region": region, "nonce": "n0nce" }))
}

/// Opens a page with the head's tags under a policy of only these directives, with Ada signed in.
async fn open(site: &Site, page: &Page, directives: &Directives, options: &Value) -> Result {
    let mut policy = String::from("default-src 'none'");
    for (name, sources) in directives {
        policy = format!("{policy}; {name} {}", sources.join(" "));
    }
    let tags: String = page.run(&format!("return (await api(), server).preloadTags({options})")).await?;
    let document = Document::new().nonce("n0nce").policy(policy).script(WATCH).head(&tags).with_loader();
    site.publish("/e2e/directives.html", document);
    page.sign_in("ada").await?;
    page.open("/e2e/directives.html").await
}

async fn violations(page: &Page) -> Result<Vec<String>> {
    page.run("return violations").await
}

/// Sends requests of all kinds to all hosts, and returns the forbidden ones.
async fn probe(page: &Page, urls: &Value) -> Result<Vec<String>> {
    // The last of each kind is never allowed: once its violation is reported, so are those before it.
    page.run(&format!(
        "{PROBES}
         const urls = {urls};
         const before = violations.length;
         const last = (kind) => `https://${{kind}}.forbidden.example/`;
         await Promise.all(Object.keys(urls).flatMap((kind) =>
           [...urls[kind], last(kind)].map((url) => probes[kind](url))));
         const told = () => Object.keys(urls).every((kind) =>
           violations.slice(before).some((violation) => violation.startsWith(kind) && last(kind).startsWith(violation.split(' ')[1])));
         if (!(await until(told))) throw new Error(`not all were told: ${{violations}}`);
         return violations.slice(before).filter((violation) => !violation.includes('forbidden.example'))"
    ))
    .await
}

/// Resources of a region's Messenger beside the script and the ping, by Intercom's own list.
fn needs(region: &str) -> Value {
    let (part, files, assets, sockets) = match region {
        "us" => ("", "intercomcdn.com", "static.intercomassets.com", "nexus-websocket-a"),
        "eu" => ("eu.", "intercomcdn.eu", "static.intercomassets.eu", "nexus-europe-websocket"),
        _ => ("au.", "au.intercomcdn.com", "static.au.intercomassets.com", "nexus-australia-websocket"),
    };
    // `downloads.au.intercomcdn.com`, and so on.
    let file = |name: &str| format!("https://{name}.{files}/a");
    json!({
        "connect-src": [
            format!("https://api.{part}intercom.io/a"), "https://via.intercom.io/a", "https://api-ping.intercom.io/a",
            file("uploads"), "https://uploads.intercomusercontent.com/a", "https://a.intercom-messenger.com/a",
            format!("wss://{sockets}.intercom.io/a"), format!("https://{sockets}.intercom.io/a"),
            "wss://a.intercom-messenger.com/a",
        ],
        "img-src": [
            "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "https://js.intercomcdn.com/a", file("downloads"),
            format!("https://{assets}/a"), "https://gifs.intercomcdn.com/a", "https://video-messages.intercomcdn.com/a",
            format!("https://messenger-apps.{part}intercom.io/a"), "https://uploads.intercomusercontent.com/a",
        ],
        "media-src": ["https://js.intercomcdn.com/a", file("downloads")],
        "font-src": ["https://js.intercomcdn.com/a", "https://fonts.intercomcdn.com/a"],
        "frame-src": ["https://intercom-sheets.com/a", "https://www.intercom-reporting.com/a", "https://www.youtube.com/a",
            "https://player.vimeo.com/a", "https://fast.wistia.net/a"],
        "script-src-elem": ["https://js.intercomcdn.com/a"],
    })
}

/// The region's Messenger boots and may load all its resources; those of another region alone are forbidden.
fn boots_without_a_violation(region: &str, other: &str) -> Result {
    journey(async |site, page| {
        let options = options_for(region);
        open(site, page, &directives(page, &options).await?, &options).await?;
        page.boot(&options).await??;
        is_messenger_of(page, ADA).await?;
        let log = site.log();
        assert_eq!((log.token_count, log.widget_count), (1, 1), "a tag was forbidden or not used");
        assert_eq!(probe(page, &needs(region)).await?, [""; 0]);
        // Styles of the Messenger itself.
        page.run::<()>(
            "document.head.append(document.createElement('style')); document.body.style.color = 'red'",
        )
        .await?;
        assert_eq!(violations(page).await?.iter().filter(|one| one.starts_with("style")).count(), 0);
        let forbidden = probe(page, &needs(other)).await?;
        for kind in ["connect-src", "img-src", "media-src"] {
            assert!(
                forbidden.iter().any(|one| one.starts_with(kind)),
                "{other}'s {kind} is allowed: {forbidden:?}"
            );
        }
        Ok(())
    })
}

#[test]
fn in_the_us() -> Result {
    boots_without_a_violation("us", "eu")
}

#[test]
fn in_the_eu() -> Result {
    boots_without_a_violation("eu", "au")
}

#[test]
fn in_australia() -> Result {
    boots_without_a_violation("au", "us")
}

#[test]
fn without_one_of_them_it_does_not_work() -> Result {
    journey(async |site, page| {
        let options = options_for("eu");
        let all = directives(page, &options).await?;
        for (name, code) in [("script-src", "wasm_blocked_by_csp"), ("connect-src", "endpoint_unreachable")] {
            let mut fewer = all.clone();
            fewer.remove(name);
            if name == "script-src" {
                // The page's own scripts still run.
                fewer.insert(name.to_owned(), vec!["'nonce-n0nce'".to_owned()]);
            }
            open(site, page, &fewer, &options).await?;
            has_code(&page.boot(&options).await?.unwrap_err(), code);
            assert!(violations(page).await?.iter().any(|one| one.starts_with(name)), "{name}");
            page.open(e2e::LOADER_PAGE).await?;
        }
        for name in ["img-src", "media-src", "font-src", "frame-src"] {
            let mut fewer = all.clone();
            fewer.remove(name);
            open(site, page, &fewer, &options).await?;
            let mut urls = needs("eu");
            urls.as_object_mut().unwrap().retain(|kind, _| kind == name);
            assert!(!probe(page, &urls).await?.is_empty(), "{name}");
            page.open(e2e::LOADER_PAGE).await?;
        }
        Ok(())
    })
}
