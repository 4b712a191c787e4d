//! The JavaScript examples of frontends, and the pages that test the adapters.
//!
//! Each is copied to a folder outside the repository, where tools find no `node_modules` but the example's own. It is
//! installed from its lockfile, given the package as the tarball that npm would publish, and built by its own script.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};

use super::types::copy;
use crate::output::Output;
use crate::process::{Command, read};
use crate::setup::node;
use crate::workspace::Workspace;

/// The examples, slowest first.
const NAMES: &[&str] = &[
    "ember",
    "angular",
    "nextjs-app",
    "nextjs-pages",
    "react",
    "vue",
    "svelte",
    "html-module",
    "html-script-tag",
];

/// Examples that need a newer Node than this repository.
const NEWER_NODE: &[&str] = &["angular"];

/// Examples whose adapter is tested on a page of its own, in `tests/frontends/adapters`.
const ADAPTERS: &[&str] = &["react", "vue"];

/// The workspace and the region of the builds that read them from the environment: see `tests/frontends/src/lib.rs`.
const VARIABLES: &[(&str, &str)] = &[
    ("VITE_INTERCOM_APP_ID", "standin1"),
    ("VITE_INTERCOM_REGION", "eu"),
    ("NEXT_PUBLIC_INTERCOM_APP_ID", "standin1"),
    ("NEXT_PUBLIC_INTERCOM_REGION", "eu"),
    ("INTERCOM_APP_ID", "standin1"),
    ("INTERCOM_REGION", "eu"),
    ("NEXT_TELEMETRY_DISABLED", "1"),
    ("CI", "true"),
    ("NO_COLOR", "1"),
];

/// Builds all of them, two at a time, each in a subfolder of `into`. Returns the names of those that this machine
/// cannot build; each is reported with the reason.
pub(super) fn build(workspace: &Workspace, output: &mut Output, into: &Path) -> Result<Vec<&'static str>> {
    let tarball = node::pack(&workspace.dist(), into)?;
    let newer = newer_node(workspace)?;
    let (names, done) = (Mutex::new(NAMES.iter()), Mutex::new(Vec::new()));
    let next = || names.lock().ok().and_then(|mut names| names.next().copied());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(name) = next() {
                    let path = match &newer {
                        _ if !NEWER_NODE.contains(&name) => Ok(None),
                        Ok(path) => Ok(path.clone()),
                        Err(reason) => Err(reason.clone()),
                    };
                    let began = Instant::now();
                    let built = path.map(|path| one(workspace, name, &into.join(name), &tarball, path));
                    if let Ok(mut done) = done.lock() {
                        done.push((name, built, began.elapsed().as_secs_f32()));
                    }
                }
            });
        }
    });
    let mut skipped = Vec::new();
    let done = done.into_inner().unwrap_or_default();
    if done.len() != NAMES.len() {
        bail!("{} of {} examples were built", done.len(), NAMES.len());
    }
    for (name, built, seconds) in done {
        match built {
            Ok(built) => {
                output.note(&built.with_context(|| name.to_owned())?)?;
                output.say(&format!("{name}: installed and built, {seconds:.1} s"))?;
            }
            Err(reason) => {
                output.say(&format!("{name}: SKIPPED: {reason}"))?;
                skipped.push(name);
            }
        }
    }
    Ok(skipped)
}

/// Installs and builds an example; returns the output of its tools.
fn one(
    workspace: &Workspace,
    name: &str,
    folder: &Path,
    tarball: &Path,
    path: Option<OsString>,
) -> Result<String> {
    copy(&workspace.path("examples/frontends").join(name), folder)?;
    node::install(folder)?;
    // Added to the copy's package.json as well: Ember resolves a package only from there.
    let quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
    node::npm()?.arg("install").args(quiet).args([tarball]).dir(folder).read()?;
    let tool = |command: Command| {
        let path = path.clone().or_else(|| env::var_os("PATH")).unwrap_or_default();
        let variables = VARIABLES.iter().fold(command, |command, (name, value)| command.env(*name, *value));
        variables.env("PATH", path).dir(folder).read()
    };
    let mut printed = String::new();
    if read(&folder.join("package.json"))?.contains("\"build\":") {
        printed += &tool(node::npm()?.args(["run", "build"]))?;
    }
    if ADAPTERS.contains(&name) {
        copy(&workspace.path("tests/frontends/adapters").join(name), &folder.join("adapter"))?;
        // React behaves differently in development and in production.
        let args = ["build", "adapter", "--config", "vite.config.js", "--mode", "development"];
        let vite = Command::new(folder.join("node_modules/.bin/vite")).args(args);
        printed += &tool(vite.env("NODE_ENV", "development"))?;
    }
    Ok(printed)
}

/// `PATH` with a newer Node: `None` if this machine's Node is new enough, otherwise a Node from npm, or the reason
/// why there is none.
fn newer_node(workspace: &Workspace) -> Result<Result<Option<OsString>, String>> {
    let version = Command::new("node").arg("--version").read()?;
    if is_newer(&version).ok_or_else(|| anyhow!("node says that it is {version}"))? {
        return Ok(Ok(None));
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Err(format!(
            "it wants Node 22.22.3 or newer, and this machine has {version}; npm has a pinned one for Linux on x86-64 only"
        )));
    }
    let folder = workspace.intermediate("node-22");
    copy(&workspace.path("tests/frontends/node"), &folder)?;
    node::install(&folder)?;
    let own = env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(folder.join("node_modules/node-22/bin")).chain(env::split_paths(&own));
    Ok(Ok(Some(env::join_paths(path)?)))
}

/// Whether Angular 22 supports this version: `^22.22.3 || ^24.15.0 || >=26.0.0`.
fn is_newer(version: &str) -> Option<bool> {
    let mut parts = version.strip_prefix('v')?.split('.').map(str::parse::<u32>);
    let (major, minor, patch) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some(match major {
        22 => (minor, patch) >= (22, 3),
        24 => minor >= 15,
        _ => major >= 26,
    })
}

#[cfg(test)]
mod tests {
    use super::is_newer;

    #[test]
    fn a_newer_node_is_known_by_its_version() {
        for version in ["v22.22.3", "v22.23.0", "v24.15.0", "v26.0.0"] {
            assert_eq!(is_newer(version), Some(true), "{version}");
        }
        for version in ["v20.20.2", "v22.22.2", "v23.9.0", "v24.14.9", "v25.1.0"] {
            assert_eq!(is_newer(version), Some(false), "{version}");
        }
        assert_eq!(is_newer("22.22.3"), None);
    }
}
