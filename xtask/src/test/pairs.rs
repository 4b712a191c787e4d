//! Stage `pairs`: builds and tests the output of `cargo xtask new`, and tests each frontend of it with every backend.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{backends, host};
use crate::new;
use crate::output::Output;
use crate::setup::node;
use crate::workspace::Workspace;

/// The pairs that are generated, built and tested. Each frontend is then tested with every other backend too, which
/// covers a third of all possible pairs: their halves are the same files, as `tests/node/create.test.mjs` checks.
/// `tests/frontends/tests/pairs` has a module for each frontend.
const PAIRS: &[[&str; 2]] =
    &[["react", "python-flask"], ["vue", "node-express"], ["svelte", "go"], ["nextjs-app", "php"]];

/// The workspace and the region of the pairs: see `tests/frontends/src/lib.rs`.
const APP_ID: &str = "standin1";
const REGION: &str = "eu";

/// Runs the stage.
pub(super) fn pairs(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let ready = backends::ready(workspace, output)?;
    host::in_a_folder_outside("pairs", |folder| {
        let mut tests = vec!["every_backend_is_here".to_owned()];
        for pair in PAIRS {
            let [frontend, backend] = pair;
            if !ready.contains(backend) {
                continue;
            }
            let name = pair.join("-");
            let dir = folder.join(&name);
            let args = ["--app-id", APP_ID, "--region", REGION, "--frontend", frontend, "--backend", backend];
            let args = args.into_iter().map(Into::into).chain([dir.clone().into_os_string()]).collect();
            new::new(workspace, args, output)?;
            backends::prepare(workspace, backend, &dir.join("backend"))?;
            build(&dir.join("frontend")).with_context(|| name.clone())?;
            output.say(&format!("{name}: written, installed and built"))?;
            tests.extend(ready.iter().map(|backend| format!("{frontend}::{backend}").replace('-', "_")));
        }
        if tests.len() == 1 {
            bail!("no pair can be started");
        }
        host::pairs(workspace, output, folder, &tests)
    })
}

/// Runs the commands in the README of the pair, but builds for production.
fn build(frontend: &Path) -> Result<()> {
    let npm = |args: &[&str]| -> Result<String> {
        let npm = node::npm()?.args(args.iter().copied()).dir(frontend);
        npm.env("CI", "true").env("NEXT_TELEMETRY_DISABLED", "1").read()
    };
    npm(&["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"])?;
    npm(&["run", "build"]).map(drop)
}
