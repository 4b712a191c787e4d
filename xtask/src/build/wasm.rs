//! The loader as wasm, and the JavaScript that wasm-bindgen writes around it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::{glue, panics, paths, traps, unreached};
use crate::output::Output;
use crate::process::{Command, empty, read, write};
use crate::setup;
use crate::workspace::Workspace;

/// The rustc target of everything that runs in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The cargo package that becomes the wasm.
pub(crate) const PACKAGE: &str = "intercom-messenger-loader";

/// Without this export, the JavaScript passes every string through TextEncoder, which is all that it needs.
const REALLOC: &str = "__wbindgen_realloc";

/// The exports that the package has not got; the second, wasm-bindgen takes out of a module without
/// `#[wasm_bindgen(jspi)]`.
const GONE: &[&str] = &[REALLOC, "__wbg_jspi_task_poll"];

/// What wasm-bindgen wrote.
#[derive(Debug)]
pub(super) struct Generated {
    /// The JavaScript around the module.
    pub(super) js: String,
    /// The module that this JavaScript instantiates.
    pub(super) wasm: Vec<u8>,
}

/// Compiles the loader; gives the path of the module that rustc wrote.
pub(super) fn compile(workspace: &Workspace, output: &mut Output) -> Result<PathBuf> {
    setup::rust::wasm_target()?;
    // Only with `cdylib` alone does cargo optimize over all crates at link time (`lto` in Cargo.toml): the manifest's
    // `rlib` beside it turns that off, which makes the module a quarter larger.
    let arguments =
        ["rustc", "--release", "--target", TARGET, "-p", PACKAGE, "--lib", "--crate-type", "cdylib"];
    let config = ["--config".to_owned(), paths::config(workspace)?];
    // With the linker's notes, for `unreached`. Only this crate is linked, so no other is compiled anew for the flag.
    let cargo = Command::cargo().args(arguments).args(config).args(["--", "-Clink-arg=--emit-relocs"]);
    // These would take the place of the flags in the configuration.
    let cargo = cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    output.run(&cargo.dir(workspace.root()))?;
    let file = format!("{}.wasm", PACKAGE.replace('-', "_"));
    Ok(workspace.target(Path::new(TARGET).join("release").join(file)))
}

/// Runs wasm-bindgen's generator over a compiled module.
///
/// The files go to `target/xtask/glue/`: `glue.js`, `glue.d.ts`, and the snippets that they import.
pub(super) fn generate(workspace: &Workspace, compiled: &Path) -> Result<Generated> {
    let out = workspace.intermediate("glue");
    empty(&out)?;
    let input = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let traps = unreached::find(&input, panics::find(&input)?, GONE)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("glue", glue::without_export(&traps.set(&input)?, REALLOC)?)
        .web(true)?
        .typescript(true)
        // Without it the JavaScript would look for the wasm beside itself.
        .omit_default_module_path(true)
        .encode_into(EncodeInto::Always)
        // wasm-opt takes the names out, and `cargo xtask size` reads them.
        .remove_name_section(false)
        .remove_producers_section(true);
    bindgen.generate(&out).context("wasm-bindgen cannot read the compiled loader")?;
    let types = out.join("glue.d.ts");
    write(&types, read(&types)? + glue::TYPES)?;
    let wasm = out.join("glue_bg.wasm");
    let wasm = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    traps::check(&wasm, GONE)?;
    Ok(Generated { js: read(&out.join("glue.js"))?, wasm })
}
