//! Makes wasm-bindgen's JavaScript and its module smaller, together.
//!
//! The two name each other's functions in full: every import and every export stands in both, with a hash. And the
//! JavaScript can do more than this package asks of it. So, in order: [`join`] puts all imports into one object; [`trim`] takes out what never runs here;
//! [`Glue::merge`] lets imports whose JavaScript is the same share one function, and drops the exports that the
//! JavaScript does not use; then wasm-opt has its turn and finds more that nothing needs; [`Glue::shorten`] replaces
//! the names, in both, and leaves out the functions that the module no longer imports.
//!
//! The JavaScript is cut at the spans of oxc's syntax tree, never searched as text. What does not have the expected
//! shape, or a name that the other side lacks, is an error: it means another wasm-bindgen than the pinned one.

mod direct;
mod edit;
mod module;
mod script;
#[cfg(test)]
mod tests;
mod trim;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

pub(super) use self::direct::join;
pub(crate) use self::module::exports;
pub(super) use self::module::without_export;
use self::script::{Script, ShortNames};
pub(super) use self::trim::TYPES;

/// wasm-bindgen's JavaScript, trimmed and taken apart.
#[derive(Debug)]
pub(super) struct Glue {
    script: Script,
    /// The name of every import, to that of the first import whose JavaScript is the same.
    same: BTreeMap<String, String>,
}

impl Glue {
    /// Reads the JavaScript that wasm-bindgen wrote for the target `web`.
    pub(super) fn read(source: &str) -> Result<Self> {
        let script = Script::read(trim::trim(source)?)?;
        let mut first = BTreeMap::new();
        let mut same = BTreeMap::new();
        for (name, code) in script.functions() {
            let known = first.entry(code).or_insert_with(|| name.to_owned());
            same.insert(name.to_owned(), known.clone());
        }
        Ok(Self { script, same })
    }

    /// The module with one import for all that do the same, and without exports that the JavaScript does not use.
    pub(super) fn merge(&self, wasm: &[u8]) -> Result<Vec<u8>> {
        let exported = module::exports(wasm)?;
        for used in self.script.exports() {
            if !exported.iter().any(|name| name == used) {
                bail!("the JavaScript uses `wasm.{used}`, which the module does not export");
            }
        }
        for import in module::imports(wasm)? {
            if import.module != self.script.module() {
                bail!(
                    "the module imports `{}` from \"{}\"; the JavaScript offers only \"{}\"",
                    import.name,
                    import.module,
                    self.script.module()
                );
            }
        }
        module::rename(
            wasm,
            |import| {
                let same = self.same.get(import.name).cloned();
                let same = same.with_context(|| {
                    format!("the module imports `{}`, which the JavaScript does not have", import.name)
                })?;
                Ok((self.script.module().to_owned(), same))
            },
            |name| self.script.exports().any(|used| used == name).then(|| name.to_owned()),
        )
    }

    /// The JavaScript and the module with short names, given the module as [`Self::merge`] made it or, after that,
    /// as wasm-opt left it.
    pub(super) fn shorten(&self, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
        let mut names = ShortNames::default();
        for import in module::imports(wasm)? {
            if !names.imports.contains(&import.name) {
                names.imports.push(import.name);
            }
        }
        for export in module::exports(wasm)? {
            let short = letters(names.exports.len());
            names.exports.insert(export, short);
        }
        let code = self.script.write(&names)?;
        let wasm = module::rename(
            wasm,
            |import| {
                let index = names.imports.iter().position(|known| known == import.name);
                let index = index.with_context(|| format!("`{}` has no short name", import.name))?;
                Ok((script::MODULE.to_owned(), index.to_string()))
            },
            |name| names.exports.get(name).cloned(),
        )?;
        Ok((code, wasm))
    }
}

/// `a`, `b`, … `z`, `aa`, `ab`, …
fn letters(mut number: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.extend((b'a'..=b'z').nth(number % 26).map(char::from));
        if number < 26 {
            return name.into_iter().rev().collect();
        }
        number = number / 26 - 1;
    }
}
