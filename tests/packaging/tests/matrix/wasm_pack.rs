//! The output of `wasm-pack build` for the crate, without this repository's own build. Stage `wasm-pack` runs these,
//! with the package of `--target web` in the folder `PKG` and that of `--target bundler` as the tarball.

use std::{env, fs, path::PathBuf};

use anyhow::Context as _;
use e2e::journey;
use packaging::{Project, Result, boots_as_ada, built};

const PAGE: &str = "<!doctype html><p id=\"who\">…</p><script type=\"module\">
  import start, { boot, diagnose } from './intercom_messenger_loader.js';
  await start();
  window.diagnose = diagnose;
  const session = await boot({ appId: 'standin1', jwtUrl: '/api/messenger-token' });
  document.querySelector('#who').textContent = session.userId;
</script>";

#[test]
#[ignore = "for the stage wasm-pack"]
fn for_the_web() -> Result {
    let folder =
        PathBuf::from(env::var_os("PKG").context("PKG is not set; type: cargo xtask test wasm-pack")?);
    fs::write(folder.join("index.html"), PAGE)?;
    journey(async |site, page| {
        let origin = site.serve(&folder).await?;
        boots_as_ada("wasm-pack, web", page, &format!("{origin}/")).await
    })
}

#[test]
#[ignore = "for the stage wasm-pack"]
fn for_a_bundler() -> Result {
    let project = Project::take("webpack")?;
    project.run("webpack", &["--experiments-async-web-assembly"], &[])?;
    built("wasm-pack, bundler, webpack 5", &project, "dist")
}
