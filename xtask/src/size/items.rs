//! What takes the most room in the wasm.

use anyhow::{Context, Result};
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::build;
use crate::output::Output;

/// How many items are shown.
const SHOWN: usize = 20;

/// Prints the largest items of a module whose functions have names: functions, and all data as one.
pub(super) fn largest(wasm: &[u8], output: &mut Output) -> Result<()> {
    let mut items = items(wasm)?;
    let total: usize = items.iter().map(|(size, _)| size).sum();
    items.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    output.say(&format!("the {SHOWN} largest of {} items, {total} bytes in all:", items.len()))?;
    for (size, name) in items.iter().take(SHOWN) {
        output.say(&format!("{size:>9}  {name}"))?;
    }
    Ok(())
}

/// Every item with its size in bytes.
fn items(wasm: &[u8]) -> Result<Vec<(usize, String)>> {
    let imported = usize::try_from(build::imported(wasm)?)?;
    let (mut bodies, mut names, mut data) = (Vec::new(), Vec::new(), 0);
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        let Name::Function(functions) = subsection? else { continue };
                        for naming in functions {
                            let naming = naming?;
                            names.push((usize::try_from(naming.index)?, short(naming.name)));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut items = vec![(data, "(data: texts and tables)".to_owned())];
    for (at, size) in bodies.into_iter().enumerate() {
        let known = names.iter().find(|(index, _)| *index == imported + at);
        let name = known.map_or_else(|| format!("(function {at})"), |(_, name)| name.clone());
        items.push((size, name));
    }
    items.iter().any(|(_, name)| name.contains("::")).then_some(items).context("the module has no names")
}

/// A function's name as a programmer writes it, without the crate's own name and the hash at its end.
fn short(name: &str) -> String {
    let name = format!("{:#}", demangle(name)).replace("intercom_messenger_loader::", "");
    match name.rsplit_once("::h") {
        Some((start, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            start.to_owned()
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_without_names_says_so() {
        assert!(items(b"\0asm\x01\0\0\0").is_err());
    }

    #[test]
    fn names_are_what_a_programmer_writes() {
        let mangled = "_ZN25intercom_messenger_loader4json6Reader5value17h1234567890abcdefE";
        assert_eq!(short(mangled), "json::Reader::value");
        assert_eq!(short("core::ptr::drop::h1234567890abcdef"), "core::ptr::drop");
    }
}
