//! Stage `wasm-pack`: builds and tests the crate as users of wasm-pack do.
//!
//! The build for the target `web` is opened unchanged, and the build for bundlers is packed, installed and bundled,
//! as the packages of the matrix are.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::host;
use crate::output::Output;
use crate::process::empty;
use crate::setup::{browsers, node, wasm_pack};
use crate::workspace::Workspace;

/// Runs the stage.
pub(super) fn wasm_pack(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let tool = wasm_pack::wasm_pack(workspace)?;
    let built = workspace.intermediate("wasm-pack");
    empty(&built)?;
    for target in ["web", "bundler"] {
        let build = tool.clone().args(["build", "--target", target, "--out-dir"]);
        output.run(&build.args([built.join(target)]))?;
    }
    let tarball = node::pack(&built.join("bundler"), &built)?;
    host::packaging_of_wasm_pack(workspace, output, &built.join("web"), &tarball)?;
    let test = |browser: &str, option: &str, driver: PathBuf| {
        let test = tool.clone().args(["test", "--headless", browser, option]).args([driver]);
        // Only the tests of the browser layer.
        test.args(["--", "--test", "web"]).env("WASM_BINDGEN_TEST_TIMEOUT", "120")
    };
    output.run(&test("--chrome", "--chromedriver", browsers::chromedriver()?))?;
    output.run(&test("--firefox", "--geckodriver", browsers::geckodriver(workspace)?))?;
    for engine in ["Chrome", "Firefox"] {
        if !output.has_logged(&format!("Running headless tests in {engine}")) {
            bail!("no test ran in {engine}");
        }
    }
    Ok(())
}
