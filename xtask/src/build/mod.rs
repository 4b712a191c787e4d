//! `cargo xtask build`: the publishable npm package in `dist/`.
//!
//! cargo compiles the loader, wasm-bindgen writes the JavaScript around it, the names and functions that only these
//! two know are shortened, wasm-opt shrinks the module, the bundler puts it as text into one JavaScript file per entry,
//! and terser shrinks the JavaScript. Only wasm-opt and terser need Node; without them (`--no-opt`) the package is larger
//! and otherwise the same.

mod bundle;
mod commonjs;
mod encode;
mod glue;
mod inputs;
mod kept;
mod optimize;
mod package;
mod panics;
mod paths;
mod rewrite;
mod terser;
mod traps;
mod unreached;
mod wasm;

use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::output::Output;
use crate::process::{empty, write};
use crate::workspace::Workspace;

pub(crate) use self::bundle::Format;
use self::glue::Glue;
pub(crate) use self::glue::exports;
pub(crate) use self::rewrite::imported;
pub(crate) use self::wasm::{PACKAGE, TARGET};

/// Whether wasm-opt and terser run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Optimize {
    /// For publishing and measuring; needs Node.
    Yes,
    /// For the demo; needs only Rust.
    No,
}

/// Where an entry's wasm comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wasm {
    /// It is inside, as text.
    Inside,
    /// It is fetched: [`CORE`], beside the entry.
    Beside,
}

impl Wasm {
    /// The file that says how.
    const fn source(self) -> &'static str {
        match self {
            Self::Inside => "npm/inline.js",
            Self::Beside => "npm/streamed.js",
        }
    }
}

/// The wasm as a file of the package.
pub(crate) const CORE: &str = "core.wasm";

/// A JavaScript file of the package that is bundled from a file in `npm/`.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name in `dist/`.
    pub(crate) file: &'static str,
    /// Its name in `npm/`.
    source: &'static str,
    pub(crate) format: Format,
    pub(crate) wasm: Wasm,
}

/// Every bundled file. To add one, add a line; `size/mod.rs` has the limits.
pub(crate) const ENTRIES: &[Entry] = &[
    Entry { file: "index.js", source: "index.js", format: Format::Esm, wasm: Wasm::Inside },
    Entry { file: "index.cjs", source: "index.js", format: Format::Cjs, wasm: Wasm::Inside },
    Entry { file: "auto.js", source: "auto.js", format: Format::Iife, wasm: Wasm::Inside },
    Entry { file: "wasm.js", source: "index.js", format: Format::Esm, wasm: Wasm::Beside },
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
    let staging = workspace.intermediate("dist");
    empty(&staging)?;
    for entry in ENTRIES {
        let sources = inputs::Inputs::new(workspace, &glue, &encoded, entry.wasm.source());
        let mut code = bundle::bundle(&format!("npm/{}", entry.source), &sources, entry.format)?;
        if optimize == Optimize::Yes {
            code = terser::minify(workspace, entry.file, &code, output)?;
        }
        let code = bundle::finish(&code, entry.format);
        let code = match entry.wasm {
            Wasm::Inside => encode::check(&code, &encoded).map(|()| code),
            Wasm::Beside => beside(&code),
        };
        let code = code.with_context(|| format!("dist/{}", entry.file))?;
        write(&staging.join(entry.file), code)?;
    }
    write(&staging.join(CORE), &wasm)?;
    package::finish(workspace, &staging)?;
    let seconds = start.elapsed().as_secs_f32();
    output.say(&format!("dist/ is built, {seconds:.1} s; {} bytes of wasm", wasm.len()))
}

/// The same entry, which says where its wasm is in the words that bundlers look for: with quotes of the kind that each
/// of them knows, which terser writes and oxc does not.
fn beside(code: &str) -> Result<String> {
    let known = format!("new URL(\"./{CORE}\",import.meta.url)");
    let code = code.replace(&known.replace('"', "`"), &known);
    match code.matches(&known).count() {
        1 => Ok(code),
        count => bail!("`{known}` stands there {count} times; bundlers find the wasm by it"),
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn the_address_of_the_wasm_stands_in_the_words_that_bundlers_know() {
        let known = "fetch(new URL(\"./core.wasm\",import.meta.url))";
        for written in [known, &known.replace('"', "`")] {
            assert_eq!(beside(written).ok().as_deref(), Some(known));
            assert!(beside(&format!("{known},{written}")).is_err());
        }
        assert!(beside("const u=import.meta.url;fetch(new URL(`./core.wasm`,u))").is_err());
    }
}
