//! The site: the folder `docs/`, rendered by mdBook.

use std::path::PathBuf;

use anyhow::Result;

use crate::output::Output;
use crate::process::Command;
use crate::setup::rust;
use crate::workspace::Workspace;

/// Version to install. It is a separate program and not a dependency: it takes more than a minute to compile, which
/// no other command should wait for.
const MDBOOK: &str = "0.5.4";

/// Output directory of the site, from the repository's root.
pub(crate) const SITE: &str = "target/book";

/// Renders the site. The first run compiles mdBook into the repository's own tools.
pub(crate) fn render(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let mdbook = rust::compiled_with(workspace, "mdbook", MDBOOK, &["--no-default-features"])?;
    run(workspace, mdbook, output)
}

/// Renders the site if mdBook is installed, and otherwise prints how to install it.
pub(crate) fn render_if_cheap(workspace: &Workspace, output: &mut Output) -> Result<()> {
    match rust::tool(workspace, "mdbook") {
        Some(mdbook) => run(workspace, mdbook, output),
        None => output.say("the guides are not at /docs/; to render them, type: cargo xtask docs"),
    }
}

fn run(workspace: &Workspace, mdbook: PathBuf, output: &mut Output) -> Result<()> {
    let site = workspace.path(SITE);
    let build =
        Command::new(mdbook).args(["build".into(), workspace.path("docs"), "--dest-dir".into(), site]);
    output.run(&build.dir(workspace.root()))
}
