//! The table of stages. To add one, add a line here and a function like those below.

use anyhow::Result;

use super::prepare::Tool;
use super::{Stage, When, backends, browser, frontends, host, licences, pairs, segment, types, wasm_pack};
use crate::build::{self, PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::{node, rust};
use crate::workspace::Workspace;
use crate::{bench, size, tidy};

/// Every stage, in the order in which they run.
pub(super) const STAGES: &[Stage] = &[
    stage("tidy", tidy::tidy),
    stage("licences", licences::licences),
    stage("fmt", fmt),
    stage("clippy", clippy),
    stage("host", host::host),
    stage("browser", browser::chromium_and_firefox).using(&[Tool::Chromium, Tool::Firefox]),
    stage("build", build::build),
    stage("size", size::size).needing(&["build"]),
    stage("types", types::types).needing(&["build"]),
    stage("node", in_node).needing(&["build"]),
    stage("e2e", host::journeys).needing(&["build"]).using(&[Tool::Chromium]),
    stage("segment", segment::segment).needing(&["build"]).using(&[Tool::Chromium]),
    stage("docs", docs),
    stage("book", crate::docs::render).slow(),
    stage("xtask", lint_xtask).slow(),
    stage("webkit", browser::webkit).using(&[Tool::WebKit]).slow(),
    stage("packaging", host::packaging).needing(&["build"]).using(&[Tool::Chromium]).slow(),
    stage("frontends", frontends::frontends).needing(&["build"]).using(&[Tool::Chromium]).slow(),
    stage("wasm-pack", wasm_pack::wasm_pack)
        .needing(&["build"])
        .using(&[Tool::Chromium, Tool::Firefox, Tool::WasmPack])
        .slow(),
    stage("backends", backends::backends).slow(),
    stage("pairs", pairs::pairs).needing(&["build"]).using(&[Tool::Chromium]).slow(),
    stage("soak", host::soak).needing(&["build"]).using(&[Tool::Chromium]).slow(),
    stage("without-wasm", without_wasm).needing(&["build"]).using(&[Tool::Chromium, Tool::WebKit]).slow(),
    stage("bench", bench::smoke).needing(&["build"]).using(&[Tool::Chromium]).slow(),
    stage("e2e-firefox", host::journeys_in_firefox).needing(&["build"]).using(&[Tool::Firefox]).slow(),
    stage("e2e-webkit", host::journeys_in_webkit).needing(&["build"]).using(&[Tool::WebKit]).slow(),
];

const fn stage(name: &'static str, run: fn(&Workspace, &mut Output) -> Result<()>) -> Stage {
    Stage { name, when: When::Always, needs: &[], uses: &[], run }
}

impl Stage {
    const fn needing(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    const fn using(self, uses: &'static [Tool]) -> Self {
        Self { uses, ..self }
    }

    const fn slow(self) -> Self {
        Self { when: When::Rest, ..self }
    }
}

/// The browser tests and the journeys with the JavaScript core.
fn without_wasm(workspace: &Workspace, output: &mut Output) -> Result<()> {
    browser::without_wasm(workspace, output)?;
    host::journeys_without_wasm(workspace, output)
}

fn cargo(workspace: &Workspace, args: &[&str]) -> Command {
    Command::cargo().args(args.iter().copied()).dir(workspace.root())
}

fn fmt(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::components()?;
    output.run(&cargo(workspace, &["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::components()?;
    rust::wasm_target()?;
    // Not `--all-targets`: the other tests run on the host, and so do the crates that they use.
    let wasm = ["clippy", "-p", PACKAGE, "--target", TARGET, "--lib"];
    output.run(&cargo(workspace, &["clippy", "--all-targets"]).args(host::OTHERS.iter().copied()))?;
    output.run(&cargo(workspace, &wasm).args(["--test", "web"]))?;
    // The checks of an endpoint, as npm's command uses them.
    output.run(&cargo(workspace, &["clippy", "-p", "verify", "--target", TARGET, "--lib"]))?;
    // With the features of a Rust application, and with those of the package's modules.
    for features in ["", "js-session", "js-launcher", "js-diagnosis"] {
        output.run(&cargo(workspace, &wasm).args(["--no-default-features", "--features", features]))?;
    }
    Ok(())
}

/// Lints and documents this program. Its many dependencies are checked for nothing else, which takes minutes, so it
/// runs last.
fn lint_xtask(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::components()?;
    output.run(&cargo(workspace, &["clippy", "--all-targets"]).args(host::XTASK.iter().copied()))?;
    let docs = cargo(workspace, &["doc", "--no-deps"]).args(host::XTASK.iter().copied());
    output.run(&docs.env("RUSTDOCFLAGS", "-Dwarnings"))
}

/// Tests the built package's JavaScript on a server, with Node's own test runner.
fn in_node(workspace: &Workspace, output: &mut Output) -> Result<()> {
    node::packages(workspace)?;
    let tests = node::files(&workspace.path("tests/node"), ".test.mjs")?;
    output.run(&Command::new("node").arg("--test").args(tests).dir(workspace.root()))?;
    // Runs the tests of the cargo command on the npm command.
    let verify = cargo(workspace, &["test"]).args(host::OTHERS.iter().copied()).args(["--test", "verify"]);
    output.run(&verify.env("NPM_COMMAND", workspace.dist().join("cli.js")))
}

fn docs(workspace: &Workspace, output: &mut Output) -> Result<()> {
    crate::docs::check(workspace, output)?;
    rust::wasm_target()?;
    let strict = |args: &[&str]| cargo(workspace, args).env("RUSTDOCFLAGS", "-Dwarnings");
    output.run(&strict(&["doc", "--no-deps"]).args(host::OTHERS.iter().copied()))?;
    let wasm = ["doc", "-p", PACKAGE, "--no-deps", "--target", TARGET];
    output.run(&strict(&wasm))?;
    // With the features of a Rust application.
    output.run(&strict(&wasm).arg("--no-default-features"))
}
