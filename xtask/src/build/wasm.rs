//! The crate as wasm modules, and the JavaScript that wasm-bindgen writes around them, in `npm/pkg/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};
use wasmparser::{Parser, Payload};

use super::lower::lower;
use super::paths;
use crate::output::Output;
use crate::process::{Command, empty};
use crate::setup;
use crate::workspace::Workspace;

/// The rustc target of everything that runs in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The cargo package that becomes the wasm.
pub(crate) const PACKAGE: &str = "intercom-messenger-loader";

/// Modules of the package, and the features of the crate that each has: the core; the launchers and the diagnosis, which are
/// loaded when they are wanted; and all in one, for the entry that is one file.
const MODULES: [(&str, &str); 4] =
    [("core", "js-session"), ("launcher", "js-launcher"), ("diagnosis", "js-diagnosis"), ("whole", "js")];

/// Those that are JavaScript as well, for pages where WebAssembly may not run.
const LOWERED: [(&str, &str); 3] = [
    ("core", "js-session,js-lowered"),
    ("launcher", "js-launcher,js-lowered"),
    ("diagnosis", "js-diagnosis,js-lowered"),
];

/// Compiles, generates and optimizes. Gives the core.
pub(super) fn build(workspace: &Workspace, output: &mut Output) -> Result<Vec<u8>> {
    let pkg = workspace.path("npm/pkg");
    empty(&pkg)?;
    for (name, features) in MODULES {
        let compiled = compile(workspace, output, features)?;
        generate(&compiled, &pkg, name)?;
        optimize(workspace, output, &file_of(&pkg, name))?;
    }
    for (name, features) in LOWERED {
        let compiled = compile(workspace, output, features)?;
        lower(workspace, output, &compiled, &pkg.join("lowered"), name)?;
    }
    let core = file_of(&pkg, "core");
    fs::read(&core).with_context(|| format!("cannot read {}", core.display()))
}

/// The module of this name, as wasm-bindgen calls it.
fn file_of(pkg: &Path, name: &str) -> PathBuf {
    pkg.join(format!("{name}_bg.wasm"))
}

fn optimize(workspace: &Workspace, output: &mut Output, module: &Path) -> Result<()> {
    let wasm_opt = Command::new(setup::node::tool(workspace, "wasm-opt"))
        // Over flat code whose control flow is made anew, and once more: 1 % less than over what LLVM wrote.
        .args(["--flatten", "--rereloop", "-Oz", "-Oz"])
        // The lowest kilobyte is the end of the stack, so more additions go into the offsets of loads and stores. Their
        // alignments are hints; all the same they compress better. Both take 400 bytes off the compressed module.
        .args(["--low-memory-unused", "--dealign"])
        // A large function that is called once stays one: two that are alike compress better than one that is larger.
        .args(["--one-caller-inline-max-function-size=100", "--always-inline-max-function-size=6"])
        // Functions of one Rust module, which have names until here, compress better beside each other.
        .args(["--reorder-functions-by-name"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features", "-o"])
        .args([module, module]);
    output.run(&wasm_opt)?;
    let wasm = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    paths::check(workspace, &wasm)
}

/// Compiles the crate with these features. Gives the path of the module that rustc wrote.
fn compile(workspace: &Workspace, output: &mut Output, features: &str) -> Result<PathBuf> {
    setup::rust::wasm_target()?;
    // Only with `cdylib` alone does cargo optimize over all crates at link time (`lto` in Cargo.toml): the manifest's
    // `rlib` beside it turns that off, which makes the module a quarter larger.
    let arguments =
        ["rustc", "--release", "--target", TARGET, "-p", PACKAGE, "--lib", "--crate-type", "cdylib"];
    let config = ["--config".to_owned(), paths::config(workspace)?];
    let cargo = Command::cargo().args(arguments).args(["--no-default-features", "--features", features]);
    let cargo = cargo.args(config);
    // These would take the place of the flags in the configuration.
    let cargo = cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    output.run(&cargo.dir(workspace.root()))?;
    let file = format!("{}.wasm", PACKAGE.replace('-', "_"));
    Ok(workspace.target(Path::new(TARGET).join("release").join(file)))
}

/// Runs wasm-bindgen's generator over a compiled module: its JavaScript, declarations and wasm, and the files that they
/// import.
fn generate(compiled: &Path, out: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(name)
        .web(true)?
        .typescript(true)
        // Without it the JavaScript would look for the wasm beside itself.
        .omit_default_module_path(true)
        .encode_into(EncodeInto::Always)
        .remove_producers_section(true)
        .generate(out)
        .context("wasm-bindgen cannot read the compiled core")
}

/// Names that a module exports.
pub(crate) fn exports(wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ExportSection(section) = payload? {
            for export in section {
                let export = export?;
                names.push(export.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Pages that a module's own memory starts with.
pub(crate) fn initial_pages(wasm: &[u8]) -> Result<u64> {
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::MemorySection(memories) = payload? {
            let memory = memories.into_iter().next().context("the module declares no memory")??;
            return Ok(memory.initial);
        }
    }
    anyhow::bail!("the module has no memory section")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_initial_memory() {
        // A header, and a memory section with one memory that starts with three pages.
        let wasm = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x03";
        assert_eq!(initial_pages(wasm).ok(), Some(3));
        assert!(initial_pages(b"\0asm\x01\0\0\0").is_err());
    }
}
