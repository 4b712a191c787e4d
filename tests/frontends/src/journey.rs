//! The journey of every example.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use backends::{Backend, Server};
use e2e::{Page, Site, journey};
use packaging::Process;

use crate::{REGION, hook};

const ADA: &str = "user-ada-1815";
const GRACE: &str = "user-grace-1906";

/// Serves an example's built files and runs the journey on them.
///
/// # Errors
/// If anything differs from a user's expectation.
pub fn drive(name: &str, files: &Path) -> Result<()> {
    journey(async |site, page| {
        let origin = site.serve(files).await?;
        go(site, page, &origin).await.with_context(|| name.to_owned())?;
        println!("frontend: {name}");
        Ok(())
    })
}

/// The same with an example that has its own server, which this command starts, given the arguments and a port. It
/// forwards requests to the backend.
///
/// # Errors
/// As [`drive`], and if the server does not start.
pub fn drive_server(name: &str, project: &Path, tool: &str, args: &[&str]) -> Result<()> {
    journey(async |site, page| {
        let (port, backend) = (site.application_port(), site.url(""));
        let (program, number) = (project.join("node_modules/.bin").join(tool), port.to_string());
        let args = [args, &["--port", &number]].concat();
        let mut server = Process::start(project, &program, &args, &[("BACKEND", &backend)])?;
        let origin = server.serves(port).await?;
        let gone = go(site, page, &origin).await;
        gone.with_context(|| format!("{name}, whose server printed\n{}", server.printed()))?;
        println!("frontend: {name}");
        Ok(())
    })
}

/// The same, with a backend of the examples in this folder instead of the site's own.
///
/// # Errors
/// As [`drive_server`], and if the backend does not start.
pub fn drive_with(folder: &Path, backend: &Backend, project: &Path, tool: &str, args: &[&str]) -> Result<()> {
    journey(async |site, page| {
        let port = site.application_port();
        let own = format!("http://localhost:{port}");
        let signs = Server::start_in(folder, backend, &site.secret(), &own)?;
        let (program, number) = (project.join("node_modules/.bin").join(tool), port.to_string());
        let args = [args, &["--port", &number]].concat();
        let mut server = Process::start(project, &program, &args, &[("BACKEND", &signs.origin())])?;
        let origin = server.serves(port).await?;
        let gone = go(site, page, &origin).await;
        gone.with_context(|| {
            let (name, page, own) = (backend.name, server.printed(), signs.printed());
            format!("with {name}, which printed\n{own}\nand the page's server\n{page}")
        })?;
        println!("pair: {} with {}", project.display(), backend.name);
        Ok(())
    })
}

async fn go(site: &Site, page: &Page, origin: &str) -> Result<()> {
    page.open(&format!("{origin}/")).await?;
    is_for(page, None).await.context("a visitor comes")?;
    hook::note(page).await?;

    click(page, "#sign-in-ada").await?;
    is_for(page, Some(ADA)).await.context("Ada signs in")?;

    for (turn, (link, route)) in [("#to-orders", "orders"), ("#to-home", "home")].into_iter().enumerate() {
        click(page, link).await?;
        page.wait_for(&format!("document.querySelector('#route').textContent.includes('{route}')")).await?;
        let told = "__standInMessenger.calls.filter(({ method }) => method === 'update').length";
        page.wait_for(&format!("{told} > {turn}")).await.with_context(|| format!("Ada goes to {route}"))?;
    }

    click(page, "#sign-in-grace").await?;
    is_for(page, Some(GRACE)).await.context("Grace takes her place")?;

    click(page, "#sign-out").await?;
    is_for(page, None).await.context("Grace signs out")?;

    // Any excess update has arrived by now: each boot waited for a response from the Messenger's API.
    let updates = page.widget().calls_of("update").await?;
    ensure!(updates.len() == 2, "two changes of the route were told as {updates:?}");
    ensure!(updates.iter().all(|call| call.arg("last_request_at").is_some()), "{updates:?}");
    left_nothing(page).await?;

    let (boots, region) = (site.pings("boot"), format!("https://api-iam.{REGION}.intercom.io"));
    let hosts: Vec<_> = boots.iter().filter_map(|ping| ping.api_host.as_deref()).collect();
    ensure!(hosts.len() == 4 && hosts.iter().all(|host| region.ends_with(host)), "booted at {hosts:?}");
    ensure!(page.widget().loads().await? == 1, "the Messenger was loaded more than once");

    page.open(&format!("{origin}/")).await?;
    is_for(page, None).await.context("somebody comes back")
}

/// Checks that the last session had ended whenever the server was asked to change the user.
async fn left_nothing(page: &Page) -> Result<()> {
    let moments = hook::moments(page).await?;
    let paths: Vec<_> = moments.iter().map(|moment| moment.path.as_str()).collect();
    ensure!(paths == ["/login", "/login", "/logout"], "the backend was asked for {paths:?}");
    for moment in moments {
        let nothing = moment.session.is_none() && moment.settings.is_none() && moment.cookies.is_empty();
        ensure!(nothing, "the session had not ended before {moment:?}");
    }
    Ok(())
}

/// Checks that the page and the Messenger name the same user, its API has accepted it, and there were no errors.
async fn is_for(page: &Page, user_id: Option<&str>) -> Result<()> {
    let expected = user_id.unwrap_or("visitor");
    let who = "document.querySelector('#who')?.textContent.trim()";
    // A click may have been missed: the last user's name is then still shown.
    if page.wait_for(&format!("{who} === '{expected}'")).await.is_err() {
        let said: Option<String> = page.run(&format!("return {who} ?? null")).await?;
        bail!("#who says {said:?} and not {expected}");
    }
    let widget = page.widget();
    let session = widget.session().await?.context("the Messenger has no session")?;
    ensure!(session.user_id.as_deref() == user_id, "the Messenger's session is {session:?}");
    ensure!(session.accepted == Some(true), "the Messenger's API did not accept {session:?}");
    let mistakes = widget.mistakes().await?;
    ensure!(mistakes.is_empty(), "{mistakes:?}");
    Ok(())
}

/// Clicks an element, or the link in it.
async fn click(page: &Page, selector: &str) -> Result<()> {
    page.run(&format!(
        "const found = document.querySelector('{selector}');
         (found.querySelector('a') ?? found).click()"
    ))
    .await
}
