//! Checks for every row.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use e2e::{Page, journey_within};
use serde_json::Value;

use crate::{Process, Project, process::free_port};

/// The `user_id` of the signed-in user.
pub const ADA: &str = "user-ada-1815";

/// Time limit for an installed row.
const LIMIT: Duration = Duration::from_secs(900);

/// Runs a row whose tool writes files, which are served unchanged from this folder of the project.
///
/// # Errors
/// The errors of [`boots_as_ada`].
pub fn built(row: &str, project: &Project, files: &str) -> Result<()> {
    let folder = project.folder().join(files);
    journey_within(LIMIT, async |site, page| {
        let origin = site.serve(&folder).await?;
        boots_as_ada(row, page, &format!("{origin}/")).await
    })
}

/// Runs a row whose tool serves the page itself. `{port}` in an argument is the port to listen on; the variable
/// `BACKEND` contains the address of the demo's backend, also while it builds with the first arguments.
///
/// # Errors
/// If the tool fails, and the errors of [`boots_as_ada`].
pub fn served(
    row: &str,
    project: &Project,
    tool: &str,
    build: Option<&[&str]>,
    serve: &[&str],
) -> Result<()> {
    journey_within(LIMIT, async |site, page| {
        let backend = site.url("");
        let variables = [("BACKEND", backend.as_str())];
        if let Some(args) = build {
            project.run(tool, args, &variables)?;
        }
        let port = free_port()?;
        let args: Vec<String> = serve.iter().map(|arg| arg.replace("{port}", &port.to_string())).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut server = project.start(tool, &args, &variables)?;
        let origin = server.serves(port).await?;
        let booted = boots_as_ada(row, page, &format!("{origin}/")).await;
        booted.with_context(|| format!("{row}: the server printed\n{}", server.printed()))
    })
}

/// Opens, as Ada, a page that writes the booted user into `#who`. The Messenger must be hers, its API must have
/// accepted the signature, and there must be no errors. The page's `diagnose` must pass.
///
/// # Errors
/// If any of these does not hold.
pub async fn boots_as_ada(row: &str, page: &Page, url: &str) -> Result<()> {
    let began = Instant::now();
    page.sign_in("ada").await?;
    page.open(url).await?;
    let who = "document.querySelector('#who')?.textContent";
    // A server that compiles on request is slow.
    let said = format!("await until(() => ![undefined, '…'].includes({who}), 25_000); return {who}");
    let said: Option<String> = page.run(&said).await?;
    if said.as_deref() != Some(ADA) {
        bail!("{row}: the page says {said:?}");
    }
    let widget = page.widget();
    let user = widget.user().await?;
    ensure!(user.as_deref() == Some(ADA), "{row}: the Messenger's user is {user:?}");
    let mistakes = widget.mistakes().await?;
    ensure!(mistakes.is_empty(), "{row}: {mistakes:?}");
    ensure!(widget.loads().await? == 1, "{row}: the Messenger was loaded more than once");
    let ok: bool = page
        .run("return (await (window.diagnose ?? IntercomMessenger.diagnose)()).ok")
        .await
        .with_context(|| format!("{row}: diagnose()"))?;
    ensure!(ok, "{row}: the diagnosis has a fault");
    println!("row: {row}: booted as {ADA}, {:.1} s", began.elapsed().as_secs_f32());
    Ok(())
}

/// Runs a script of the project with this Node; it prints its observations as JSON.
///
/// # Errors
/// If it fails, prints anything else, or its observations are not those expected on a server.
pub fn on_node(row: &str, project: &Project, node: &Path, script: &str) -> Result<()> {
    let printed = Process::start(project.folder(), node, &[script], &[])?.finish()?;
    let seen: Value = serde_json::from_str(&printed).with_context(|| format!("{row}: {printed}"))?;
    let expected = serde_json::json!({
        "code": "unsupported_environment",
        "ours": true,
        "phase": "idle",
        "shutdown": "resolved",
        "globals": [],
    });
    ensure!(seen == expected, "{row}: {seen:#}");
    println!("row: {row}: {printed}");
    Ok(())
}
