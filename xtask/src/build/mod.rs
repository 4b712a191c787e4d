//! `cargo xtask build`: the publishable npm package in `dist/`.
//!
//! cargo compiles the loader, wasm-bindgen writes the JavaScript around it, the names and functions that only these
//! two know are shortened, wasm-opt shrinks the module, and the bundler puts it as text into one JavaScript file per
//! entry. Only wasm-opt needs Node; without it (`--no-opt`) the package is larger and otherwise the same.

mod bundle;
mod commonjs;
mod encode;
mod glue;
mod inputs;
mod optimize;
mod package;
mod panics;
mod paths;
mod wasm;

use std::time::Instant;

use anyhow::{Context, Result};

use crate::output::Output;
use crate::process::{empty, write};
use crate::workspace::Workspace;

pub(crate) use self::bundle::Format;
use self::glue::Glue;
pub(crate) use self::wasm::{PACKAGE, TARGET};

/// Whether wasm-opt runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Optimize {
    /// For publishing and measuring; needs Node.
    Yes,
    /// For the demo; needs only Rust.
    No,
}

/// A JavaScript file of the package that is bundled from a file in `npm/`.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name in `dist/`.
    pub(crate) file: &'static str,
    /// Its name in `npm/`.
    source: &'static str,
    pub(crate) format: Format,
}

/// Every bundled file. To add one, add a line; `size/mod.rs` has the limits.
pub(crate) const ENTRIES: &[Entry] = &[
    Entry { file: "index.js", source: "index.js", format: Format::Esm },
    Entry { file: "index.cjs", source: "index.js", format: Format::Cjs },
    Entry { file: "auto.js", source: "auto.js", format: Format::Iife },
];

/// The optimized wasm on its own, as the last build left it.
pub(crate) fn wasm_file(workspace: &Workspace) -> std::path::PathBuf {
    workspace.intermediate("loader.wasm")
}

/// The optimized wasm of the last build once more, with the names of its functions, for measuring.
pub(crate) fn named_wasm(workspace: &Workspace, output: &mut Output) -> Result<Vec<u8>> {
    optimize::named(workspace, output)
}

/// Builds the package. The old `dist/` stays until the new one is complete.
pub(crate) fn build(workspace: &Workspace, optimize: Optimize, output: &mut Output) -> Result<()> {
    let start = Instant::now();
    let compiled = wasm::compile(workspace, output)?;
    let generated = wasm::generate(workspace, &compiled)?;
    let (js, wasm) = glue::join(&generated.js, &generated.wasm)?;
    let glue = Glue::read(&js)?;
    let mut wasm = glue.merge(&wasm)?;
    if optimize == Optimize::Yes {
        wasm = optimize::optimize(workspace, &wasm, output)?;
    }
    let (short, wasm) = glue.shorten(&wasm)?;
    let wasm = encode::prepare(&wasm)?;
    paths::check(workspace, &wasm)?;
    write(&wasm_file(workspace), &wasm)?;
    // Beside what wasm-bindgen wrote, since it imports the same files.
    let glue = workspace.intermediate("glue/short.js");
    write(&glue, short)?;

    let encoded = encode::encode(&wasm)?;
    let sources = inputs::Inputs::new(workspace, &glue, &encoded);
    let staging = workspace.intermediate("dist");
    empty(&staging)?;
    for entry in ENTRIES {
        let code = bundle::bundle(&format!("npm/{}", entry.source), &sources, entry.format)?;
        encode::check(&code, &encoded).with_context(|| format!("dist/{}", entry.file))?;
        write(&staging.join(entry.file), code)?;
    }
    package::finish(workspace, &staging)?;
    let seconds = start.elapsed().as_secs_f32();
    output.say(&format!("dist/ is built, {seconds:.1} s; {} bytes of wasm are inside each entry", wasm.len()))
}
