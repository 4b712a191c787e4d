//! The table of stages. To add one, add a line here and a function like those below.

use anyhow::{Context, Result, bail};

use super::prepare::Tool;
use super::{Stage, When, browser};
use crate::build::{self, Optimize, PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::{browsers, node, rust};
use crate::workspace::Workspace;
use crate::{size, tidy};

/// Every stage, in the order in which they run.
pub(super) const STAGES: &[Stage] = &[
    stage("tidy", tidy::tidy),
    stage("fmt", fmt),
    stage("clippy", clippy),
    stage("host", host),
    stage("browser", browser::chromium_and_firefox).using(&[Tool::Chromium, Tool::Firefox]),
    stage("build", |workspace, output| build::build(workspace, Optimize::Yes, output)),
    stage("size", size::size).needing(&["build"]),
    stage("types", types).needing(&["build"]),
    stage("e2e", e2e).needing(&["build"]).using(&[Tool::Chromium]),
    stage("docs", docs),
    stage("webkit", browser::webkit).using(&[Tool::WebKit]).slow(),
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
    let wasm = ["clippy", "-p", PACKAGE, "--target", TARGET, "--all-targets"];
    output.run(&cargo(workspace, &["clippy", "--workspace", "--all-targets"]))?;
    output.run(&cargo(workspace, &wasm))?;
    output.run(&cargo(workspace, &wasm).args(["--no-default-features"]))
}

fn host(workspace: &Workspace, output: &mut Output) -> Result<()> {
    output.run(&cargo(workspace, &["test", "--workspace", "--exclude", "e2e"]))
}

/// The JavaScript against the types that are published with it, and the types against code that uses them.
fn types(workspace: &Workspace, output: &mut Output) -> Result<()> {
    node::packages(workspace)?;
    let project = workspace.path("tests/types/tsconfig.json");
    if !project.is_file() {
        bail!("{} is missing", project.display());
    }
    output.run(
        &Command::new(node::tool(workspace, "tsc")).args(["--project".into(), project]).dir(workspace.root()),
    )
}

/// Journeys in a real browser, against the demo server and what is in `dist/`.
fn e2e(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let driver = browsers::chromedriver()?;
    let browser = crate::process::find_program("chromium").context("chromium is not on PATH")?;
    output.run(
        &cargo(workspace, &["test", "-p", "e2e"])
            .env("CHROMEDRIVER", driver)
            .env("CHROMIUM", browser)
            .env("DIST", workspace.dist()),
    )
}

fn docs(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    let strict = |args: &[&str]| cargo(workspace, args).env("RUSTDOCFLAGS", "-Dwarnings");
    output.run(&strict(&["doc", "--workspace", "--no-deps"]))?;
    output.run(&strict(&["doc", "-p", PACKAGE, "--no-deps", "--target", TARGET]))
}
