//! Writing a wasm module anew.

use std::fmt::Display;

use anyhow::{Error, Result, anyhow};
use wasm_encoder::Module;
use wasm_encoder::reencode::{self, Reencode};
use wasmparser::{Parser, Payload, TypeRef};

/// The module with what `change` does differently.
pub(super) fn rewrite<E: Into<Error> + Display>(
    wasm: &[u8],
    mut change: impl Reencode<Error = E>,
) -> Result<Vec<u8>> {
    let mut module = Module::new();
    match change.parse_core_module(&mut module, Parser::new(0), wasm) {
        Ok(()) => Ok(module.finish()),
        Err(reencode::Error::UserError(error)) => Err(error.into()),
        Err(error) => Err(anyhow!("the module cannot be written anew: {error}")),
    }
}

/// How many functions the module imports; the first of its own has this index.
pub(crate) fn imported(wasm: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            count += u32::from(matches!(import?.ty, TypeRef::Func(_)));
        }
    }
    Ok(count)
}
