//! The site: the folder `docs/`, rendered by mdBook.

use std::path::PathBuf;

use anyhow::Result;

use crate::output::Output;
use crate::process::Command;
use crate::setup::rust;
use crate::workspace::Workspace;

/// The version that is installed. A program of its own and no dependency: it takes a minute and more to compile, which no
/// other command should wait for.
const MDBOOK: &str = "0.5.4";

/// Where the site is rendered to, from the repository's root.
pub(crate) const SITE: &str = "target/book";

/// Renders the site. The first time mdBook is compiled into the repository's own tools.
pub(crate) fn render(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let mdbook = rust::compiled_with(workspace, "mdbook", MDBOOK, &["--no-default-features"])?;
    run(workspace, mdbook, output)
}

/// Renders the site where mdBook is there already, and says how to get it where it is not.
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
