//! `cargo xtask bench`: the cost of the loader to a page, compared with the snippet and the SDK that it replaces. The
//! package `bench` measures.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build;
use crate::output::Output;
use crate::process::{Command, read, write};
use crate::setup::{browsers, node};
use crate::test::host;
use crate::workspace::Workspace;

/// Start marker of the tables in `docs/background/performance.md`.
const BEGIN: &str = "<!-- cargo xtask bench --publish writes from here -->\n";
const END: &str = "<!-- to here -->\n";

/// The chart, which stands before the tables.
const PICTURE: &str = "![The medians of the first table as bars](bench.svg)";

/// Builds the package, measures it, and leaves `bench.json`, `bench.md` and `bench.svg` in `target/bench/`.
pub(crate) fn bench(workspace: &Workspace, runs: u32, publish: bool) -> Result<()> {
    let output = &mut Output::screen();
    build::build(workspace, output)?;
    let measurement = measurement(workspace, Profile::Release, output)?;
    output.run(&measurement.args(["--runs".to_owned(), runs.to_string()]))?;
    if publish { publish_results(workspace) } else { Ok(()) }
}

/// Stage `bench`: checks that everything can still be measured. It judges no times, as no test does.
pub(crate) fn smoke(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let measurement = measurement(workspace, Profile::Dev, output)?;
    output.run(&measurement.args(["--runs", "1", "--boots", "20", "--smoke"]))?;
    let report: Value = serde_json::from_str(&read(&workspace.path("target/bench/bench.json"))?)?;
    let figures = count(&report)?;
    output.say(&format!("{figures} figures were measured"))
}

/// Cargo profile of the servers and of the simulated network.
#[derive(Clone, Copy)]
enum Profile {
    /// The profile of all other tests.
    Dev,
    /// Optimized, to use as little processor time as possible.
    Release,
}

/// The command that measures what is in `dist/`.
fn measurement(workspace: &Workspace, profile: Profile, output: &mut Output) -> Result<Command> {
    let (folder, name) = match profile {
        Profile::Dev => ("debug", "dev"),
        Profile::Release => ("release", "release"),
    };
    browsers::chromedriver()?;
    node::install(&workspace.path("tests/bench/site"))?;
    let build = Command::cargo().arg("build").args(host::OTHERS.iter().copied()).args([
        "--bin",
        "bench",
        "--profile",
        name,
    ]);
    output.run(&build.dir(workspace.root()))?;
    let out = workspace.path("target/bench");
    fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;
    Ok(Command::new(workspace.program_in(folder, "bench"))
        .args(["--dist".into(), workspace.dist(), "--out".into(), out])
        .dir(workspace.root()))
}

/// Number of figures in a report. Every page has a row in every table.
fn count(report: &Value) -> Result<usize> {
    let rows = |table: &str| {
        let rows = report.get(table).and_then(Value::as_array).filter(|rows| !rows.is_empty());
        rows.with_context(|| format!("the report has no {table}"))
    };
    let (cells, tasks, hosts) = (rows("cells")?, rows("tasks")?, rows("hosts")?);
    if cells.len() != 3 * tasks.len() {
        bail!("{} pages have {} times; each has one on each of three networks", tasks.len(), cells.len());
    }
    for row in cells.iter().chain(hosts) {
        let sample = row.get("sample").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if sample.is_empty() || !sample.iter().all(|time| time.as_f64().is_some_and(|time| time > 0.0)) {
            bail!("not measured: {row}");
        }
    }
    if let Some(cell) = cells.iter().find(|cell| !cell.get("ratio").is_some_and(Value::is_f64)) {
        bail!("without a ratio: {cell}");
    }
    if report.pointer("/memory/wasmAfter").and_then(Value::as_f64) <= Some(0.0) {
        bail!("the memory was not measured");
    }
    Ok(cells.len() + tasks.len() + hosts.len())
}

/// Puts the last results into `docs/`.
fn publish_results(workspace: &Workspace) -> Result<()> {
    let results = |name: &str| read(&workspace.path("target/bench").join(name));
    write(&workspace.path("docs/background/bench.svg"), results("bench.svg")?)?;
    let page = workspace.path("docs/background/performance.md");
    write(&page, replace(&read(&page)?, &results("bench.md")?)?)
}

/// Replaces the tables between the markers in the text.
fn replace(text: &str, tables: &str) -> Result<String> {
    let marks = "docs/background/performance.md has lost the marks between which the tables stand";
    let (before, rest) = text.split_once(BEGIN).context(marks)?;
    let (_, after) = rest.split_once(END).context(marks)?;
    Ok(format!("{before}{BEGIN}\n{PICTURE}\n\n{tables}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_incomplete_report_is_refused() {
        let cell = json!({ "sample": [12.5], "ratio": 0.9 });
        let report = |cells: Vec<Value>| json!({ "cells": cells, "tasks": [{}], "hosts": [cell], "memory": { "wasmAfter": 65536.0 } });
        let cells = || vec![cell.clone(); 3];
        assert_eq!(count(&report(cells())).ok(), Some(5));
        assert!(count(&report(vec![cell.clone(); 2])).is_err());
        for broken in [json!({ "sample": [], "ratio": 0.9 }), json!({ "sample": [1.0], "ratio": null })] {
            let mut cells = cells();
            cells.truncate(2);
            cells.push(broken);
            assert!(count(&report(cells)).is_err());
        }
    }

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let text = format!("a\n{BEGIN}old\n{END}b\n");
        assert_eq!(replace(&text, "new").ok(), Some(format!("a\n{BEGIN}\n{PICTURE}\n\nnew\n{END}b\n")));
        assert!(replace("a", "new").is_err());
    }
}
