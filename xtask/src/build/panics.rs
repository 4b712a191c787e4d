//! A panic ends the module at once, and nothing of its message is inside.
//!
//! A panic in wasm stops the module with `unreachable` whatever the message says, and no hook prints it here. But the
//! standard library keeps all that would write the message: the formatting of numbers and texts, and the place of every
//! check. To leave it out when the standard library is compiled takes a nightly Rust. So this takes the compiled
//! module, before wasm-bindgen and wasm-opt see it: the functions that begin a panic, and those that only write its
//! message, become `unreachable`, and the sources' names are wiped. wasm-opt then drops what only they needed, the
//! arguments at every call among it.
//!
//! What formats on purpose would stop as well. The loader does not (ARCHITECTURE.md, "The wasm's diet").

mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Result, anyhow, bail};
use rustc_demangle::demangle;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, DataSection, Function, Instruction, Module};
use wasmparser::{Data, FunctionBody, KnownCustom, Name, Parser, Payload, TypeRef};

/// What the names of functions that are only for panics begin with.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::fmt::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::",
    "std::alloc::rust_oom",
    "std::alloc::default_alloc_error_hook",
];

/// What stands in the names of functions that write a value as text.
const FORMATTING: &[&str] = &[" as core::fmt::"];

/// The module whose panics are a bare `unreachable`.
///
/// # Errors
/// Where the module has no names, or no panic: then this would do nothing, and the package would grow unseen.
pub(super) fn trap(wasm: &[u8]) -> Result<Vec<u8>> {
    let functions = panicking(wasm)?;
    if functions.is_empty() {
        bail!("no function of the module begins a panic; does Rust name them otherwise now?");
    }
    let mut module = Module::new();
    let mut trap = Trap { functions, next: imported(wasm)?, wiped: places::find(wasm)? };
    match trap.parse_core_module(&mut module, Parser::new(0), wasm) {
        Ok(()) => Ok(module.finish()),
        Err(error) => Err(anyhow!("the module cannot be written anew: {error}")),
    }
}

/// The indices of the functions that are only for panics.
fn panicking(wasm: &[u8]) -> Result<BTreeSet<u32>> {
    let names = names(wasm)?;
    let only_for_panics = |name: &str| {
        PANICS.iter().any(|start| name.starts_with(start))
            || FORMATTING.iter().any(|part| name.contains(part))
    };
    Ok(names.into_iter().filter(|(_, name)| only_for_panics(name)).map(|(index, _)| index).collect())
}

/// The functions' names as a programmer writes them.
fn names(wasm: &[u8]) -> Result<BTreeMap<u32, String>> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            let Name::Function(functions) = subsection? else { continue };
            let named = functions.into_iter().map(|naming| {
                let naming = naming?;
                // The alternate form leaves out the hash of legacy names and the crates' ids of new ones.
                Ok((naming.index, format!("{:#}", demangle(naming.name)).replace(['<', '&'], "")))
            });
            return named.collect();
        }
    }
    bail!("the module does not name its functions; was it stripped?")
}

/// How many functions the module imports; the first of its own has this index.
fn imported(wasm: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            if matches!(import?.ty, TypeRef::Func(_)) {
                count += 1;
            }
        }
    }
    Ok(count)
}

struct Trap {
    functions: BTreeSet<u32>,
    /// The index of the function that comes next.
    next: u32,
    /// The addresses of what only messages of panics show.
    wiped: Vec<Range<usize>>,
}

impl Reencode for Trap {
    type Error = std::convert::Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error> {
        let index = self.next;
        self.next += 1;
        if !self.functions.contains(&index) {
            return reencode::utils::parse_function_body(self, code, body);
        }
        let mut function = Function::new([]);
        function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
        code.function(&function);
        Ok(())
    }

    fn parse_data(&mut self, data: &mut DataSection, datum: Data<'_>) -> Result<(), reencode::Error> {
        let mut bytes = datum.data.to_vec();
        if let Some(base) = places::base(&datum) {
            for wiped in &self.wiped {
                if let Some(range) = places::within(wiped, base, bytes.len())
                    && let Some(text) = bytes.get_mut(range)
                {
                    text.fill(0);
                }
            }
        }
        reencode::utils::parse_data(self, data, Data { data: &bytes, ..datum })
    }
}

#[cfg(test)]
mod tests;
