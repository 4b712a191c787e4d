//! Pages without a build: the installed files, from a static server.

use e2e::{Document, journey};
use packaging::{Project, Result, boots_as_ada, built};

/// Path of the installed package on the server.
const AUTO: &str = "/node_modules/intercom-messenger-loader/auto.js";

/// Writes the booted user to the page, which the tag itself does not do, as the other rows' pages do.
const WHO: &str = "<p id=\"who\">…</p>";

fn say_who(nonce: &str) -> String {
    format!(
        "<script{nonce}>
           const who = setInterval(() => {{
             const {{ session }} = window.IntercomMessenger?.state() ?? {{}};
             if (session) document.querySelector('#who').textContent = session.userId ?? session.kind;
             if (session) clearInterval(who);
           }}, 10);
         </script>"
    )
}

/// Opens a page with this tag, without its file name and options, and optionally with a policy and a nonce.
fn tag(row: &str, tag: &str, policy: Option<&str>) -> Result {
    let project = Project::take("plain")?;
    journey(async |site, page| {
        let origin = site.serve(project.folder()).await?;
        let tag = tag.replace(
            '…',
            &format!("src=\"{AUTO}\" data-app-id=\"standin1\" data-jwt-url=\"/api/messenger-token\""),
        );
        let mut document = Document::new();
        let mut nonce = "";
        if let Some(policy) = policy {
            document = document.policy(policy).nonce("n0nce");
            nonce = " nonce=\"n0nce\"";
        }
        site.publish("/e2e/tag.html", document.head(&tag).body(WHO).body(&say_who(nonce)));
        boots_as_ada(row, page, &format!("{origin}/e2e/tag.html")).await
    })
}

#[test]
fn an_es_module_from_a_static_server() -> Result {
    built("ES module, static server", &Project::take("plain")?, "")
}

#[test]
fn a_module_script() -> Result {
    tag("<script type=module>", "<script type=\"module\" …></script>", None)
}

#[test]
fn a_classic_async_script() -> Result {
    tag("<script async>", "<script async …></script>", None)
}

#[test]
fn with_a_nonce_under_strict_dynamic() -> Result {
    let policy = "default-src 'none'; script-src 'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'; \
                  connect-src 'self' https://api-iam.intercom.io; base-uri 'none'; object-src 'none'";
    tag("<script async>, nonce, 'strict-dynamic'", "<script async nonce=\"n0nce\" …></script>", Some(policy))
}

/// The tag finds the JavaScript core in its own directory.
#[test]
fn under_a_policy_that_forbids_web_assembly() -> Result {
    let policy = "default-src 'none'; script-src 'nonce-n0nce' 'strict-dynamic'; \
                  connect-src 'self' https://api-iam.intercom.io; base-uri 'none'; object-src 'none'";
    tag("<script async>, no WebAssembly", "<script async nonce=\"n0nce\" …></script>", Some(policy))
}

#[test]
fn under_trusted_types() -> Result {
    let policy = "require-trusted-types-for 'script'; trusted-types intercom-messenger-loader";
    tag("<script async>, Trusted Types", "<script async …></script>", Some(policy))
}
