//! The crate as wasm modules, and the JavaScript that wasm-bindgen writes around them, in `npm/pkg/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

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

/// A module of the npm package.
struct Module {
    name: &'static str,
    /// The cargo package that it is built from, and which of its features.
    package: &'static str,
    features: &'static str,
    /// Whether a page loads it, so that each byte counts.
    of_page: bool,
}

/// Linker argument for a module that no page loads, whose stack may be larger.
const STACK: [&str; 2] = ["--", "-Clink-arg=-zstack-size=1048576"];

/// A part of the loader.
const fn part(name: &'static str, features: &'static str) -> Module {
    Module { name, package: PACKAGE, features, of_page: true }
}

/// The modules: the core; the launchers and the diagnosis, which are loaded on demand; all in one, for the
/// single-file entry; and the checks of a token endpoint, which run in Node.
const MODULES: [Module; 5] = [
    part("core", "js-session"),
    part("launcher", "js-launcher"),
    part("diagnosis", "js-diagnosis"),
    part("whole", "js"),
    Module { name: "verify", package: "verify", features: "", of_page: false },
];

/// Modules that are built as JavaScript too, for pages where WebAssembly is not allowed.
const LOWERED: [Module; 3] = [
    part("core", "js-session,js-lowered"),
    part("launcher", "js-launcher,js-lowered"),
    part("diagnosis", "js-diagnosis,js-lowered"),
];

/// Compiles, generates and optimizes the modules. Returns the core.
pub(super) fn build(workspace: &Workspace, output: &mut Output) -> Result<Vec<u8>> {
    let pkg = workspace.path("npm/pkg");
    empty(&pkg)?;
    for module in MODULES {
        let compiled = compile(workspace, output, &module)?;
        generate(&compiled, &pkg, module.name)?;
        let file = file_of(&pkg, module.name);
        if module.of_page {
            optimize(workspace, output, &file)?;
        }
        paths::check(
            workspace,
            &fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?,
        )?;
    }
    for module in LOWERED {
        let compiled = compile(workspace, output, &module)?;
        lower(workspace, output, &compiled, &pkg.join("lowered"), module.name)?;
    }
    let core = file_of(&pkg, "core");
    fs::read(&core).with_context(|| format!("cannot read {}", core.display()))
}

/// Path of the module with this name, as wasm-bindgen writes it.
fn file_of(pkg: &Path, name: &str) -> PathBuf {
    pkg.join(format!("{name}_bg.wasm"))
}

fn optimize(workspace: &Workspace, output: &mut Output, module: &Path) -> Result<()> {
    let wasm_opt = Command::new(setup::node::tool(workspace, "wasm-opt"))
        // Flattening and rebuilding the control flow, twice, and a third pass: 1 % smaller than optimizing LLVM's
        // output.
        .args(["--flatten", "--rereloop", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"])
        // The lowest kilobyte is the end of the stack, so more additions go into the offsets of loads and stores. Their
        // alignments are hints; all the same they compress better. Both take 400 bytes off the compressed module.
        .args(["--low-memory-unused", "--dealign"])
        // A large function that is called once is not inlined: two similar functions compress better than one larger
        // one.
        .args(["--one-caller-inline-max-function-size=100", "--always-inline-max-function-size=5"])
        // Functions of one Rust module, which have names until here, compress better next to each other.
        .args(["--reorder-functions-by-name"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features", "-o"])
        .args([module, module]);
    output.run(&wasm_opt)
}

/// Compiles a module. Returns the path of rustc's output.
fn compile(workspace: &Workspace, output: &mut Output, module: &Module) -> Result<PathBuf> {
    setup::rust::wasm_target()?;
    // cargo optimizes across crates at link time (`lto` in Cargo.toml) only with `cdylib` alone: the `rlib` in the
    // manifest turns that off, which makes the module a quarter larger.
    let arguments =
        ["rustc", "--release", "--target", TARGET, "-p", module.package, "--lib", "--crate-type", "cdylib"];
    let config = ["--config".to_owned(), paths::config(workspace)?];
    let cargo =
        Command::cargo().args(arguments).args(["--no-default-features", "--features", module.features]);
    let cargo = cargo.args(config);
    let cargo = if module.of_page { cargo } else { cargo.args(STACK) };
    // These would override the flags in the configuration.
    let cargo = cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    output.run(&cargo.dir(workspace.root()))?;
    let file = format!("{}.wasm", module.package.replace('-', "_"));
    Ok(workspace.target(Path::new(TARGET).join("release").join(file)))
}

/// Runs wasm-bindgen's generator on a compiled module: writes its JavaScript, declarations and wasm, and the files
/// that they import.
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
