//! The entry with its wasm in a separate file: tools that find that file, and the setting that the others need.

use std::fs;

use e2e::journey;
use packaging::{Project, Result, boots_as_ada, built, served};

/// Path of the wasm in the installed package.
const CORE: &str = "node_modules/intercom-messenger-loader/core.wasm";

/// The development server of a folder of the project, which lists the package in `optimizeDeps.exclude`.
const DEV: &[&str] = &["streamed", "--port", "{port}", "--strictPort"];

fn vite(row: &str, name: &'static str) -> Result {
    let project = Project::with_sources(name, "vite")?;
    project.run("vite", &["build", "streamed"], &[])?;
    built(&format!("{row}, streamed, build"), &project, "streamed/dist")?;
    served(&format!("{row}, streamed, dev, excluded"), &project, "vite", None, DEV)
}

#[test]
fn vite_8() -> Result {
    vite("Vite 8", "vite")
}

#[test]
fn vite_7() -> Result {
    vite("Vite 7", "vite-7")
}

#[test]
fn vite_6() -> Result {
    vite("Vite 6", "vite-6")
}

#[test]
fn webpack() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &["./src/streamed.js"], &[])?;
    built("webpack 5, streamed", &project, "dist")
}

/// It emits the file by itself, and finds the entry by its file name: it does not read `exports`.
#[test]
fn parcel() -> Result {
    let project = Project::take("parcel")?;
    let args = ["build", "src/streamed.html", "--dist-dir", "streamed"];
    project.run("parcel", &args, &[])?;
    fs::rename(
        project.folder().join("streamed/streamed.html"),
        project.folder().join("streamed/index.html"),
    )?;
    built("Parcel 2, streamed", &project, "streamed")
}

/// Rollup does not change the address: the file has to be copied beside the bundle.
#[test]
fn rollup() -> Result {
    let project = Project::take("rollup")?;
    project.run("rollup", &["--config", "--input", "src/streamed.js"], &[])?;
    fs::copy(project.folder().join(CORE), project.folder().join("dist/core.wasm"))?;
    built("Rollup 4, streamed, core.wasm copied", &project, "dist")
}

/// The same applies to esbuild, and `import.meta` requires a module.
#[test]
fn esbuild() -> Result {
    let project = Project::take("esbuild")?;
    let args = ["src/streamed.js", "--bundle", "--format=esm", "--outdir=streamed"];
    project.run("esbuild", &args, &[])?;
    let folder = project.folder().join("streamed");
    fs::copy(project.folder().join(CORE), folder.join("core.wasm"))?;
    let page = fs::read_to_string(project.folder().join("dist/index.html"))?;
    let page = page.replace("<script src=\"bundle.js\">", "<script type=\"module\" src=\"streamed.js\">");
    fs::write(folder.join("index.html"), page)?;
    built("esbuild, streamed, core.wasm copied", &project, "streamed")
}

/// From a static server, with the wasm preloaded by the page's head: it is requested once.
#[test]
fn a_static_server() -> Result {
    let project = Project::take("plain")?;
    journey(async |site, page| {
        let origin = site.serve(project.folder()).await?;
        boots_as_ada("ES module, static server, streamed", page, &format!("{origin}/streamed/index.html"))
            .await?;
        let requests =
            "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm'))";
        let seen: Vec<String> =
            page.run(&format!("return {requests}.map((one) => one.initiatorType)")).await?;
        anyhow::ensure!(seen == ["link"], "the wasm was requested by {seen:?}");
        Ok(())
    })
}
