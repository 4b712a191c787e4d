//! Node and the tools that it runs, pinned in lockfiles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{Command, find_program, read, write};
use crate::workspace::Workspace;

/// Path of a tool's program after [`packages`] has run.
pub(crate) fn tool(workspace: &Workspace, name: &str) -> PathBuf {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    workspace.path("node_modules/.bin").join(format!("{name}{suffix}"))
}

/// The files of a directory whose names end with `ending`, sorted: arguments that Node's test runner accepts in every
/// version.
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

/// Packs a package as npm publishes it, into a folder; returns the tarball.
pub(crate) fn pack(package: &Path, folder: &Path) -> Result<PathBuf> {
    let name = npm()?
        .arg("pack")
        .args([package])
        .args(["--pack-destination", ".", "--loglevel=error"])
        .dir(folder)
        .read()?;
    let name = name.lines().last().context("npm pack names no tarball")?;
    Ok(folder.join(name))
}

/// npm; an error if it is missing.
pub(crate) fn npm() -> Result<Command> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if find_program(npm).is_none() {
        bail!(
            "this needs Node 20 or newer with npm. On Debian type: apt-get install -y nodejs npm; elsewhere see \
             https://nodejs.org"
        );
    }
    Ok(Command::new(npm))
}

/// Installs the repository's own tools if they are missing or the lockfile has changed.
pub(crate) fn packages(workspace: &Workspace) -> Result<()> {
    install(workspace.root())
}

/// The same for the lockfile in a folder.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let npm = npm()?;
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-by-xtask.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    eprintln!("npm ci");
    npm.args(["ci", "--no-fund", "--no-audit", "--loglevel=error"])
        .dir(folder)
        .read()
        .context("the Node tools cannot be installed; type: npm ci")?;
    write(&stamp, lock)
}
