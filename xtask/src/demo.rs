//! `cargo xtask demo`: the demo site with the loader of the working tree.

use anyhow::Result;

use crate::build;
use crate::docs;
use crate::output::Output;
use crate::process::Command;
use crate::workspace::Workspace;

/// Builds the package and the demo server, and serves until Ctrl-C.
///
/// The server replaces this process where the system supports that, so signals, output and exit code are its own;
/// elsewhere its exit code is passed on.
pub(crate) fn demo(workspace: &Workspace, port: u16) -> Result<()> {
    eprintln!("building the loader and the demo server; the first time takes some minutes");
    build::build(workspace, &mut Output::screen())?;
    docs::render_if_cheap(workspace, &mut Output::screen())?;
    Command::cargo().args(["build", "-p", "server"]).dir(workspace.root()).run()?;
    Command::new(workspace.program("server"))
        .args(["--port".to_owned(), port.to_string()])
        .args(["--dist".into(), workspace.dist(), "--www".into(), workspace.path("www")])
        .args(["--docs".into(), workspace.path(docs::SITE)])
        .become_it()
}
