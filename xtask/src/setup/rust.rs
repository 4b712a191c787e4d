//! Components that rustup installs.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::TARGET;
use crate::process::{Command, find_program};
use crate::workspace::Workspace;

/// The standard library for wasm.
pub(crate) fn wasm_target() -> Result<()> {
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).read()?;
    if std::path::Path::new(&libraries).is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", TARGET])
}

/// rustfmt and clippy.
pub(crate) fn components() -> Result<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if Command::cargo().args([command, "--version"]).read().is_err() {
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// A program that cargo compiles into the repository's own tools, once, in two minutes.
pub(crate) fn compiled(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    compiled_with(workspace, name, version, &[])
}

/// The same with more arguments for cargo.
pub(crate) fn compiled_with(
    workspace: &Workspace,
    name: &str,
    version: &str,
    args: &[&str],
) -> Result<PathBuf> {
    if let Some(program) = tool(workspace, name) {
        return Ok(program);
    }
    eprintln!("cargo install {name} {version} (two minutes, once)");
    Command::cargo()
        .args(["install", "--quiet", "--debug", "--locked", name, "--version", version])
        .args(args.iter().copied())
        .arg("--root")
        .args([tools(workspace)])
        // The variable is for the stages' own cargo and must not reach this one.
        .env_remove("CARGO_TARGET_DIR")
        // No debug information, since it is not debugged and compiles much sooner without.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .read()
        .with_context(|| format!("type: cargo install --debug --locked {name}"))?;
    Ok(program(workspace, name))
}

/// A program among the repository's own tools, if it has been compiled.
pub(crate) fn tool(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    Some(program(workspace, name)).filter(|program| program.is_file())
}

fn program(workspace: &Workspace, name: &str) -> PathBuf {
    tools(workspace).join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn tools(workspace: &Workspace) -> PathBuf {
    workspace.path("target/tools")
}

fn rustup(args: &[&str]) -> Result<()> {
    let line = args.join(" ");
    if find_program(&format!("rustup{}", std::env::consts::EXE_SUFFIX)).is_none() {
        bail!(
            "this Rust lacks something, and there is no rustup to add it. Install Rust from https://rustup.rs, then \
             type: rustup {line}"
        );
    }
    eprintln!("rustup {line}");
    Command::new("rustup").args(args).read().with_context(|| format!("type: rustup {line}"))?;
    Ok(())
}
