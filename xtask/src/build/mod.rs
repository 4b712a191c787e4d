//! `cargo xtask build`: the publishable npm package in `dist/`.
//!
//! cargo compiles the core, wasm-bindgen writes the JavaScript around it, wasm-opt shrinks the module, and esbuild
//! bundles the package's TypeScript (`npm/build.mjs`). Nothing in between changes their output.

mod eight;
mod generated;
pub(crate) mod lower;
mod paths;
mod wasm;

use std::time::Instant;

use anyhow::Result;

use crate::output::Output;
use crate::process::{Command, write};
use crate::setup;
use crate::workspace::Workspace;

pub(crate) use self::wasm::{PACKAGE, TARGET};

/// Name of the wasm file in the package.
pub(crate) const CORE: &str = "core.wasm";

/// Path of the JavaScript that wasm-bindgen writes, from the repository's root.
pub(crate) const GLUE: &str = "npm/pkg/core.js";

/// Builds the package.
pub(crate) fn build(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let start = Instant::now();
    setup::node::packages(workspace)?;
    let wasm = wasm::build(workspace, output)?;
    write(&workspace.path("npm/src/generated.ts"), generated::constants())?;
    let build = Command::new("node").args(["npm/build.mjs", workspace.version()]).arg(workspace.dist());
    output.run(&build.dir(workspace.root()))?;
    let seconds = start.elapsed().as_secs_f32();
    output.say(&format!("dist/ is built, {seconds:.1} s; {} bytes of wasm", wasm.len()))
}
