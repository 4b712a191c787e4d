//! What rustup installs.

use anyhow::{Context, Result, bail};

use crate::build::TARGET;
use crate::process::{Command, find_program};

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
