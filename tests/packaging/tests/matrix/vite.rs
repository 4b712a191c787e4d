//! Vite: the current major, and the two before it.

use packaging::{Project, Result, built, served};

/// Its development server. Vite's own scan finds the package and pre-bundles it.
const DEV: &[&str] = &["--port", "{port}", "--strictPort"];

#[test]
fn build_of_8() -> Result {
    let project = Project::take("vite")?;
    project.run("vite", &["build"], &[])?;
    built("Vite 8, build", &project, "dist")
}

#[test]
fn dev_server_of_8() -> Result {
    served("Vite 8, dev", &Project::take("vite")?, "vite", None, DEV)
}

#[test]
fn build_of_7() -> Result {
    let project = Project::with_sources("vite-7", "vite")?;
    project.run("vite", &["build"], &[])?;
    built("Vite 7, build", &project, "dist")
}

#[test]
fn dev_server_of_7() -> Result {
    served("Vite 7, dev", &Project::with_sources("vite-7", "vite")?, "vite", None, DEV)
}

#[test]
fn build_of_6() -> Result {
    let project = Project::with_sources("vite-6", "vite")?;
    project.run("vite", &["build"], &[])?;
    built("Vite 6, build", &project, "dist")
}

#[test]
fn dev_server_of_6() -> Result {
    served("Vite 6, dev", &Project::with_sources("vite-6", "vite")?, "vite", None, DEV)
}
