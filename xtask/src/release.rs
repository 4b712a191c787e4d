//! `cargo xtask release --dry-run`: checks everything about a release that can be checked before it is published, and
//! writes the files that are published beside the packages. `.github/workflows/publish.yml` publishes, started by a
//! tag.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha384};

use crate::build;
use crate::output::Output;
use crate::process::{Command, empty, write};
use crate::setup::node;
use crate::test::licences;
use crate::tidy;
use crate::workspace::Workspace;

/// Crates that are published, each after its dependencies.
const CRATES: &[&str] = &["intercom-jwt", "intercom-messenger-loader"];

/// Cargo packages that the wasm of the npm package is built from.
const IN_WASM: &[&str] = &["intercom-messenger-loader", "verify"];

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// Check everything, and publish nothing; this is all that this command does
    #[arg(long, required = true)]
    dry_run: bool,
    /// The tag of the release, which has to be its version: v0.1.0
    #[arg(long)]
    tag: Option<String>,
}

/// Checks a release.
pub(crate) fn release(workspace: &Workspace, wanted: &Release, output: &mut Output) -> Result<()> {
    let Release { dry_run: _, tag } = wanted;
    let version = workspace.version();
    if let Some(tag) = tag.as_ref().filter(|tag| **tag != format!("v{version}")) {
        bail!(
            "--tag {tag} is not the version of the workspace: set it in Cargo.toml, or name the tag v{version}"
        );
    }
    // Versions that must agree, and the changelog's entry.
    tidy::tidy(workspace, output)?;
    licences::licences(workspace, output)?;
    build::build(workspace, output)?;
    let files = workspace.target("release-files");
    empty(&files)?;
    for package in [workspace.dist(), workspace.create()] {
        npm_package(workspace, &package, &files, output)?;
    }
    let hash = integrity(&workspace.dist().join("auto.js"))?;
    write(&files.join("integrity.txt"), format!("auto.js {version} {hash}\n"))?;
    output.say(&format!("integrity of auto.js: {hash}"))?;
    let bill = serde_json::to_string_pretty(&bill_of_materials(workspace)?)?;
    write(&files.join("bill-of-materials.cdx.json"), bill + "\n")?;
    let publish = Command::cargo().args(["publish", "--dry-run", "--locked"]);
    let publish = CRATES.iter().fold(publish, |publish, name| publish.args(["--package", name]));
    output.run(&publish.dir(workspace.root()))?;
    output.say(&format!("{version} can be released; what is published beside it is in {}", files.display()))
}

/// Checks a package with npm and publint and returns its tarball.
fn npm_package(workspace: &Workspace, package: &Path, files: &Path, output: &mut Output) -> Result<()> {
    let tarball = node::pack(package, files)?;
    let publint = Command::new(node::tool(workspace, "publint")).args(["run", "--strict"]).arg(&tarball);
    output.run(&publint.dir(workspace.root()))?;
    let publish = node::npm()?.args(["publish", "--dry-run", "--json"]).dir(package);
    let [list, warnings] = publish.read_both()?;
    // npm corrects what it rejects and goes on: a command of the package may be missing afterwards.
    ensure!(!warnings.contains("auto-corrected"), "npm would change {}: {warnings}", package.display());
    let list: Value = serde_json::from_str(&list).context("npm publish --dry-run prints no list")?;
    // Keyed by the package's name since npm 11.
    let list = list.as_object().and_then(|list| list.values().find(|one| one.is_object())).unwrap_or(&list);
    for file in list.get("files").and_then(Value::as_array).context("the list has no files")? {
        output.say(&format!("  {:>9} {}", file["size"], file["path"].as_str().unwrap_or_default()))?;
    }
    Ok(())
}

/// Value of the attribute `integrity` for a file.
fn integrity(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes))))
}

/// The crates compiled into the wasm of the npm package, as CycloneDX.
fn bill_of_materials(workspace: &Workspace) -> Result<Value> {
    let mut components = Vec::new();
    for package in IN_WASM {
        for line in licences::compiled_into(workspace, package, "{p}\t{l}")?.lines() {
            components.extend(component(line));
        }
    }
    components.sort_by_key(|component| component["purl"].as_str().unwrap_or_default().to_owned());
    components.dedup();
    ensure!(components.len() > IN_WASM.len(), "cargo tree names no dependencies");
    let name = json!({ "type": "library", "name": build::PACKAGE, "version": workspace.version(),
        "purl": format!("pkg:npm/{}@{}", build::PACKAGE, workspace.version()) });
    Ok(json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": { "component": name }, "components": components,
    }))
}

/// Parses a line of `cargo tree`: `name v1.2.3 (…)`, a tab, and the licence.
fn component(line: &str) -> Option<Value> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    // cargo marks a repeated entry with a star.
    let licence = licence.trim_end_matches("(*)").trim().replace('/', " OR ");
    Some(json!({
        "type": "library", "name": name, "version": version, "purl": format!("pkg:cargo/{name}@{version}"),
        "licenses": [{ "expression": licence }],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_cargo_s_is_a_component() {
        let found = component("js-sys v0.3.107\tMIT/Apache-2.0 (*)");
        assert_eq!(found.as_ref().map(|found| &found["purl"]), Some(&json!("pkg:cargo/js-sys@0.3.107")));
        let licence = found.as_ref().and_then(|found| found.pointer("/licenses/0/expression"));
        assert_eq!(licence, Some(&json!("MIT OR Apache-2.0")));
        assert!(component("").is_none());
    }

    #[test]
    fn an_integrity_is_what_browsers_take() {
        let file = std::env::temp_dir().join(format!("integrity-{}", std::process::id()));
        let written = fs::write(&file, "alert('Hello, world.');");
        let hash = integrity(&file);
        let _ = fs::remove_file(&file);
        assert!(written.is_ok());
        let known = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(hash.ok().as_deref(), Some(known));
    }
}
