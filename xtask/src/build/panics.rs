//! A panic ends the module at once, and nothing of its message is inside.
//!
//! A panic in wasm stops the module with `unreachable` whatever the message says, and no hook prints it here. But the
//! standard library keeps all that would write the message: the formatting of numbers and texts, and the place of every
//! check. To leave it out when the standard library is compiled takes a nightly Rust. So this takes the compiled
//! module, before wasm-bindgen and wasm-opt see it: the functions that begin a panic, and those that only write its
//! message, become `unreachable`, and the sources' names are wiped ([`Traps`]). wasm-opt then drops what only they
//! needed, the arguments at every call among it.
//!
//! What formats on purpose would stop as well. The loader does not (ARCHITECTURE.md, "The wasm's diet").

mod places;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::traps::Traps;

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

/// What there is only for panics.
///
/// # Errors
/// Where the module has no names, or no panic: then this would do nothing, and the package would grow unseen.
pub(super) fn find(wasm: &[u8]) -> Result<Traps> {
    let functions = panicking(wasm)?;
    if functions.is_empty() {
        bail!("no function of the module begins a panic; does Rust name them otherwise now?");
    }
    Ok(Traps { functions, wiped: places::find(wasm)? })
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

#[cfg(test)]
mod tests;
