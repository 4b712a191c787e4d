//! `cargo xtask test`: the project's checks, in stages.

mod backends;
pub(crate) mod browser;
mod frontends;
mod frontends_js;
pub(crate) mod host;
pub(crate) mod licences;
mod lowered;
mod pairs;
mod plan;
mod prepare;
mod report;
mod segment;
mod stages;
mod types;
mod wasm_pack;

use std::time::Instant;

use anyhow::{Result, bail};

use self::plan::plan;
use self::report::{Outcome, Report};
use self::stages::STAGES;
use crate::output::Output;
use crate::workspace::Workspace;

/// Stages that can run a part of their tests.
const FILTERED: [&str; 7] = ["host", "browser", "webkit", "e2e", "e2e-firefox", "e2e-webkit", "packaging"];

/// Condition on which a stage runs without being named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// In `cargo xtask test`.
    Always,
    /// In `cargo xtask test all` and `cargo xtask test rest` only, because it is slow.
    Rest,
}

/// One stage.
#[derive(Debug)]
struct Stage {
    name: &'static str,
    when: When,
    /// Stages that run before this one, also when only this one is named.
    needs: &'static [&'static str],
    /// The Debian packages and tools that it uses, so that they can be fetched while other stages compile.
    uses: &'static [prepare::Tool],
    run: fn(&Workspace, &mut Output) -> Result<()>,
}

/// Runs the named stages, or the default ones when none is named.
///
/// Every stage of the plan runs, whatever the result of those before it, except one whose dependency failed. The
/// error names the stages that failed.
pub(crate) fn test(workspace: &Workspace, names: &[String]) -> Result<()> {
    if names.iter().any(|name| name == "list") {
        for stage in STAGES {
            println!(
                "{}{}",
                stage.name,
                if stage.when == When::Rest { " (in `all` and `rest`)" } else { "" }
            );
        }
        return Ok(());
    }
    if workspace.filter.is_some() && !matches!(names, [stage] if FILTERED.contains(&stage.as_str())) {
        bail!("after `--` stands a part of tests' names, for one of the stages {}", FILTERED.join(", "));
    }
    let plan = plan(STAGES, names)?;
    let start = Instant::now();
    let prepared = prepare::start(workspace, &plan);
    let mut report = Report::default();
    for stage in plan {
        let (outcome, remarks) = match stage.needs.iter().find(|need| report.failed(need)) {
            Some(need) => (Outcome::Skipped(need), Vec::new()),
            None => run(workspace, stage, &mut report),
        };
        report.add(stage.name, outcome, remarks);
    }
    prepared.finish();
    report.close(start.elapsed());
    let failed = report.all_failed();
    if !failed.is_empty() {
        bail!("{} failed; the logs are in target/test-logs/", failed.join(", "));
    }
    Ok(())
}

/// Runs a stage; returns its outcome and its remarks.
fn run(workspace: &Workspace, stage: &Stage, report: &mut Report) -> (Outcome, Vec<String>) {
    report.begin(stage.name);
    let start = Instant::now();
    let mut remarks = Vec::new();
    let result = Output::log(workspace, stage.name).and_then(|mut output| {
        let result = (stage.run)(workspace, &mut output).inspect_err(|error| {
            // The error may be xtask's own finding, which no program has printed.
            let _ = output.note(&format!("error: {error:#}"));
            output.show();
        });
        remarks = output.remarks();
        result
    });
    let outcome = match result {
        Ok(()) => Outcome::Ok(start.elapsed()),
        Err(_) => Outcome::Failed(start.elapsed()),
    };
    (outcome, remarks)
}
