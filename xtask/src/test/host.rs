//! Tests that run on this machine: of everything but the browser, and of journeys that drive one.
//!
//! cargo resolves the features of shared dependencies over the packages that a command selects. Where two stages
//! select differently, it compiles such a dependency twice, so every stage takes the same two selections: xtask
//! alone, as `cargo xtask` itself compiled it, and all the others.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::output::Output;
use crate::process::{Command, find_program};
use crate::setup::browsers;
use crate::workspace::Workspace;

/// The first selection of packages.
pub(super) const XTASK: &[&str] = &["--package", "xtask"];
/// The second.
pub(super) const OTHERS: &[&str] = &["--workspace", "--exclude", "xtask"];

/// The package whose tests are journeys in a real browser.
const JOURNEYS: &str = "e2e";

/// Stage `host`: every test but the journeys.
pub(super) fn host(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let cargo = |selection: &[&str]| {
        Command::cargo()
            .args(["test", "--no-fail-fast"])
            .args(selection.iter().copied())
            .dir(workspace.root())
    };
    let mut others = cargo(OTHERS).args(["--lib", "--bins"]);
    for (package, test) in integration_tests(workspace)? {
        if package != JOURNEYS && package != "xtask" {
            others = others.args(["--test".to_owned(), test]);
        }
    }
    output.run(&cargo(XTASK))?;
    output.run(&others)?;
    output.run(&cargo(OTHERS).arg("--doc"))
}

/// Stage `e2e`: journeys in a real browser, against the demo server and what is in `dist/`.
pub(super) fn journeys(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let mut tests = Command::cargo().arg("test").args(OTHERS.iter().copied());
    let mut found = integration_tests(workspace)?;
    found.retain(|(package, _)| package == JOURNEYS);
    if found.is_empty() {
        // Without a name, cargo would run every other test.
        bail!("the package {JOURNEYS} has no tests");
    }
    for (_, test) in found {
        tests = tests.args(["--test".to_owned(), test]);
    }
    let driver = browsers::chromedriver()?;
    let browser = find_program("chromium").context("chromium is not on PATH")?;
    let tests = tests.env("CHROMEDRIVER", driver).env("CHROMIUM", browser).env("DIST", workspace.dist());
    output.run(&tests.dir(workspace.root()))
}

/// The package and the name of every integration test of the workspace.
fn integration_tests(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let metadata = Command::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .dir(workspace.root())
        .read()?;
    read_tests(&serde_json::from_str(&metadata)?).context("cargo metadata has another form than expected")
}

fn read_tests(metadata: &Value) -> Option<Vec<(String, String)>> {
    let mut tests = Vec::new();
    for package in metadata.get("packages")?.as_array()? {
        let name = package.get("name")?.as_str()?;
        for target in package.get("targets")?.as_array()? {
            let is_test = target.get("kind")?.as_array()?.iter().any(|kind| kind == "test");
            if is_test && target.get("test")?.as_bool()? {
                tests.push((name.to_owned(), target.get("name")?.as_str()?.to_owned()));
            }
        }
    }
    Some(tests)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read_tests;

    #[test]
    fn finds_the_integration_tests() {
        let metadata = json!({"packages": [
            {"name": "a", "targets": [
                {"name": "a", "kind": ["lib"], "test": true},
                {"name": "one", "kind": ["test"], "test": true},
                {"name": "off", "kind": ["test"], "test": false},
            ]},
            {"name": "b", "targets": [{"name": "two", "kind": ["test"], "test": true}]},
        ]});
        let tests = read_tests(&metadata).unwrap_or_default();
        assert_eq!(tests, [("a".to_owned(), "one".to_owned()), ("b".to_owned(), "two".to_owned())]);
        assert!(read_tests(&json!({})).is_none());
    }
}
