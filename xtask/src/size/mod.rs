//! `cargo xtask size`: what a page downloads and what the module holds in memory, against the limits.

mod items;

use std::fmt;
use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasmparser::{Parser, Payload};

use crate::build::{self, ENTRIES, Wasm};
use crate::output::Output;
use crate::workspace::Workspace;

/// Bytes in a KB, as the limits count them.
const KB: usize = 1024;

/// Bytes that an entry may have over the wire, compressed with brotli 11.
struct Limit {
    file: &'static str,
    /// What it may have.
    limit: usize,
    /// What it should have.
    aim: usize,
}

/// Every bundled entry has its limit here.
const LIMITS: &[Limit] = &[
    Limit { file: "index.js", limit: 66 * KB, aim: 50 * KB },
    Limit { file: "index.cjs", limit: 66 * KB, aim: 50 * KB },
    Limit { file: "auto.js", limit: 66 * KB, aim: 50 * KB },
    // With the wasm beside it. The wasm as text is sorted for compression, as a file it is not.
    Limit { file: "wasm.js", limit: 52 * KB, aim: 40 * KB },
];

/// Pages of 64 KiB that the module's memory may have before anything runs.
const PAGES: u64 = 4;
/// Pages that it should have.
const PAGES_AIM: u64 = 2;

/// Bytes of one file: as it is, with gzip -9, with brotli 11.
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table of what is in `dist/`; an error over a limit.
pub(crate) fn size(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let mut over = Vec::new();
    output
        .say(&format!("{:<12} {:>9} {:>9} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli", "limit", "aim"))?;
    let wasm =
        fs::read(build::wasm_file(workspace)).context("cannot read the wasm; cargo xtask build makes it")?;
    let wasm_sizes = measure(&wasm)?;
    output.say(&format!("{:<12} {wasm_sizes}", build::CORE))?;
    for entry in ENTRIES {
        let file = workspace.dist().join(entry.file);
        let code = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let (mut name, mut sizes) = (entry.file, measure(&code)?);
        let limit = LIMITS.iter().find(|limit| limit.file == entry.file);
        let limit = limit.with_context(|| format!("{} has no limit in xtask/src/size/mod.rs", entry.file))?;
        if entry.wasm == Wasm::Beside {
            output.say(&format!("{name:<12} {sizes}"))?;
            (name, sizes) = ("+ core.wasm", sizes.and(&wasm_sizes));
        }
        output.say(&format!("{name:<12} {sizes} {:>9} {:>9}", limit.limit, limit.aim))?;
        if sizes.brotli > limit.limit {
            over.push(format!("{} is {} bytes over its limit", entry.file, sizes.brotli - limit.limit));
        }
    }
    let pages = initial_pages(&wasm)?;
    output.say(&format!("memory at rest: {pages} pages of 64 KiB (limit {PAGES}, aim {PAGES_AIM})"))?;
    if pages > PAGES {
        over.push(format!("the memory at rest is {pages} pages, over its limit of {PAGES}"));
    }
    items::largest(&build::named_wasm(workspace, output)?, output)?;
    if !over.is_empty() {
        bail!("{}", over.join("; "));
    }
    Ok(())
}

impl Sizes {
    /// Those of two files that are sent one by one.
    const fn and(&self, other: &Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>9} {:>9} {:>9}", self.raw, self.gzip, self.brotli)
    }
}

fn measure(bytes: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli(bytes)? })
}

/// The size under brotli 11 with its default window, as servers compress ahead of time.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params)?;
    Ok(compressed.len())
}

/// The pages that the module's own memory starts with.
fn initial_pages(wasm: &[u8]) -> Result<u64> {
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::MemorySection(memories) = payload? {
            let memory = memories.into_iter().next().context("the module declares no memory")??;
            return Ok(memory.initial);
        }
    }
    bail!("the module has no memory section")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_limit() {
        for entry in ENTRIES {
            assert!(LIMITS.iter().any(|limit| limit.file == entry.file), "{}", entry.file);
        }
    }

    #[test]
    fn reads_the_initial_memory() {
        // A header, and a memory section with one memory that starts with three pages.
        let wasm = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x03";
        assert_eq!(initial_pages(wasm).ok(), Some(3));
        assert!(initial_pages(b"\0asm\x01\0\0\0").is_err());
    }

    #[test]
    fn compresses() {
        let sizes = measure(&[b'a'; 10_000]).ok();
        assert!(sizes.is_some_and(|sizes| sizes.raw == 10_000 && sizes.gzip < 100 && sizes.brotli < 100));
    }
}
