//! Stage `backends`: each example backend with its real runtime, checked against the table in `tests/backends`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};

use super::host::{OTHERS, tests_of};
use crate::output::Output;
use crate::process::{Command, copy_tree};
use crate::setup::runtimes;
use crate::workspace::Workspace;

/// Prepares a copied example to be started; the error is the reason why it cannot.
type Prepare = fn(&Workspace, &Path) -> Result<()>;

/// The examples by folder, each with the Debian package of its runtime, unless that is installed already, and the
/// function that prepares it.
const BACKENDS: &[(&str, &str, Prepare)] = &[
    ("node-express", "nodejs", runtimes::node),
    ("python-flask", "python3", runtimes::python),
    ("python-django", "python3", runtimes::python),
    ("php", "php-cli", runtimes::php),
    ("ruby-sinatra", "ruby-sinatra", runtimes::sinatra),
    ("ruby-rails", "ruby-railties", runtimes::rails),
    ("go", "golang-go", runtimes::go),
    ("rust-axum", "", runtimes::rust),
];

/// Directories that an installation creates in a copied example, and that take time to create.
const INSTALLED: &[&str] = &["node_modules", ".venv"];

/// Runs the table on every backend that can be prepared.
pub(super) fn backends(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let ready = ready(workspace, output)?;
    let mut tests = vec!["every_example_is_here".to_owned()];
    tests.extend(ready.iter().map(|name| name.replace('-', "_")));
    let run = tests_of(workspace, Command::cargo(), "backends")?
        .env("BACKENDS", folder(workspace))
        .env("VERIFY", workspace.program("verify"))
        // They mostly wait for servers to start.
        .env("RUST_TEST_THREADS", "4")
        .args(["--", "--nocapture", "--exact"])
        .args(&tests);
    output.run(&run)?;
    all_ran(output, &tests)
}

/// Fails if a test did not run: cargo does not fail when a name matches no test.
pub(super) fn all_ran(output: &Output, tests: &[String]) -> Result<()> {
    match tests.iter().find(|test| !output.has_logged(&format!("test {test} ..."))) {
        Some(test) => bail!("the test {test} did not run"),
        None => Ok(()),
    }
}

/// Directory of the copies.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.intermediate("backends")
}

/// Prepares a copy of a backend in another folder.
pub(super) fn prepare(workspace: &Workspace, name: &str, folder: &Path) -> Result<()> {
    let known = BACKENDS.iter().find(|(known, ..)| *known == name);
    let (.., prepare) = known.with_context(|| format!("there is no backend {name}"))?;
    prepare(workspace, folder)
}

/// Prepares every backend that it can; returns their names. Each other one is reported as skipped, with the reason.
pub(super) fn ready(workspace: &Workspace, output: &mut Output) -> Result<Vec<&'static str>> {
    let programs = Command::cargo().arg("build").args(OTHERS.iter().copied());
    // Together with the test, so that cargo selects the same features for both and compiles nothing twice.
    let programs = programs.args(["--bin", "verify", "--bin", "rust-axum", "--test", "conformance"]);
    output.run(&programs.dir(workspace.root()))?;
    let (mut names, mut skipped) = (Vec::new(), Vec::new());
    for (name, package, ready) in prepare_all(workspace) {
        match ready {
            Ok(()) => names.push(name),
            Err(error) => {
                let reason = format!("{name}: {error:#}");
                runtimes::may_be_missing(package, &reason)?;
                skipped.push(reason);
            }
        }
    }
    for reason in &skipped {
        output.remark(format!("skipped {reason}"))?;
    }
    if names.is_empty() {
        bail!("no backend can be started");
    }
    Ok(names)
}

/// Copies and prepares every example in parallel: they mostly wait for registries.
fn prepare_all(workspace: &Workspace) -> Vec<(&'static str, &'static str, Result<()>)> {
    let prepare_one = |name: &str, prepare: Prepare| {
        let own = folder(workspace).join(name);
        copy(&workspace.path("examples/backends").join(name), &own)?;
        prepare(workspace, &own)
    };
    thread::scope(|scope| {
        let start = |(name, package, prepare): &(&'static str, &'static str, Prepare)| {
            let (name, package, prepare) = (*name, *package, *prepare);
            (name, package, scope.spawn(move || prepare_one(name, prepare)))
        };
        let started: Vec<_> = BACKENDS.iter().map(start).collect();
        let finish = |thread: thread::ScopedJoinHandle<'_, Result<()>>| {
            thread.join().unwrap_or_else(|_| bail!("preparing it panicked"))
        };
        started.into_iter().map(|(name, package, thread)| (name, package, finish(thread))).collect()
    })
}

/// Copies an example and replaces an earlier copy, except for what was installed.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if INSTALLED.iter().any(|name| entry.file_name() == OsStr::new(name)) {
            continue;
        }
        let removed = if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        };
        removed.with_context(|| format!("cannot remove {}", entry.path().display()))?;
    }
    // The original may contain installed packages too.
    copy_tree(from, to, INSTALLED)
}
