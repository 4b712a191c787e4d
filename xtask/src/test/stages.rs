//! The table of stages. To add one, add a line here and a function like those below.

use anyhow::{Context, Result, bail};

use super::log::Log;
use super::prepare::Tool;
use super::{Stage, When, browser};
use crate::build::{self, Optimize, PACKAGE, TARGET};
use crate::process::Command;
use crate::setup::{browsers, node, rust};
use crate::workspace::Workspace;
use crate::{size, tidy};

/// Every stage, in the order in which they run.
pub(super) const STAGES: &[Stage] = &[
    stage("tidy", |workspace, _| tidy::tidy(workspace)),
    stage("fmt", fmt),
    stage("clippy", clippy),
    stage("host", host),
    stage("browser", browser::chromium_and_firefox).using(&[Tool::Chromium, Tool::Firefox]),
    stage("build", |workspace, _| build::build(workspace, Optimize::Yes)),
    stage("size", |workspace, _| size::size(workspace)).needing(&["build"]),
    stage("types", types).needing(&["build"]),
    stage("e2e", e2e).needing(&["build"]).using(&[Tool::Chromium]),
    stage("docs", docs),
    stage("webkit", browser::webkit).using(&[Tool::WebKit]).slow(),
];

const fn stage(name: &'static str, run: fn(&Workspace, &mut Log) -> Result<()>) -> Stage {
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

fn fmt(workspace: &Workspace, log: &mut Log) -> Result<()> {
    rust::components()?;
    log.run(&cargo(workspace, &["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace, log: &mut Log) -> Result<()> {
    rust::components()?;
    rust::wasm_target()?;
    let wasm = ["clippy", "-p", PACKAGE, "--target", TARGET, "--all-targets"];
    log.run(&cargo(workspace, &["clippy", "--workspace", "--all-targets"]))?;
    log.run(&cargo(workspace, &wasm))?;
    log.run(&cargo(workspace, &wasm).args(["--no-default-features"]))
}

fn host(workspace: &Workspace, log: &mut Log) -> Result<()> {
    log.run(&cargo(workspace, &["test", "--workspace", "--exclude", "e2e"]))
}

/// The JavaScript against the types that are published with it, and the types against code that uses them.
fn types(workspace: &Workspace, log: &mut Log) -> Result<()> {
    node::packages(workspace)?;
    let project = workspace.path("tests/types/tsconfig.json");
    if !project.is_file() {
        bail!("{} is missing", project.display());
    }
    log.run(
        &Command::new(node::tool(workspace, "tsc")).args(["--project".into(), project]).dir(workspace.root()),
    )
}

/// Journeys in a real browser, against the demo server and what is in `dist/`.
fn e2e(workspace: &Workspace, log: &mut Log) -> Result<()> {
    let driver = browsers::chromedriver()?;
    let browser = crate::process::find_program("chromium").context("chromium is not on PATH")?;
    log.run(
        &cargo(workspace, &["test", "-p", "e2e"])
            .env("CHROMEDRIVER", driver)
            .env("CHROMIUM", browser)
            .env("DIST", workspace.dist()),
    )
}

fn docs(workspace: &Workspace, log: &mut Log) -> Result<()> {
    rust::wasm_target()?;
    let strict = |args: &[&str]| cargo(workspace, args).env("RUSTDOCFLAGS", "-Dwarnings");
    log.run(&strict(&["doc", "--workspace", "--no-deps"]))?;
    log.run(&strict(&["doc", "-p", PACKAGE, "--no-deps", "--target", TARGET]))
}
