//! A module concatenator for this package's own JavaScript, on top of oxc's parser.
//!
//! It starts at an entry, follows its imports, puts each module's text once into one module scope, dependencies
//! first, and leaves minifying to oxc. It is no general bundler: what it cannot join correctly by putting texts one
//! after the other, it refuses with an error that names the file and the symbol. In particular nothing is ever
//! renamed, so two modules cannot have a top-level name in common (rename one of them).

mod es2020;
mod graph;
mod link;
mod minify;
mod module;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result};

/// Where modules come from: files, or a table in tests.
pub(crate) trait Sources {
    /// The identity of the module that `specifier` names inside the module `importer`.
    fn resolve(&self, importer: &str, specifier: &str) -> Result<String>;

    /// The source text of a module.
    fn load(&self, id: &str) -> Result<String>;
}

/// What the output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// An ECMAScript module with the entry's exports.
    Esm,
    /// A classic script in a function of its own; the entry's exports are dropped.
    Iife,
    /// A CommonJS module with the entry's exports.
    Cjs,
}

/// Checks a module that is published as it is written: a browser of 2020 can parse it.
pub(crate) fn check(id: &str, source: &str) -> Result<()> {
    module::check(id, source)
}

/// Bundles and minifies `entry` and everything that it imports: a top level that is a module's, or that [`finish`] puts
/// into a function.
pub(crate) fn bundle(entry: &str, sources: &dyn Sources, format: Format) -> Result<String> {
    let modules = graph::collect(entry, sources)?;
    let joined = link::join(&modules, format)?;
    minify::minify(&joined).with_context(|| format!("cannot minify the bundle of {entry}"))
}

/// A file with this top level.
pub(crate) fn finish(code: &str, format: Format) -> String {
    let code = ascii(code.trim_end());
    match format {
        Format::Esm => format!("{code}\n"),
        Format::Cjs => format!("\"use strict\";{code}\n"),
        Format::Iife => format!("(()=>{{\"use strict\";{code}}})();\n"),
    }
}

/// Every other character as `\\uXXXX`, which means the same wherever minified code can have one. A classic script is
/// read in its page's charset, which need not be UTF-8.
fn ascii(code: &str) -> String {
    let mut escaped = String::with_capacity(code.len());
    for character in code.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            let mut units = [0; 2];
            escaped.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    escaped
}
