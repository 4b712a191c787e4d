//! Bundlers that write files, each with its default settings.

use packaging::{Project, Result, built, served};

#[test]
fn webpack() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &[], &[])?;
    built("webpack 5", &project, "dist")
}

/// The development build contains each module as text for `eval`.
#[test]
fn webpack_for_development() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &["--mode", "development"], &[])?;
    built("webpack 5, development", &project, "dist")
}

#[test]
fn webpack_with_require() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &["./src/required.cjs"], &[])?;
    built("webpack 5, require", &project, "dist")
}

/// The JavaScript core is a second chunk.
#[test]
fn webpack_without_web_assembly() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &["./src/without-wasm.js"], &[])?;
    built("webpack 5, ./without-wasm", &project, "dist")
}

#[test]
fn rollup() -> Result {
    let project = Project::take("rollup")?;
    project.run("rollup", &["--config"], &[])?;
    built("Rollup 4, output.dir", &project, "dist")
}

/// In tools that must write a single file, the core is imported statically.
#[test]
fn rollup_with_one_file() -> Result {
    let project = Project::take("rollup")?;
    project.run("rollup", &["--config", "one-file.config.mjs"], &[])?;
    built("Rollup 4, output.file, ./inline", &project, "dist")
}

#[test]
fn esbuild() -> Result {
    let project = Project::take("esbuild")?;
    project.run("esbuild", &["src/index.js", "--bundle", "--outfile=dist/bundle.js"], &[])?;
    built("esbuild", &project, "dist")
}

/// In a single file, which contains both cores.
#[test]
fn esbuild_without_web_assembly() -> Result {
    let project = Project::take("esbuild")?;
    project.run("esbuild", &["src/without-wasm.js", "--bundle", "--outfile=dist/bundle.js"], &[])?;
    built("esbuild, ./without-wasm", &project, "dist")
}

/// Without esbuild's own conditions `require` resolves to index.cjs, as in bundlers that do not know `module`.
#[test]
fn esbuild_with_require() -> Result {
    let project = Project::take("esbuild")?;
    let args =
        ["src/required.cjs", "--bundle", "--conditions=", "--metafile=meta.json", "--outfile=dist/bundle.js"];
    project.run("esbuild", &args, &[])?;
    let inputs = std::fs::read_to_string(project.folder().join("meta.json"))?;
    assert!(inputs.contains("intercom-messenger-loader/index.cjs\""), "{inputs}");
    built("esbuild, index.cjs", &project, "dist")
}

/// Parcel does not read `exports`; it resolves `module`.
#[test]
fn parcel() -> Result {
    let project = Project::take("parcel")?;
    project.run("parcel", &["build"], &[])?;
    built("Parcel 2", &project, "dist")
}

#[test]
fn parcel_dev() -> Result {
    served(
        "Parcel 2, dev",
        &Project::take("parcel")?,
        "parcel",
        None,
        &["serve", "--port", "{port}", "--no-hmr"],
    )
}
