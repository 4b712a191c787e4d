//! What the bundler reads: the files in `npm/`, two modules that the build makes, and one that it chooses.
//!
//! `wasm:glue` is wasm-bindgen's JavaScript as [`super::glue`] leaves it: what the loader exports, `imports` for
//! `WebAssembly.instantiate`, and `attach(instance)` to be called with the result. `wasm:bytes` has the module as text:
//! `bytes()` gives its bytes, and `release()` lets go of the text. `wasm:instance` is the file of
//! `npm/` that says where an entry's wasm comes from. `wasm:dom`, `wasm:failures`, `wasm:load`,
//! `wasm:messenger`, `wasm:options` and `wasm:page` are these files of `src/web/` where the glue has them from, so that both
//! have the same ones.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::bundle::Sources;
use super::encode;
use crate::process::read;
use crate::workspace::Workspace;

/// The identity of the generated module.
const BYTES: &str = "wasm:bytes";

/// Modules by their path in the repository.
#[derive(Debug)]
pub(super) struct Inputs<'a> {
    root: &'a Path,
    glue: String,
    encoded: &'a str,
    instance: &'static str,
}

impl<'a> Inputs<'a> {
    /// `glue` is the file that `wasm:glue` means, `instance` the one that `wasm:instance` means.
    pub(super) fn new(
        workspace: &'a Workspace,
        glue: &Path,
        encoded: &'a str,
        instance: &'static str,
    ) -> Self {
        let root = workspace.root();
        let glue = glue.strip_prefix(root).unwrap_or(glue).to_string_lossy().into_owned();
        Self { root, glue, encoded, instance }
    }
}

impl Inputs<'_> {
    /// Where the glue has its own copy of a file of the crate's, as wasm-bindgen names it.
    fn beside(&self, file: &str) -> Result<String> {
        let glue = read(&self.root.join(&self.glue))?;
        let import = glue.split(['"', '\'']).find(|part| part.starts_with("./") && part.ends_with(file));
        self.resolve(&self.glue, import.with_context(|| format!("the glue does not import {file}"))?)
    }
}

impl Sources for Inputs<'_> {
    fn resolve(&self, importer: &str, specifier: &str) -> Result<String> {
        match specifier {
            "wasm:glue" => Ok(self.glue.clone()),
            BYTES => Ok(BYTES.to_owned()),
            "wasm:instance" => Ok(self.instance.to_owned()),
            "wasm:dom" | "wasm:failures" | "wasm:load" | "wasm:messenger" | "wasm:options" | "wasm:page" => {
                let file = specifier.replace("wasm:", "./") + ".js";
                self.resolve(&self.beside("/src/web/load.js")?, &file)
            }
            relative if relative.starts_with("./") || relative.starts_with("../") => {
                let directory = Path::new(importer).parent().context("the importer is no file")?;
                Ok(normalize(&directory.join(relative))?.to_string_lossy().into_owned())
            }
            _ => {
                bail!("only files (`./…`) and the modules `wasm:…` of xtask/src/build/inputs.rs are bundled")
            }
        }
    }

    fn load(&self, id: &str) -> Result<String> {
        if id == BYTES { Ok(encode::module(self.encoded)) } else { read(&self.root.join(id)) }
    }
}

/// The same path without `.` and `..`.
fn normalize(path: &Path) -> Result<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.pop() => {}
            Component::ParentDir => bail!("it leaves the repository"),
            other => normal.push(other),
        }
    }
    Ok(normal)
}
