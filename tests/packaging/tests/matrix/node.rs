//! Node, without a page: importing has no effect, and `boot` reports that it needs a page.

use std::path::{Path, PathBuf};

use packaging::{Project, Result, on_node};

/// The Node that is installed on this machine.
fn own() -> PathBuf {
    PathBuf::from("node")
}

/// A Node that the project's lockfile pins.
fn pinned(project: &Project, major: u32) -> PathBuf {
    project.folder().join(format!("node_modules/node-{major}/bin/node"))
}

fn row(how: &str, major: Option<u32>, script: &str) -> Result {
    let project = Project::take("node")?;
    let node = major.map_or_else(own, |major| pinned(&project, major));
    let name = major.map_or_else(|| "this machine's Node".to_owned(), |major| format!("Node {major}"));
    on_node(&format!("{name}, {how}"), &project, Path::new(&node), script)
}

#[test]
fn import() -> Result {
    row("import", None, "import.mjs")
}

#[test]
fn require() -> Result {
    row("require", None, "require.cjs")
}

/// The last version that cannot `require` an ES module, and the oldest that the package supports.
#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "its binary is pinned for Linux on x86-64"
)]
fn import_and_require_on_18() -> Result {
    row("import", Some(18), "import.mjs")?;
    row("require", Some(18), "require.cjs")
}

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "its binary is pinned for Linux on x86-64"
)]
fn import_and_require_on_24() -> Result {
    row("import", Some(24), "import.mjs")?;
    row("require", Some(24), "require.cjs")
}

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "its binary is pinned for Linux on x86-64"
)]
fn import_and_require_on_22() -> Result {
    row("import", Some(22), "import.mjs")?;
    row("require", Some(22), "require.cjs")
}
