//! `cargo xtask verify`: checks a token endpoint with the package `verify`, which is built on demand: its HTTP and
//! cryptography would otherwise be compiled before any other command could run.

use std::ffi::OsString;

use anyhow::{Result, anyhow};

use crate::process::Command;
use crate::workspace::Workspace;

/// Builds the program and replaces this process with it, with the same arguments. Its exit code is passed on.
///
/// The arguments hold credentials, so an error does not name them.
pub(crate) fn verify(workspace: &Workspace, args: Vec<OsString>) -> Result<()> {
    let program = workspace.program("verify");
    if !program.is_file() {
        eprintln!("building the checks; the first time takes a minute or two");
    }
    Command::cargo().args(["build", "--quiet", "--package", "verify"]).dir(workspace.root()).run()?;
    let started = Command::new(&program).args(args).become_it();
    started.map_err(|error| anyhow!("cannot start {}: {}", program.display(), error.root_cause()))
}
