//! Stage `pairs`: what `cargo xtask new` writes is built and driven, and each frontend of those with every backend.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{backends, host};
use crate::new;
use crate::output::Output;
use crate::setup::node;
use crate::workspace::Workspace;

/// The pairs that are written, built and driven; each one's frontend is then driven with every other backend too, which is one in
/// three of all that can be written: their halves are the same files, as `tests/node/create.test.mjs` sees. `tests/frontends/tests/pairs` has
/// a module for each frontend.
const PAIRS: &[[&str; 2]] =
    &[["react", "python-flask"], ["vue", "node-express"], ["svelte", "go"], ["nextjs-app", "php"]];

/// The workspace and the region that they are for: see `tests/frontends/src/lib.rs`.
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

/// Types what the README of the pair says, but builds for production.
fn build(frontend: &Path) -> Result<()> {
    let npm = |args: &[&str]| -> Result<String> {
        let npm = node::npm()?.args(args.iter().copied()).dir(frontend);
        npm.env("CI", "true").env("NEXT_TELEMETRY_DISABLED", "1").read()
    };
    npm(&["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"])?;
    npm(&["run", "build"]).map(drop)
}
