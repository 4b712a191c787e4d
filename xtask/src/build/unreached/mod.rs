//! What nothing that JavaScript can call leads to.
//!
//! The linker keeps what a `__wbindgen_describe_…` function takes the address of, and so does wasm-opt, since it then
//! stands in the table: closures of imports that the module has not got, and all that those call. wasm-bindgen reads
//! these functions and takes them out, but not from the table. A table of addresses (a vtable) keeps its functions in
//! the same way, whoever refers to it. So this follows calls and addresses from what the package really uses; what is
//! never met becomes a trap, or zeros.

mod linked;
mod notes;

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use self::linked::{Linked, Target};
use super::traps::Traps;

/// What a function begins with that tells wasm-bindgen the signature of an import or an export.
const DESCRIBE: &str = "__wbindgen_describe_";

/// What the name of an import begins with; where it is described and absent, the linker left it out.
const IMPORT: &str = "__wbg_";

/// `traps`, and all that is never met when these are traps and these exports go.
///
/// # Errors
/// Where the linker noted nothing (see [`Linked`]), or everything is met: then this would do nothing, and the package
/// would grow unseen.
pub(super) fn find(wasm: &[u8], mut traps: Traps, gone: &[&str]) -> Result<Traps> {
    let linked = Linked::read(wasm)?;
    let met = Met::of(&linked, &traps, gone);
    let described = described(&linked);
    let dead = |index: &u32| !met.functions.contains(index) && !described.contains(index);
    let before = traps.functions.len();
    traps.functions.extend(linked.calls.keys().copied().filter(dead));
    if traps.functions.len() == before {
        bail!("every function of the module is met; does wasm-bindgen describe imports otherwise now?");
    }
    let symbols = linked.symbols.into_iter();
    // Pieces that are the same, or one the end of another, share their bytes.
    let used = |start, end| met.data.iter().any(|(from, to)| *from < end && start < *to);
    traps.wiped.extend(symbols.filter(|symbol| !used(symbol.start, symbol.end)));
    Ok(traps)
}

/// Everything that is called, or that has its address taken, by something met before.
#[derive(Default)]
struct Met {
    functions: BTreeSet<u32>,
    /// The first address of each piece of data, and the one after its last.
    data: BTreeSet<(usize, usize)>,
}

impl Met {
    fn of(linked: &Linked<'_>, traps: &Traps, gone: &[&str]) -> Self {
        let mut met = Self::default();
        let mut next: Vec<Target> = linked
            .exports
            .iter()
            .filter(|(name, _)| !gone.contains(name) && !is_of_import(linked, name))
            .map(|(_, index)| *index)
            .chain(linked.start)
            .map(Target::Function)
            .collect();
        // Nothing says when an address in data without a name is read.
        let unnamed = |place: &usize| !linked.symbols.iter().any(|symbol| symbol.contains(place));
        next.extend(linked.data.iter().filter(|(place, _)| unnamed(place)).map(|(_, target)| target.clone()));
        while let Some(target) = next.pop() {
            match target {
                Target::Function(index) => {
                    if !met.functions.insert(index) || traps.functions.contains(&index) {
                        continue;
                    }
                    let calls = linked.calls.get(&index).into_iter().flatten();
                    next.extend(calls.copied().map(Target::Function));
                    next.extend(linked.addresses.get(&index).into_iter().flatten().cloned());
                    next.extend(description(linked, index).map(Target::Function));
                }
                Target::Data(range) => {
                    if met.data.insert((range.start, range.end)) {
                        next.extend(linked.data.range(range).map(|(_, target)| target.clone()));
                    }
                }
            }
        }
        met
    }
}

/// Whether an export describes an import: then it matters only where that import is called.
fn is_of_import(linked: &Linked<'_>, name: &str) -> bool {
    name.strip_prefix(DESCRIBE).is_some_and(|described| {
        !linked.exports.contains_key(described)
            && (described.starts_with(IMPORT) || linked.imports.contains(&described))
    })
}

/// The function that describes an imported one.
fn description(linked: &Linked<'_>, import: u32) -> Option<u32> {
    let name = linked.imports.get(usize::try_from(import).ok()?)?;
    linked.exports.get(format!("{DESCRIBE}{name}").as_str()).copied()
}

/// The functions that wasm-bindgen runs to read the descriptions, all of them; it takes them out itself.
fn described(linked: &Linked<'_>) -> BTreeSet<u32> {
    let exports = linked.exports.iter().filter(|(name, _)| name.starts_with(DESCRIBE));
    let mut next: Vec<u32> = exports.map(|(_, index)| *index).collect();
    let mut found = BTreeSet::new();
    while let Some(index) = next.pop() {
        if found.insert(index) {
            next.extend(linked.calls.get(&index).into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests;
