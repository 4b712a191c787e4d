//! Stage `frontends`: the example applications, built as for production, and tested by one journey.
//!
//! The Rust examples are compiled here, and wasm-bindgen's generator, a library in this program, does the work of
//! Trunk or dx. They share a target directory, so that common dependencies are compiled once.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{Parser, Payload};

use super::{frontends_js, host};
use crate::build::{self, TARGET};
use crate::output::Output;
use crate::process::{Command, empty, read, write};
use crate::setup::rust;
use crate::workspace::Workspace;

/// Directory of the examples.
const EXAMPLES: &str = "examples/frontends";

/// The Rust examples; their packages are `<name>-messenger`.
const RUST: &[&str] = &["leptos", "yew", "dioxus"];

/// The workspace and the region of the builds: see `tests/frontends/src/lib.rs`.
const VARIABLES: &[(&str, &str)] = &[("INTERCOM_APP_ID", "standin1"), ("INTERCOM_REGION", "eu")];

/// The tag that Trunk replaces with the application's script.
const TRUNK: &str = "<link data-trunk rel=\"rust\">";

/// The script.
const START: &str = "<script type=\"module\">import start from \"/app.js\"; start();</script>";

/// The page that dx generates for an example that has none.
const DX: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><link data-trunk rel=\"rust\"></head>\
                  <body><div id=\"main\"></div></body></html>";

/// Runs the stage.
pub(super) fn frontends(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::components()?;
    rust::wasm_target()?;
    let built = workspace.intermediate("frontends");
    empty(&built)?;
    let ours = own_exports(&read(&workspace.path(build::GLUE))?)?;
    for name in RUST {
        let wasm = compile(workspace, output, name)?;
        let page = workspace.path(EXAMPLES).join(name).join("index.html");
        let page = if page.is_file() { read(&page)? } else { DX.to_owned() };
        let wasm = link(wasm, &page, &built.join(name)).with_context(|| (*name).to_owned())?;
        // Checked after wasm-bindgen, which gives exports their JavaScript names.
        let leaked: Vec<_> = exports(&wasm)?.into_iter().filter(|export| ours.contains(export)).collect();
        if !leaked.is_empty() {
            bail!("the module of {name} exports what is the loader's: {}", leaked.join(", "));
        }
        output.say(&format!("{name}: {} bytes of wasm, none of the loader's exports", wasm.len()))?;
    }
    host::in_a_folder_outside("frontends", |folder| {
        let skipped = frontends_js::build(workspace, output, folder)?;
        host::frontends(workspace, output, &[&built, folder], &skipped)
    })
}

/// Compiles an example; returns the module as rustc wrote it.
fn compile(workspace: &Workspace, output: &mut Output, name: &str) -> Result<Vec<u8>> {
    let folder = workspace.path(EXAMPLES).join(name);
    output.run(&Command::cargo().args(["fmt", "--check"]).dir(&folder))?;
    let target = workspace.target("frontends");
    let mut cargo = Command::cargo()
        .args(["build", "--locked", "--target", TARGET])
        .dir(folder)
        .env("CARGO_TARGET_DIR", &target)
        // No debug information, since it is not debugged and compiles much sooner without.
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    for (variable, value) in VARIABLES {
        cargo = cargo.env(*variable, *value);
    }
    output.run(&cargo)?;
    let file = target.join(TARGET).join("debug").join(format!("{name}-messenger.wasm"));
    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes the files that a server serves: the module, the JavaScript around it, and the page. Returns the module.
fn link(wasm: Vec<u8>, page: &str, folder: &Path) -> Result<Vec<u8>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("app", wasm).web(true)?.typescript(false).omit_default_module_path(false);
    bindgen.generate(folder)?;
    if page.matches(TRUNK).count() != 1 {
        bail!("its index.html does not say {TRUNK}, once");
    }
    write(&folder.join("index.html"), page.replace(TRUNK, START))?;
    let wasm = folder.join("app_bg.wasm");
    fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))
}

/// Names of the loader's own exports, from the JavaScript that wasm-bindgen wrote for it.
fn own_exports(glue: &str) -> Result<Vec<String>> {
    let names = glue.lines().filter_map(|line| line.strip_prefix("export function ")?.split('(').next());
    let names: Vec<_> = names.map(str::to_owned).collect();
    if ["boot", "shutdown"].iter().any(|known| !names.iter().any(|name| name == known)) {
        bail!("the loader's exports are not found in its JavaScript");
    }
    Ok(names)
}

/// Names of a module's exports.
fn exports(wasm: &[u8]) -> Result<Vec<String>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loaders_exports_are_read_from_its_javascript() {
        let glue = "let wasm;\nexport function boot(options) {\n}\nfunction inner() {}\nexport function shutdown() {\n";
        assert_eq!(own_exports(glue).ok(), Some(vec!["boot".to_owned(), "shutdown".to_owned()]));
        assert!(own_exports("export function boot() {").is_err());
    }

    #[test]
    fn the_exports_of_a_module_are_read() {
        // A header, a memory, and its export under the name `boot`.
        let wasm = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x01\x07\x08\x01\x04boot\x02\x00";
        assert_eq!(exports(wasm).ok(), Some(vec!["boot".to_owned()]));
    }
}
