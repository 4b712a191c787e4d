//! `cargo xtask size`: checks the download size of a page and the memory of the module against the limits.

use std::fmt;
use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasmparser::{Parser, Payload};

use crate::build;
use crate::output::Output;
use crate::workspace::Workspace;

/// Bytes in a KB, as the limits count them.
const KB: usize = 1024;

/// Files of the package that a page downloads together, and the limit of their size in bytes, compressed with brotli
/// 11.
struct Limit {
    files: &'static [&'static str],
    limit: usize,
    aim: usize,
}

/// Limits of the downloads.
const LIMITS: &[Limit] = &[
    Limit { files: &["index.js"], limit: 3 * KB, aim: 2 * KB },
    Limit { files: &["wasm.js"], limit: 3 * KB, aim: 2 * KB },
    Limit { files: &["auto.js"], limit: 4 * KB, aim: 3 * KB },
    Limit { files: &["index.js", "core-inside.js"], limit: 56 * KB, aim: 50 * KB },
    // Includes the launchers and the diagnosis, which the other entries load on demand.
    Limit { files: &["inline.js"], limit: 64 * KB, aim: 56 * KB },
    Limit { files: &["wasm.js", "core.js", build::CORE], limit: 55 * KB, aim: 40 * KB },
    Limit { files: &["auto.js", "core.js", build::CORE], limit: 55 * KB, aim: 40 * KB },
    // Replaces the core where WebAssembly is not allowed.
    Limit { files: &["core-without-wasm.js"], limit: 60 * KB, aim: 48 * KB },
];

/// Maximum initial memory of the module, in pages of 64 KiB.
const PAGES: u64 = 4;
/// Target for the initial memory, in pages.
const PAGES_AIM: u64 = 2;

/// Size of a file in bytes: uncompressed, with gzip -9, with brotli 11.
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints a table of the files in `dist/`; an error if one is over its limit.
pub(crate) fn size(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let mut over = Vec::new();
    output
        .say(&format!("{:<32} {:>9} {:>9} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli", "limit", "aim"))?;
    for Limit { files, limit, aim } in LIMITS {
        let mut sizes = Sizes { raw: 0, gzip: 0, brotli: 0 };
        for file in *files {
            let path = workspace.dist().join(file);
            let bytes = fs::read(&path)
                .with_context(|| format!("cannot read {}; cargo xtask build makes it", path.display()))?;
            sizes = sizes.and(&measure(&bytes)?);
        }
        let name = files.join(" + ");
        output.say(&format!("{name:<32} {sizes} {limit:>9} {aim:>9}"))?;
        if sizes.brotli > *limit {
            over.push(format!("{name} is {} bytes over its limit", sizes.brotli - limit));
        }
    }
    let pages = initial_pages(&fs::read(workspace.dist().join(build::CORE))?)?;
    output.say(&format!("memory at rest: {pages} pages of 64 KiB (limit {PAGES}, aim {PAGES_AIM})"))?;
    if pages > PAGES {
        over.push(format!("the memory at rest is {pages} pages, over its limit of {PAGES}"));
    }
    if !over.is_empty() {
        bail!("{}", over.join("; "));
    }
    Ok(())
}

impl Sizes {
    /// Sum of the sizes of two files that are sent separately.
    const fn and(&self, other: &Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>9} {:>9} {:>9}", self.raw, self.gzip, self.brotli)
    }
}

/// Initial size of a module's own memory, in pages.
fn initial_pages(wasm: &[u8]) -> Result<u64> {
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::MemorySection(memories) = payload? {
            let memory = memories.into_iter().next().context("the module declares no memory")??;
            return Ok(memory.initial);
        }
    }
    bail!("the module has no memory section")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compresses() {
        let sizes = measure(&[b'a'; 10_000]).ok();
        assert!(sizes.is_some_and(|sizes| sizes.raw == 10_000 && sizes.gzip < 100 && sizes.brotli < 100));
    }

    #[test]
    fn reads_the_initial_memory() {
        // A header, and a memory section with one memory that starts with three pages.
        let wasm = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x03";
        assert_eq!(initial_pages(wasm).ok(), Some(3));
        assert!(initial_pages(b"\0asm\x01\0\0\0").is_err());
    }
}
