//! wasm-pack, with the workspace's own wasm-bindgen.
//!
//! wasm-pack uses `wasm-bindgen` and `wasm-bindgen-test-runner` from `PATH` if their version is the one in the
//! lockfile, and otherwise compiles its own. Both are libraries in this program; on `PATH` there is a script for
//! each.

use std::env;
use std::ffi::OsString;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow};

use super::rust;
use crate::process::{Command, write};
use crate::workspace::Workspace;

/// Version to install.
const WASM_PACK: &str = "0.15.1";

/// The scripts and the commands that they run.
const SCRIPTS: &[(&str, &str)] =
    &[("wasm-bindgen", "wasm-bindgen"), ("wasm-bindgen-test-runner", "wasm-test-runner")];

/// wasm-pack, compiled if it is missing; a stage waits for a compilation that was started ahead of it.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    static COMPILING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = COMPILING.lock();
    rust::compiled(workspace, "wasm-pack", WASM_PACK)
}

/// Installs wasm-pack if it is missing; returns a command that runs it with the scripts on `PATH`, so that it compiles
/// no tools of its own.
pub(crate) fn wasm_pack(workspace: &Workspace) -> Result<Command> {
    rust::wasm_target()?;
    let program = program(workspace)?;
    let scripts = workspace.intermediate("wasm-bindgen");
    for (name, command) in SCRIPTS {
        let script = format!("#!/bin/sh\nexec '{}' {command} \"$@\"\n", workspace.xtask.display());
        write(&scripts.join(name), script)?;
        executable(&scripts.join(name))?;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(scripts).chain(env::split_paths(&path)))?;
    Ok(Command::new(program).env("PATH", path).dir(workspace.root()))
}

/// The program that wasm-pack starts by the first of the scripts.
pub(crate) fn run_wasm_bindgen(args: Vec<OsString>) -> Result<()> {
    let name = OsString::from("wasm-bindgen");
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::iter::once(name).chain(args))
        .map_err(|error| anyhow!("{error:?}"))
}

#[cfg(unix)]
fn executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
        .with_context(|| format!("cannot make {} executable", file.display()))
}

#[cfg(not(unix))]
fn executable(file: &Path) -> Result<()> {
    anyhow::bail!("{} is a script for a shell; run this stage on Unix", file.display())
}
