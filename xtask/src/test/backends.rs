//! Stage `backends`: each example backend with its real runtime, held against the table in `tests/backends`.

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

/// Makes a copied example ready to be started, or says why it cannot be.
type Prepare = fn(&Workspace, &Path) -> Result<()>;

/// The examples by their folders, each with Debian's package of its runtime, if that is not here by itself, and with what
/// makes it ready.
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

/// What installing leaves in a copied example, and takes its time.
const INSTALLED: &[&str] = &["node_modules", ".venv"];

/// Runs the table on every backend that can be made ready.
pub(super) fn backends(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let ready = ready(workspace, output)?;
    let mut tests = vec!["every_example_is_here".to_owned()];
    tests.extend(ready.iter().map(|name| name.replace('-', "_")));
    let run = tests_of(workspace, Command::cargo(), "backends")?
        .env("BACKENDS", folder(workspace))
        .env("VERIFY", workspace.program("verify"))
        // Most of their time they wait for servers to start.
        .env("RUST_TEST_THREADS", "4")
        .args(["--", "--nocapture", "--exact"])
        .args(&tests);
    output.run(&run)?;
    all_ran(output, &tests)
}

/// A name that fits no test is no failure for cargo.
pub(super) fn all_ran(output: &Output, tests: &[String]) -> Result<()> {
    match tests.iter().find(|test| !output.has_logged(&format!("test {test} ..."))) {
        Some(test) => bail!("the test {test} did not run"),
        None => Ok(()),
    }
}

/// Where the copies are.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.intermediate("backends")
}

/// Makes a copy of a backend ready that is somewhere else.
pub(super) fn prepare(workspace: &Workspace, name: &str, folder: &Path) -> Result<()> {
    let known = BACKENDS.iter().find(|(known, ..)| *known == name);
    let (.., prepare) = known.with_context(|| format!("there is no backend {name}"))?;
    prepare(workspace, folder)
}

/// Makes every backend ready that can be; gives their names. One that cannot is named as skipped, with the reason.
pub(super) fn ready(workspace: &Workspace, output: &mut Output) -> Result<Vec<&'static str>> {
    let programs = Command::cargo().arg("build").args(OTHERS.iter().copied());
    // With the test, so that cargo takes the same features for both and compiles nothing twice.
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

/// Copies and prepares every example, side by side: they wait for registries more than they compute.
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

/// Copies an example, in the place of what was there but for what was installed.
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
    // Somebody may have tried the example where it is.
    copy_tree(from, to, INSTALLED)
}
