//! `cargo xtask new`: an installation to begin with, both halves of it, from the examples.
//!
//! The frontend is an example of `examples/frontends` with the workspace's id and region filled in, and the packed loader
//! beside it; the backend is one of `examples/backends`, which takes the secret from its environment.

mod fill;
mod pairs;

use std::fs;

use anyhow::{Context, Result, bail};

use self::fill::Values;
use self::pairs::{BACKENDS, Backend, FRONTENDS, Frontend, Loader};
use crate::build;
use crate::output::Output;
use crate::process::{copy_tree, write};
use crate::setup::node;
use crate::workspace::Workspace;

/// What is wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct Wanted {
    /// Your workspace's app id (Intercom: Settings > Installation)
    #[arg(long, value_parser = fill::app_id)]
    app_id: String,
    /// Where your workspace's data lives: us, eu or au
    #[arg(long, default_value = "us", value_parser = ["us", "eu", "au"])]
    region: String,
    /// An example of `examples/frontends`: react, vue, angular, svelte, nextjs-app, html-module, leptos, …
    #[arg(long)]
    frontend: String,
    /// An example of `examples/backends`: node-express, python-flask, php, ruby-rails, go, rust-axum, …
    #[arg(long)]
    backend: String,
    /// A folder that does not exist yet
    dir: std::path::PathBuf,
}

impl Wanted {
    /// A pair of examples, as a test wants it.
    pub(crate) fn pair(
        app_id: &str,
        region: &str,
        [frontend, backend]: [&str; 2],
        dir: std::path::PathBuf,
    ) -> Self {
        let [app_id, region, frontend, backend] = [app_id, region, frontend, backend].map(str::to_owned);
        Self { app_id, region, frontend, backend, dir }
    }
}

/// Writes the pair, and says what comes next.
pub(crate) fn new(workspace: &Workspace, wanted: &Wanted, output: &mut Output) -> Result<()> {
    let frontend = named(FRONTENDS, &wanted.frontend, |one| one.name, "--frontend")?;
    let backend = named(BACKENDS, &wanted.backend, |one| one.name, "--backend")?;
    if wanted.dir.exists() {
        bail!("{} exists already; name a folder that does not", wanted.dir.display());
    }
    if !workspace.dist().join("package.json").is_file() && frontend.loader != Loader::Crate {
        build::build(workspace, output)?;
    }
    write_pair(workspace, wanted, frontend, backend).inspect_err(|_| {
        // Half an installation is none, and would be in the way of the next try.
        let _ = fs::remove_dir_all(&wanted.dir);
    })?;
    output.say(&next_steps(wanted, frontend, backend))
}

/// The one of this name, or whose name ends like this: `flask` is `python-flask`.
fn named<'a, T>(all: &'a [T], name: &str, name_of: impl Fn(&T) -> &str, option: &str) -> Result<&'a T> {
    let ending = format!("-{name}");
    let exact = all.iter().find(|one| name_of(one) == name);
    exact.or_else(|| all.iter().find(|one| name_of(one).ends_with(&ending))).with_context(|| {
        let known: Vec<_> = all.iter().map(name_of).collect();
        format!("{option} is one of {}", known.join(", "))
    })
}

fn write_pair(workspace: &Workspace, wanted: &Wanted, frontend: &Frontend, backend: &Backend) -> Result<()> {
    let (front, back) = (wanted.dir.join("frontend"), wanted.dir.join("backend"));
    let values = Values { app_id: &wanted.app_id, region: &wanted.region, root: workspace.root() };
    copy_tree(&workspace.path("examples/frontends").join(frontend.name), &front, LEFT)?;
    match frontend.loader {
        Loader::Package => {
            let tarball = node::pack(&workspace.dist(), &front)?;
            let name = tarball.file_name().context("npm pack names no file")?.to_string_lossy().into_owned();
            fill::depend(&front.join("package.json"), &name)?;
            fill::frontend(&front, &values, Some(&name))?;
        }
        Loader::Crate => fill::frontend(&front, &values, None)?,
    }
    copy_tree(&workspace.path("examples/backends").join(backend.name), &back, LEFT)?;
    fill::backend(&back, &values)?;
    write(&wanted.dir.join(".gitignore"), "node_modules/\ntarget/\n.venv/\n.next/\n/frontend/dist/\n")?;
    write(&wanted.dir.join("README.md"), readme(wanted, frontend, backend))
}

/// What tools leave in an example that somebody tried where it is.
const LEFT: &[&str] =
    &["node_modules", "target", "dist", ".venv", ".next", ".angular", "__pycache__", "vendor"];

/// What to type in each of the two folders.
fn commands(frontend: &Frontend, backend: &Backend) -> String {
    let origins = frontend.port.map_or_else(String::new, |port| {
        // The development server passes on what a page of its own origin asks.
        format!("export ALLOWED_ORIGINS=http://localhost:{port}\n")
    });
    format!(
        "# in one terminal: the backend, on http://127.0.0.1:8080\ncd backend\nexport INTERCOM_IDENTITY_SECRET=…   \
         # Intercom: Settings > Messenger > Security\n{origins}{}\n\n# in another: the frontend{}\ncd frontend\n{}",
        backend.start,
        frontend.port.map_or_else(String::new, |port| format!(", on http://localhost:{port}")),
        frontend.start
    )
}

/// What remains to be done at Intercom, which nobody else can do.
const AT_INTERCOM: &str = "\
1. Intercom, Settings > Messenger > Security: create the Messenger API secret, and give it to the backend alone, as
   INTERCOM_IDENTITY_SECRET in its environment.
2. Put your own sign-in in the place of the example's, and `user_id`, `email` and `name` of your own users into the token.
3. Enable identity verification there, watch for a while that your users are verified, and then enforce it.
4. Mark the attributes that identify somebody as protected, so that no page can change them.
5. `cargo xtask verify --url https://…/api/intercom-jwt` in the loader's repository checks the endpoint where it runs.
";

fn readme(wanted: &Wanted, frontend: &Frontend, backend: &Backend) -> String {
    format!(
        "# The Messenger of {}, in {}\n\nBoth halves of an installation: `frontend/` ({}) boots it, `backend/` ({}) signs who \
         it is for.\nEach has a README of its own.\n\n```sh\n{}\n```\n\n## What remains\n\n{AT_INTERCOM}",
        wanted.app_id,
        wanted.region,
        frontend.name,
        backend.name,
        commands(frontend, backend)
    )
}

fn next_steps(wanted: &Wanted, frontend: &Frontend, backend: &Backend) -> String {
    let dir = wanted.dir.display();
    format!(
        "{dir} has both halves. To run them:\n\ncd {dir}\n{}\n\nThen:\n\n{AT_INTERCOM}",
        commands(frontend, backend)
    )
}

#[cfg(test)]
mod tests;
