//! Stage `segment`: the destination for Segment with Segment's own client, in the example `examples/segment`.

use anyhow::{Context, Result};

use super::{host, types};
use crate::output::Output;
use crate::process::Command;
use crate::setup::node;
use crate::workspace::Workspace;

/// Prints the compressed size of a module of the package, without its imports from the package's entry.
const MEASURE: &str = "const { brotliCompressSync } = require('zlib');
    console.log(brotliCompressSync(require('fs').readFileSync('adapter.js')).length)";

/// Runs the stage.
pub(super) fn segment(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let folder = workspace.intermediate("segment");
    types::copy(&workspace.path("examples/segment"), &folder)?;
    std::fs::copy(workspace.path("tests/segment/page.js"), folder.join("src/page.js"))
        .context("copying the journeys' page")?;
    node::install(&folder)?;
    let tarball = node::pack(&workspace.dist(), &folder)?;
    types::unpack(&tarball, &folder)?;
    let esbuild = |args: &[&str]| {
        let tool = Command::new(folder.join("node_modules/.bin/esbuild"));
        tool.args(args.iter().copied()).args(["--bundle", "--format=esm", "--log-level=warning"]).dir(&folder)
    };
    output.run(&esbuild(&["src/main.js", "--outfile=bundle.js"]))?;
    output.run(&esbuild(&["src/page.js", "--outfile=page.js"]))?;
    let adapter = "node_modules/intercom-messenger-loader/segment.js";
    output.run(&esbuild(&[adapter, "--outfile=adapter.js", "--minify", "--external:./index.js"]))?;
    let size = Command::new("node").args(["-e", MEASURE]).dir(&folder).read()?;
    output.say(&format!("the adapter adds {} bytes to index.js (brotli 11)", size.trim()))?;
    host::segment(workspace, output, &folder)
}
