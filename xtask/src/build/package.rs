//! What is published beside the bundled JavaScript.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{bundle, commonjs};
use crate::process::{read, write};
use crate::workspace::Workspace;

/// Files that are copied as they are, from the repository into the package.
const COPIED: &[(&str, &str)] = &[
    ("npm/auto.cjs", "auto.cjs"),
    ("npm/wasm.cjs", "wasm.cjs"),
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Types, which are written for ES modules, by their name in the package without `.d.ts`. Each becomes a second file
/// for CommonJS: TypeScript refuses to let a CommonJS module import an ES module's.
const TYPES: &[(&str, &str)] = &[
    ("npm/index.d.ts", "index"),
    ("src/js/types.d.ts", "types"),
    ("npm/wasm.d.ts", "wasm"),
    ("npm/auto.d.ts", "auto"),
    ("npm/messenger-js-sdk.d.ts", "messenger-js-sdk"),
    ("npm/follow.d.ts", "follow"),
    ("npm/react.d.ts", "react"),
    ("npm/vue.d.ts", "vue"),
    ("npm/angular.d.ts", "angular"),
    ("npm/segment.d.ts", "segment"),
];

/// Modules that are published as they are written, and once more for CommonJS; their names without `.js`.
const AS_WRITTEN: &[&str] = &[
    "look",
    "text",
    "messenger-js-sdk",
    "follow",
    "react",
    "vue",
    "angular",
    "segment",
    "segment-session",
    "segment-mapping",
    "segment-values",
];

/// What npm/package.json has in the place of the version.
const VERSION: &str = "\"version\": \"0.0.0\"";

/// What a module that tells its version has in its place.
const VERSION_OF_MODULE: &str = "const VERSION = \"0.0.0\";";

/// Completes the package and puts it in the place of the old one.
pub(super) fn finish(workspace: &Workspace, staging: &Path) -> Result<()> {
    for (from, to) in COPIED {
        let from = workspace.path(from);
        fs::copy(&from, staging.join(to)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    for name in AS_WRITTEN {
        let id = format!("npm/{name}.js");
        let version = format!("const VERSION = \"{}\";", workspace.version());
        let source = read(&workspace.path(&id))?.replace(VERSION_OF_MODULE, &version);
        bundle::check(&id, &source)?;
        write(&staging.join(format!("{name}.cjs")), commonjs::of_module(&id, &source)?)?;
        write(&staging.join(format!("{name}.js")), source)?;
    }
    for (from, name) in TYPES {
        let types = read(&workspace.path(from))?;
        write(&staging.join(format!("{name}.d.cts")), for_commonjs(&types))?;
        write(&staging.join(format!("{name}.d.ts")), types)?;
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

/// The same types with the names that the package's files for CommonJS have.
fn for_commonjs(types: &str) -> String {
    TYPES.iter().fold(types.to_owned(), |types, (_, name)| {
        types.replace(&format!("\"./{name}.js\""), &format!("\"./{name}.cjs\""))
    })
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
    use super::{for_commonjs, with_version};

    #[test]
    fn types_for_commonjs_import_each_other() {
        let types = "import type { A } from \"./types.js\";\nexport const text: \"./other.js\";\n";
        assert_eq!(for_commonjs(types), types.replace("./types.js", "./types.cjs"));
    }

    #[test]
    fn fills_in_the_version() {
        let filled = with_version("{\n  \"version\": \"0.0.0\"\n}\n", "1.2.3").ok();
        assert_eq!(filled.as_deref(), Some("{\n  \"version\": \"1.2.3\"\n}\n"));
        assert!(with_version("{}", "1.2.3").is_err());
        assert!(with_version("{ \"version\": \"0.0.0\", }", "1.2.3").is_err());
    }
}
