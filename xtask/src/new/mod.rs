//! `cargo xtask new`: an installation to begin with, both halves of it, from the examples.
//!
//! The frontend is an example of `examples/frontends` with the workspace's id and region filled in, and the packed loader
//! beside it; the backend is one of `examples/backends`, which takes the secret from its environment.

mod fill;
mod links;
mod pairs;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use self::fill::Values;
use self::pairs::{BACKENDS, Backend, FRONTENDS, Frontend, Loader};
use crate::build;
use crate::output::Output;
use crate::process::{copy_tree, read, write};
use crate::setup::node;
use crate::workspace::Workspace;

/// What is wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct Wanted {
    /// Your workspace's app id (Intercom: Settings > Installation)
    #[arg(long, value_parser = fill::app_id)]
    app_id: String,
    /// Where your workspace's data lives: us, eu, au or ap
    #[arg(long, default_value = "us", value_parser = ["us", "eu", "au", "ap"])]
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
    // A link that leads nowhere is somebody's too.
    if wanted.dir.symlink_metadata().is_ok() {
        bail!("{} exists already; name a folder that does not", wanted.dir.display());
    }
    if !workspace.dist().join("package.json").is_file() && frontend.loader != Loader::Crate {
        build::build(workspace, output)?;
    }
    let parent = wanted.dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::create_dir(&wanted.dir)).with_context(
        || format!("cannot create {}; name a folder in one that you may write to", wanted.dir.display()),
    )?;
    let package = || -> Result<PathBuf> { node::pack(&workspace.dist(), &wanted.dir) };
    write_pair(workspace, wanted, frontend, backend, package).inspect_err(|_| {
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

/// Writes both halves into the folder, which is there. `package` packs the loader into it.
fn write_pair(
    workspace: &Workspace,
    wanted: &Wanted,
    frontend: &Frontend,
    backend: &Backend,
    package: impl FnOnce() -> Result<PathBuf>,
) -> Result<()> {
    let (front, back) = (wanted.dir.join("frontend"), wanted.dir.join("backend"));
    let values = Values { app_id: &wanted.app_id, region: &wanted.region, root: workspace.root() };
    let [fronts, backs] = ["examples/frontends", "examples/backends"].map(|folder| workspace.path(folder));
    copy_tree(&fronts.join(frontend.name), &front, LEFT)?;
    match frontend.loader {
        Loader::Package => {
            let packed = package()?;
            let name = packed.file_name().context("npm pack names no file")?.to_string_lossy().into_owned();
            fs::rename(&packed, front.join(&name)).context("cannot move the packed loader")?;
            fill::depend(&front.join("package.json"), &name)?;
            fill::frontend(&front, &values, Some(&name))?;
        }
        Loader::Crate => fill::frontend(&front, &values, None)?,
    }
    copy_tree(&backs.join(backend.name), &back, LEFT)?;
    fill::backend(&back, &values)?;
    links::lead_on(&front, &fronts.join(frontend.name), workspace.root())?;
    links::lead_on(&back, &backs.join(backend.name), workspace.root())?;
    write(&wanted.dir.join(".gitignore"), "node_modules/\ntarget/\n.venv/\n.next/\n/frontend/dist/\n")?;
    let common = read(&backs.join("README.md"))?;
    write(&wanted.dir.join("README.md"), readme(wanted, frontend, backend, &common)?)
}

/// What tools leave in an example that somebody tried where it is.
const LEFT: &[&str] =
    &["node_modules", "target", "dist", ".venv", ".next", ".angular", "__pycache__", "vendor"];

/// What to type in each of the two folders.
fn commands(frontend: &Frontend, backend: &Backend) -> String {
    let port = frontend.port;
    // The development server passes on what a page of its own origin asks.
    format!(
        "# in one terminal: the backend, on http://127.0.0.1:8080\ncd backend\nexport INTERCOM_IDENTITY_SECRET=…   \
         # Intercom: Settings > Messenger > Security\nexport ALLOWED_ORIGINS=http://localhost:{port}\n{}\n\n\
         # in another: the frontend, on http://localhost:{port}\ncd frontend\n{}",
        backend.start, frontend.start
    )
}

/// What remains to be done at Intercom, which nobody else can do.
const AT_INTERCOM: &str = "\
1. Intercom, Settings > Messenger > Security: create the Messenger API secret, and give it to the backend alone, as
   INTERCOM_IDENTITY_SECRET in its environment.
2. Put your own sign-in in the place of the example's, and `user_id`, `email` and `name` of your own users into the token.
3. Enable identity verification there, watch for a while that your users are verified, and then enforce it.
4. Mark the attributes that identify somebody as protected, so that no page can change them.
5. `cargo xtask verify --url https://…/api/messenger-token` in the loader's repository checks the endpoint where it runs.
";

/// The heading of what holds for every backend, to which each one's README leads.
const COMMON: &str = "## What all of them do\n";

fn readme(wanted: &Wanted, frontend: &Frontend, backend: &Backend, common: &str) -> Result<String> {
    let (_, common) = common.split_once(COMMON).context("the backends' README has another form")?;
    Ok(format!(
        "# The Messenger of {}, in {}\n\nBoth halves of an installation: `frontend/` ({}) boots it, `backend/` ({}) signs who \
         it is for.\nEach has a README of its own.\n\n```sh\n{}\n```\n\n## What remains\n\n{AT_INTERCOM}\n## What every \
         backend does\n{common}",
        wanted.app_id,
        wanted.region,
        frontend.name,
        backend.name,
        commands(frontend, backend)
    ))
}

fn next_steps(wanted: &Wanted, frontend: &Frontend, backend: &Backend) -> String {
    let dir = wanted.dir.display();
    format!(
        "{dir} has both halves. To run them:\n\ncd {}\n{}\n\nThen:\n\n{AT_INTERCOM}",
        quoted(&dir.to_string()),
        commands(frontend, backend)
    )
}

/// A word for a shell, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
    if word.chars().all(plain) && !word.starts_with('-') {
        word.to_owned()
    } else {
        // One that begins with a dash would be an option.
        let start = if word.starts_with('-') { "./" } else { "" };
        format!("'{start}{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests;
