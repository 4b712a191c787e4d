//! terser, from npm, pinned in the root's package-lock.json.
//!
//! oxc leaves a function where it stands; terser writes one that is used once into the place of its use, folds what
//! can be folded there, and puts declarations next to each other, which compresses better.

use anyhow::{Context, Result};

use super::bundle;
use super::kept::{Files, made};
use crate::output::Output;
use crate::process::Command;
use crate::setup;
use crate::workspace::Workspace;

/// Among terser's options those with which all entries together are smallest under brotli 11.
const OPTIONS: &str = "passes=2,hoist_funs=true,unsafe_arrows=true";

/// A bundle of [`bundle::bundle`] that does the same in fewer bytes; `file` is its name in `dist/`.
pub(super) fn minify(workspace: &Workspace, file: &str, code: &str, output: &mut Output) -> Result<String> {
    let [before, after] = ["input", "output"].map(|folder| format!("terser/{folder}/{file}"));
    let files = Files { before: &before, after: &after };
    let minified = made(workspace, command(workspace), &files, code.as_bytes(), output)?;
    let minified = String::from_utf8(minified).context("terser wrote no UTF-8")?;
    bundle::check(&format!("dist/{file} as terser wrote it"), &minified)?;
    Ok(minified)
}

/// Without `--mangle`: the names that oxc gave are shorter.
fn command(workspace: &Workspace) -> Command {
    Command::new(setup::node::tool(workspace, "terser"))
        // The top level is a module's, or going to be a strict function's.
        .args(["--module", "--ecma", "2020"])
        // What becomes an arrow function never says `this`; it is unsafe only for who calls `new` on it all the same.
        .args(["--compress", OPTIONS])
        // It would escape `-->` wherever the wasm's text has one; what is pasted into a page may hold that, but no `<`.
        .args(["--format", "inline_script=false"])
}
