//! Stage `licences`: checks the licence and the source of every crate, and finds crates that a page would load twice
//! and unmaintained ones, from `cargo metadata`, offline; checks npm packages for known vulnerabilities, if the
//! registry responds.
//!
//! `cargo-deny` does the first part but takes ten minutes to compile, and its advisories come from a repository that
//! is not available offline. The licence expressions are parsed by the crate that it uses.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::build::{PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::node;
use crate::workspace::Workspace;

/// Licences that dependencies may have; of several alternatives, one is enough.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates under other licences, which only tests use: they are not published.
const OF_TESTS: &[&str] = &["webdriver"];

/// Unmaintained crates.
const UNMAINTAINED: &[&str] =
    &["ansi_term", "atty", "dotenv", "failure", "json", "serde_yaml", "structopt", "term", "wee_alloc"];

/// Prefix by which cargo marks a crate of the registry.
const REGISTRY: &str = "registry+";

/// Runs the stage.
pub(crate) fn licences(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let metadata = Command::cargo().args(["metadata", "--format-version", "1", "--locked"]);
    let metadata: Value = serde_json::from_str(&metadata.dir(workspace.root()).read()?)?;
    let packages =
        metadata.get("packages").and_then(Value::as_array).context("cargo metadata has no packages")?;
    let mut findings: Vec<_> = packages.iter().filter_map(finding).collect();
    findings.extend(duplicates(&in_page(workspace)?));
    for finding in &findings {
        output.say(finding)?;
    }
    if !findings.is_empty() {
        bail!("{} dependencies break the rules of xtask/src/test/licences.rs", findings.len());
    }
    output.say(&format!("{} crates have licences and sources that they may have", packages.len()))?;
    audit(workspace, output)
}

/// The finding for a package of cargo's metadata, if any.
fn finding(package: &Value) -> Option<String> {
    let text = |name: &str| package.get(name).and_then(Value::as_str);
    let name = text("name").unwrap_or_default();
    // Licences of this repository's own crates are checked when they are published.
    let source = text("source")?;
    if !source.starts_with(REGISTRY) {
        return Some(format!("{name} comes from no registry: take a published version"));
    }
    if UNMAINTAINED.contains(&name) {
        return Some(format!("{name} is maintained no more: take what its own page names instead"));
    }
    let Some(licence) = text("license") else { return Some(format!("{name} names no licence")) };
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Err(_) => Some(format!("{name} has a licence that is no SPDX expression: {licence}")),
        Ok(expression) if !expression.evaluate(is_allowed) && !OF_TESTS.contains(&name) => {
            Some(format!("{name} has a licence that is not in ALLOWED: {licence}"))
        }
        Ok(_) => None,
    }
}

fn is_allowed(wanted: &LicenseReq) -> bool {
    wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name))
}

/// Crates that a page loads: name and version.
fn in_page(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let read = |line: &str| {
        let (name, rest) = line.split_once(' ')?;
        Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
    };
    Ok(compiled_into(workspace, PACKAGE, "{p}")?.lines().filter_map(read).collect())
}

/// Crates that cargo compiles into a package's wasm, one a line, without build dependencies and tests.
pub(crate) fn compiled_into(workspace: &Workspace, package: &str, format: &str) -> Result<String> {
    let tree = Command::cargo().args(["tree", "--locked", "--package", package, "--target", TARGET]);
    let tree = tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", format]);
    tree.dir(workspace.root()).read()
}

/// Crates in more than one version, each of which a page would load.
fn duplicates(crates: &[(String, String)]) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, version) in crates {
        let known = versions.entry(name).or_default();
        if !known.contains(&version.as_str()) {
            known.push(version);
        }
    }
    let twice = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    twice
        .map(|(name, versions)| format!("a page would load {name} as {}", versions.join(" and as ")))
        .collect()
}

/// Known vulnerabilities of the npm packages that build ours; the published ones contain no others.
fn audit(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let audit = node::npm()?.args(["audit", "--json", "--audit-level=none"]).dir(workspace.root());
    let found = audit.read().ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(counts) = found.as_ref().and_then(|found| found.pointer("/metadata/vulnerabilities")) else {
        return output.say("npm audit: the registry does not answer");
    };
    let count = |level: &str| counts.get(level).and_then(Value::as_u64).context("npm audit has another form");
    let (critical, high, total) = (count("critical")?, count("high")?, count("total")?);
    if critical + high > 0 {
        bail!("npm audit: {critical} critical and {high} high; type: npm audit");
    }
    output.say(&format!("npm audit: none that is high, of {total}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_may_not_be_used_is_found() {
        let package = |name: &str, source: &str, licence: &str| {
            finding(&json!({ "name": name, "source": source, "license": licence }))
        };
        let registry = "registry+index";
        for licence in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert_eq!(package("a", registry, licence), None);
        }
        for (name, source, licence, says) in [
            ("a", registry, "GPL-3.0", "not in ALLOWED"),
            ("a", registry, "MIT AND GPL-3.0", "not in ALLOWED"),
            ("a", registry, "Whatever", "no SPDX"),
            ("a", "git+https://example.com/a", "MIT", "no registry"),
            ("wee_alloc", registry, "MIT", "maintained no more"),
        ] {
            assert!(package(name, source, licence).is_some_and(|found| found.contains(says)), "{says}");
        }
        let silent = finding(&json!({ "name": "a", "source": registry }));
        assert!(silent.is_some_and(|found| found.contains("no licence")));
        assert_eq!(finding(&json!({ "name": "ours" })), None);
    }

    #[test]
    fn a_crate_that_a_page_would_load_twice_is_found() {
        let crates = [("a", "v1"), ("b", "v1"), ("a", "v2"), ("a", "v1")];
        let crates = crates.map(|(name, version)| (name.to_owned(), version.to_owned()));
        assert_eq!(duplicates(&crates), ["a page would load a as v1 and as v2"]);
    }
}
