//! Translates the wasm-bindgen tests to JavaScript, for a page without WebAssembly.
//!
//! wasm-bindgen's test runner generates and serves its module in one call. So the same module is generated once more
//! with the same options, and translated as the package's is; `tests/web/without_wasm.js` substitutes it on the page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, json};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

use crate::build::lower;
use crate::output::Output;
use crate::process::{Command, empty, write};
use crate::setup::node;
use crate::workspace::Workspace;

/// The runner's name of the module, from which the names of imports are made.
const NAME: &str = "wasm-bindgen-test";

/// Translates the compiled tests. Returns the module for the runner: the same one, without its list of features.
pub(super) fn lower(workspace: &Workspace, compiled: &Path) -> Result<PathBuf> {
    node::packages(workspace)?;
    let out = workspace.intermediate("lowered-tests");
    empty(&out)?;
    let stripped = out.join("tests.wasm");
    write(&stripped, lower::without_features(compiled)?.emit_wasm())?;
    // The runner's options.
    let mut generated = Bindgen::new()
        .web(true)?
        .debug(false)
        .export_wasm(true)
        .input_module(NAME, lower::without_features(compiled)?)
        .emit_start(false)
        .generate_output()
        .context("wasm-bindgen cannot read the compiled tests")?;
    // The stubs of imports are CommonJS.
    write(&out.join("package.json"), "{}")?;
    let module = generated.wasm_mut();
    let mut files: BTreeSet<_> = module.imports.iter().map(|import| import.module.clone()).collect();
    lower::take_memory(module, &out, NAME)?;
    files.remove(&format!("./{NAME}_memory.js"));
    for file in files {
        let stub = format!("module.exports = window.importsOfTests[{}];\n", json!(file));
        write(&out.join(&file), stub)?;
    }
    let exports = rename_exports(module);
    write(&out.join(format!("{NAME}_bg.wasm")), module.emit_wasm())?;
    lower::translate(workspace, &mut Output::screen(), &out, NAME)?;
    write(
        &out.join("entry.js"),
        format!(
            "import wasm from \"./{NAME}_bg.wasm\";\n\
             import {{ fill }} from \"./{NAME}_memory.js\";\n\
             fill();\n\
             export const exports = Object.fromEntries(Object.entries({}).map(([is, was]) => [was, wasm[is]]));\n",
            json!(exports)
        ),
    )?;
    // The runner serves the repository.
    Command::new(node::tool(workspace, "esbuild"))
        .arg(out.join("entry.js"))
        .args(["--bundle", "--format=esm", "--log-level=warning"])
        .arg(format!(
            "--alias:#lowered-memory={}",
            workspace.path("npm/src/core/lowered-memory.ts").display()
        ))
        .arg(format!("--outfile={}", out.join("tests.js").display()))
        .run()?;
    Ok(stripped)
}

/// Renames the exports, which are paths of tests, to identifiers. Returns both names of each.
fn rename_exports(module: &mut Module) -> Map<String, serde_json::Value> {
    let mut names = Map::new();
    for (index, export) in module.exports.iter_mut().enumerate() {
        // The file beside it imports this one.
        if export.name != "memory" {
            let name = format!("export{index}");
            names.insert(name.clone(), std::mem::replace(&mut export.name, name).into());
        }
    }
    names.insert("memory".to_owned(), "memory".into());
    names
}
