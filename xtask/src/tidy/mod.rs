//! `cargo xtask tidy`: rules of this repository that no other tool checks.
//!
//! A rule is a function from the repository's files to findings. To add one, add it to [`findings`], with a test in
//! which it fails.

mod code;
mod files;
mod layers;
mod places;
mod text;
mod versions;

use std::fmt;

use anyhow::{Result, bail};

use self::files::File;
use crate::output::Output;
use crate::workspace::Workspace;

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// Path from the repository's root.
    path: String,
    /// Line number, starting at one.
    line: usize,
    what: String,
    /// The fix.
    mend: String,
}

impl Finding {
    fn new(file: &File, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    mend: {}", self.path, self.line, self.what, self.mend)
    }
}

/// Checks every rule; the error has all findings.
pub(crate) fn tidy(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let files = files::collect(workspace)?;
    let findings = findings(&files, workspace.version());
    if findings.is_empty() {
        return output.say(&format!("{} files are in order", files.len()));
    }
    let list: Vec<_> = findings.iter().map(ToString::to_string).collect();
    bail!("{} in {} files:\n{}", count(findings.len()), files.len(), list.join("\n"))
}

fn count(findings: usize) -> String {
    if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") }
}

fn findings(files: &[File], version: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        findings.extend(places::exports(file));
        findings.extend(layers::direction(file));
        findings.extend(text::length(file));
        findings.extend(text::leftovers(file));
        findings.extend(text::machine_paths(file));
        findings.extend(text::registries(file));
    }
    findings.extend(versions::wasm_bindgen(files));
    findings.extend(versions::changelog(files, version));
    findings
}
