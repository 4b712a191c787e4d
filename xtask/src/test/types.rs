//! Stage `types`: checks programs against the generated types, and the packed package as TypeScript users install it.
//!
//! `tests/types` is copied to a folder where its tools are installed, and the package is unpacked there from the
//! tarball that npm would publish, so that it is resolved as in an application.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use crate::build::{self, PACKAGE};
use crate::docs;
use crate::output::Output;
use crate::process::{Command, empty, read, write};
use crate::setup::node;
use crate::workspace::Workspace;

/// Versions of TypeScript, each with the module resolutions in which the programs are checked. A module resolution is
/// a file in `tests/types`. The oldest and the newest version check all that they support; between them only
/// `nodenext` changed. TypeScript 6 removed `node10`.
const VERSIONS: &[(&str, &[&str])] = &[
    ("5.0", &["bundler", "nodenext", "node10"]),
    ("5.4", &["nodenext"]),
    ("5.9", &["nodenext", "node10"]),
    ("6.0", &["nodenext"]),
    ("7.0", &["bundler", "nodenext"]),
];

/// Environment variable that accepts the package's current declarations as the new snapshot.
const ACCEPT: &str = "ACCEPT_TYPES";

/// Runs the stage.
pub(super) fn types(workspace: &Workspace, output: &mut Output) -> Result<()> {
    node::packages(workspace)?;
    let project = workspace.path("tests/types/tsconfig.json");
    let tsc = Command::new(node::tool(workspace, "tsc")).args(["--project".into(), project]);
    output.run(&tsc.dir(workspace.root()))?;
    samples(workspace, output)?;

    let folder = workspace.intermediate("types");
    copy(&workspace.path("tests/types"), &folder)?;
    node::install(&folder)?;
    let tarball = node::pack(&workspace.dist(), &folder)?;
    unpack(&tarball, &folder)?;
    let tool = |name: &str| Command::new(folder.join("node_modules/.bin").join(name)).dir(&folder);
    output.run(&tool("publint").args(["run", "--strict", "--level", "suggestion"]).args([&tarball]))?;
    if !output.has_logged("All good!") {
        bail!("publint has a suggestion");
    }
    // A file that is not a module has no types of its own: its import depends on the bundler.
    let files = ["--exclude-entrypoints", build::CORE];
    output.run(&tool("attw").args([&tarball]).args(["--no-emoji", "--no-color"]).args(files))?;
    surface(workspace, &folder, output)?;
    programs(&folder, output)
}

/// Checks the documentation's TypeScript and JavaScript samples against the declared types.
fn samples(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let written = docs::write_programs(workspace)?;
    let project = workspace.path("tests/types/samples.json");
    let tsc = Command::new(node::tool(workspace, "tsc")).args(["--project".into(), project]);
    output.run(&tsc.dir(workspace.root()))?;
    output.say(&format!("{written} samples of the documentation"))
}

/// Compares the package's declarations and exports with the snapshot in the repository.
fn surface(workspace: &Workspace, folder: &Path, output: &mut Output) -> Result<()> {
    let accept = std::env::var_os(ACCEPT).is_some_and(|value| !value.is_empty());
    let generated = workspace.path("npm/pkg/whole.d.ts").into_os_string();
    let mut args = vec![OsString::from("surface.mjs"), generated];
    args.extend(accept.then(|| OsString::from("--write")));
    output.run(&Command::new("node").args(args).dir(folder))?;
    if accept {
        write(&workspace.path("tests/types/surface.txt"), read(&folder.join("surface.txt"))?)?;
        output.say("tests/types/surface.txt is what the package declares")?;
    }
    Ok(())
}

/// Checks the programs with every version, two at a time.
fn programs(folder: &Path, output: &mut Output) -> Result<()> {
    let runs = VERSIONS.iter().flat_map(|(version, ways)| ways.iter().map(move |way| (*version, *way)));
    let (runs, said) = (Mutex::new(runs), Mutex::new(Vec::new()));
    let next = || runs.lock().ok().and_then(|mut runs| runs.next());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((version, way)) = next() {
                    let tsc = format!("node_modules/typescript-{version}/bin/tsc");
                    let project = format!("{way}.json");
                    let mut lines = Vec::new();
                    let ran = Command::new("node").args([&tsc, "--project", &project]).dir(folder).run_lines(
                        |line| {
                            lines.push(line.to_owned());
                            Ok(())
                        },
                    );
                    let ran = ran.map_err(|_| anyhow!("TypeScript {version}, {way}:\n{}", lines.join("\n")));
                    if let Ok(mut said) = said.lock() {
                        said.push(ran);
                    }
                }
            });
        }
    });
    let said = said.into_inner().unwrap_or_default();
    let expected: usize = VERSIONS.iter().map(|(_, ways)| ways.len()).sum();
    if said.len() != expected {
        bail!("{} of {expected} checks ran", said.len());
    }
    let wrong: Vec<_> = said.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let versions: Vec<_> = VERSIONS.iter().map(|(version, _)| *version).collect();
    output.say(&format!("{expected} checks of the programs, with TypeScript {}", versions.join(", ")))
}

/// Unpacks a tarball to where the package is resolved.
pub(super) fn unpack(tarball: &Path, folder: &Path) -> Result<()> {
    let package = folder.join("node_modules").join(PACKAGE);
    empty(&package)?;
    let into: [OsString; 5] =
        ["-xzf".into(), tarball.into(), "-C".into(), package.into(), "--strip-components=1".into()];
    Command::new("tar").args(into).read().context("unpacking the package").map(drop)
}

/// Copies a folder's files and keeps the other files there, except in folders that the source has as well.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "node_modules" {
                empty(&target)?;
                copy(&entry.path(), &target)?;
            }
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}
