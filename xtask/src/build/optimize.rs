//! wasm-opt, from npm's `binaryen`, pinned in the root's package-lock.json.
//!
//! It gets just the features that rustc used, read from the module itself: with more it makes modules that browsers
//! refuse.

use std::fs;

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload};

use super::kept::{Files, made};
use crate::output::Output;
use crate::process::Command;
use crate::setup;
use crate::workspace::Workspace;

/// What [`optimize`] read last, which [`named`] reads again.
const INPUT: &str = "wasm-opt/input.wasm";

/// rustc's name of a feature and wasm-opt's switch for it. A feature that is not here fails the build, so that a new
/// Rust is looked at before its modules ship.
const FEATURES: &[(&str, &str)] = &[
    ("bulk-memory", "--enable-bulk-memory"),
    ("bulk-memory-opt", "--enable-bulk-memory-opt"),
    ("call-indirect-overlong", "--enable-call-indirect-overlong"),
    ("multivalue", "--enable-multivalue"),
    ("mutable-globals", "--enable-mutable-globals"),
    ("nontrapping-fptoint", "--enable-nontrapping-float-to-int"),
    ("reference-types", "--enable-reference-types"),
    ("sign-ext", "--enable-sign-ext"),
];

/// A smaller module that does the same.
pub(super) fn optimize(workspace: &Workspace, wasm: &[u8], output: &mut Output) -> Result<Vec<u8>> {
    let files = Files { before: INPUT, after: "wasm-opt/output.wasm" };
    made(workspace, wasm_opt(workspace, wasm)?.arg("--strip-debug"), &files, wasm, output)
}

/// The module that [`optimize`] made last, as it would be with the names of its functions.
pub(super) fn named(workspace: &Workspace, output: &mut Output) -> Result<Vec<u8>> {
    let [before, after] = [INPUT, "wasm-opt/named.wasm"].map(|file| workspace.intermediate(file));
    let wasm = fs::read(&before).with_context(|| format!("cannot read {}", before.display()))?;
    output.run(&wasm_opt(workspace, &wasm)?.arg("--debuginfo").arg("-o").args([&after, &before]))?;
    fs::read(&after).with_context(|| format!("cannot read {}", after.display()))
}

/// wasm-opt with everything that makes `wasm` smaller.
fn wasm_opt(workspace: &Workspace, wasm: &[u8]) -> Result<Command> {
    Ok(Command::new(setup::node::tool(workspace, "wasm-opt"))
        // Without the first, wasm-opt adds what it enables by default.
        .args(["--mvp-features", "-Oz"])
        // Of the lowest kilobyte, only the stack's very end is there: no pointer is so small that an offset under
        // 1024 made it wrap around.
        .arg("--low-memory-unused")
        .args(switches(wasm)?)
        .args(["--strip-target-features", "--strip-producers"]))
}

/// The switches for the features in the module's `target_features` section.
fn switches(wasm: &[u8]) -> Result<Vec<&'static str>> {
    let mut switches = Vec::new();
    for feature in features(wasm)? {
        let Some((_, switch)) = FEATURES.iter().find(|(name, _)| *name == feature) else {
            bail!("rustc used the wasm feature `{feature}`, which xtask/src/build/optimize.rs does not know");
        };
        switches.push(*switch);
    }
    Ok(switches)
}

fn features(wasm: &[u8]) -> Result<Vec<String>> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload? else { continue };
        if section.name() == "target_features" {
            return read_features(section.data()).context("the section `target_features` cannot be read");
        }
    }
    bail!("the module has no section `target_features`; do not strip it before this")
}

/// The section holds a count, then per feature a prefix (`+` for used), the name's length, and the name. Every number
/// here is under 128, which takes one byte.
fn read_features(data: &[u8]) -> Option<Vec<String>> {
    let (count, mut rest) = data.split_first()?;
    let mut features = Vec::new();
    for _ in 0..*count {
        let (prefix, after) = rest.split_first()?;
        let (length, after) = after.split_first()?;
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        if *prefix == b'+' {
            features.push(std::str::from_utf8(name).ok()?.to_owned());
        }
        rest = after;
    }
    Some(features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_features_that_are_used() {
        let data = b"\x02+\x08sign-ext-\x0bbulk-memory";
        assert_eq!(read_features(data), Some(vec!["sign-ext".to_owned()]));
        assert_eq!(read_features(b"\x02+\x08sign"), None);
    }
}
