//! `cargo xtask new`: `npm create intercom-messenger`, with the loader and the crates of this clone.

use std::ffi::OsString;

use anyhow::Result;

use crate::build;
use crate::output::Output;
use crate::process::{Command, empty};
use crate::setup::node;
use crate::workspace::Workspace;

/// Packs the loader and passes these arguments on.
pub(crate) fn new(workspace: &Workspace, args: Vec<OsString>, output: &mut Output) -> Result<()> {
    if !workspace.create().join("package.json").is_file() {
        build::build(workspace, output)?;
    }
    let folder = workspace.target("new");
    empty(&folder)?;
    let packed = node::pack(&workspace.dist(), &folder)?;
    let create = Command::new("node").arg(workspace.create().join("index.js"));
    create.arg("--package").arg(packed).arg("--clone").arg(workspace.root()).args(args).run()
}
