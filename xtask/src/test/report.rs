//! One line per stage, and the summary.

use std::io::Write as _;
use std::time::Duration;

/// Outcome of a stage.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Ok(Duration),
    Failed(Duration),
    /// Skipped because the stage of this name failed, which this one needs.
    Skipped(&'static str),
}

/// The stages that have run.
#[derive(Debug, Default)]
pub(super) struct Report {
    stages: Vec<(&'static str, Outcome, Vec<String>)>,
}

impl Report {
    /// Prints that a stage has started.
    #[allow(clippy::unused_self, reason = "a report's line, like the others")]
    pub(super) fn begin(&self, stage: &str) {
        println!("{stage:<13} …");
        let _ = std::io::stdout().flush();
    }

    /// Prints the outcome of a stage.
    pub(super) fn add(&mut self, stage: &'static str, outcome: Outcome, remarks: Vec<String>) {
        println!("{}", line(stage, outcome, &[]));
        self.stages.push((stage, outcome, remarks));
    }

    /// Prints the same lines once more, together, and the total.
    pub(super) fn close(&self, total: Duration) {
        println!("\nsummary");
        for (stage, outcome, remarks) in &self.stages {
            println!("{}", line(stage, *outcome, remarks));
        }
        let ok = self.stages.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Ok(_))).count();
        println!("{:<13} {ok} of {} ok  {}", "total", self.stages.len(), seconds(total));
    }

    /// Whether this stage failed or was skipped.
    pub(super) fn failed(&self, stage: &str) -> bool {
        self.stages.iter().any(|(name, outcome, _)| *name == stage && !matches!(outcome, Outcome::Ok(_)))
    }

    /// The stages that failed.
    pub(super) fn all_failed(&self) -> Vec<&'static str> {
        let failed = self.stages.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_)));
        failed.map(|(name, ..)| *name).collect()
    }
}

/// A stage's line, and its remarks below it.
fn line(stage: &str, outcome: Outcome, remarks: &[String]) -> String {
    let line = match outcome {
        Outcome::Ok(time) => format!("{stage:<13} {:<7} {}", "ok", seconds(time)),
        Outcome::Failed(time) => format!("{stage:<13} {:<7} {}", "FAILED", seconds(time)),
        Outcome::Skipped(need) => format!("{stage:<13} skipped, {need} failed"),
    };
    remarks.iter().fold(line, |line, remark| format!("{line}\n{:<13} {remark}", ""))
}

fn seconds(time: Duration) -> String {
    format!("{:>6.1} s", time.as_secs_f32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_name_the_outcome_and_the_time() {
        let time = Duration::from_millis(432);
        assert_eq!(line("tidy", Outcome::Ok(time), &[]), "tidy          ok         0.4 s");
        assert_eq!(line("tidy", Outcome::Failed(time), &[]), "tidy          FAILED     0.4 s");
        assert_eq!(line("size", Outcome::Skipped("build"), &[]), "size          skipped, build failed");
        let remarked = line("tidy", Outcome::Ok(time), &["skipped go: no".to_owned()]);
        assert_eq!(remarked, "tidy          ok         0.4 s\n              skipped go: no");
    }

    #[test]
    fn a_skipped_stage_counts_as_failed_for_what_needs_it() {
        let mut report = Report::default();
        report.add("build", Outcome::Failed(Duration::ZERO), Vec::new());
        report.add("size", Outcome::Skipped("build"), Vec::new());
        assert!(report.failed("size") && report.failed("build") && !report.failed("tidy"));
        assert_eq!(report.all_failed(), ["build"]);
    }
}
