//! What is published beside the bundled JavaScript.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::bundle;
use crate::process::{read, write};
use crate::workspace::Workspace;

/// Files that are copied as they are, from the repository into the package.
const COPIED: &[(&str, &str)] = &[
    ("npm/index.d.ts", "index.d.ts"),
    ("npm/messenger-js-sdk.js", "messenger-js-sdk.js"),
    ("npm/messenger-js-sdk.d.ts", "messenger-js-sdk.d.ts"),
    ("src/js/types.d.ts", "types.d.ts"),
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// What npm/package.json has in the place of the version.
const VERSION: &str = "\"version\": \"0.0.0\"";

/// Makes the directory for the next package, empty.
pub(super) fn start(staging: &Path) -> Result<()> {
    if staging.exists() {
        fs::remove_dir_all(staging).with_context(|| format!("cannot empty {}", staging.display()))?;
    }
    fs::create_dir_all(staging).with_context(|| format!("cannot create {}", staging.display()))
}

/// Completes the package and puts it in the place of the old one.
pub(super) fn finish(workspace: &Workspace, staging: &Path) -> Result<()> {
    for (from, to) in COPIED {
        if from.ends_with(".js") {
            bundle::check(from, &read(&workspace.path(from))?)?;
        }
        let from = workspace.path(from);
        fs::copy(&from, staging.join(to)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    let manifest = workspace.path("npm/package.json");
    let filled = with_version(&read(&manifest)?, workspace.version());
    write(&staging.join("package.json"), filled.with_context(|| manifest.display().to_string())?)?;

    let dist = workspace.dist();
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("cannot replace {}", dist.display()))?;
    }
    fs::rename(staging, &dist).with_context(|| format!("cannot create {}", dist.display()))
}

fn with_version(manifest: &str, version: &str) -> Result<String> {
    if manifest.matches(VERSION).count() != 1 {
        bail!("write {VERSION} once; the build fills in the version of the workspace");
    }
    let filled = manifest.replacen(VERSION, &format!("\"version\": \"{version}\""), 1);
    serde_json::from_str::<serde_json::Value>(&filled).context("not valid JSON")?;
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn fills_in_the_version() {
        let filled = with_version("{\n  \"version\": \"0.0.0\"\n}\n", "1.2.3").ok();
        assert_eq!(filled.as_deref(), Some("{\n  \"version\": \"1.2.3\"\n}\n"));
        assert!(with_version("{}", "1.2.3").is_err());
        assert!(with_version("{ \"version\": \"0.0.0\", }", "1.2.3").is_err());
    }
}
