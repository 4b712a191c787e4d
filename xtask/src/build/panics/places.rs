//! Where in the sources a panic happened, as the module has it: `core::panic::Location`.

use std::ops::Range;

use anyhow::Result;
use wasmparser::{Parser, Payload};

use crate::build::traps::{base, within};

/// The bytes of a `Location`: the address and the length of the file's name, the line, the column.
const SIZE: usize = 16;

/// The addresses of every place and of every file's name that one refers to.
pub(super) fn find(wasm: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::DataSection(section) = payload? else { continue };
        for datum in section {
            let datum = datum?;
            if let Some(base) = base(&datum) {
                segments.push((base, datum.data));
            }
        }
    }
    let mut found = Vec::new();
    for (base, data) in &segments {
        for at in (0..data.len().saturating_sub(SIZE - 1)).step_by(4) {
            let Some(name) = data.get(at..).and_then(named) else { continue };
            if segments.iter().any(|(base, data)| is_source(text(data, *base, &name))) {
                found.push(base + at..base + at + SIZE);
                found.push(name);
            }
        }
    }
    Ok(found)
}

/// The addresses of the text whose address and length stand here.
fn named(data: &[u8]) -> Option<Range<usize>> {
    let word = |at: usize| {
        let bytes = data.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let (start, length) = (word(0)?, word(4)?);
    let plausible =
        (8..256).contains(&length) && (1..100_000).contains(&word(8)?) && (1..1_000).contains(&word(12)?);
    plausible.then(|| start..start + length)
}

fn text<'a>(data: &'a [u8], base: usize, name: &Range<usize>) -> &'a [u8] {
    within(name, base, data.len()).and_then(|range| data.get(range)).unwrap_or_default()
}

/// Whether this is the path of a file of Rust's, from its first byte to its last.
fn is_source(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\._-".contains(byte);
    let Ok(path) = std::str::from_utf8(text) else { return false };
    path.ends_with(".rs")
        && path.contains("src/")
        && text.iter().all(plain)
        && path.matches(".rs").count() == 1
}
