//! Node and the tools that it runs, pinned in the repository's package-lock.json.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{Command, find_program, read, write};
use crate::workspace::Workspace;

/// Where a tool's program is once [`packages`] is done.
pub(crate) fn tool(workspace: &Workspace, name: &str) -> PathBuf {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    workspace.path("node_modules/.bin").join(format!("{name}{suffix}"))
}

/// The files of a directory whose names end like this, sorted: what Node's test runner takes on every version.
pub(crate) fn files(directory: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(directory).with_context(|| format!("cannot read {}", directory.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    if found.is_empty() {
        bail!("{} has no file that ends in {ending}", directory.display());
    }
    found.sort();
    Ok(found)
}

/// Installs the tools when they are missing or the lockfile has changed since.
pub(crate) fn packages(workspace: &Workspace) -> Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if find_program(npm).is_none() {
        bail!(
            "this needs Node 20 or newer with npm. On Debian type: apt-get install -y nodejs npm; elsewhere see \
             https://nodejs.org. Or leave the step out: cargo xtask build --no-opt"
        );
    }
    let lock = read(&workspace.path("package-lock.json"))?;
    let stamp = workspace.path("node_modules/.installed-by-xtask.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    eprintln!("npm ci");
    Command::new(npm)
        .args(["ci", "--no-fund", "--no-audit", "--loglevel=error"])
        .dir(workspace.root())
        .read()
        .context("the Node tools cannot be installed; type: npm ci")?;
    write(&stamp, lock)
}
