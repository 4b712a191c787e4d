//! What a stage's programs print: all of it into a file, the telling lines onto the screen.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{Command, read, write};
use crate::workspace::Workspace;

/// The log of one stage, in `target/test-logs/<stage>.log`.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Starts the stage's log afresh.
    pub(super) fn create(workspace: &Workspace, stage: &str) -> Result<Self> {
        let path = workspace.path(format!("target/test-logs/{stage}.log"));
        write(&path, "")?;
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path, file })
    }

    /// Runs a program; its output goes into the log, and its closing lines onto the screen.
    pub(super) fn run(&mut self, command: &Command) -> Result<()> {
        self.line(&format!("$ {}", command.line()))?;
        command.run_lines(|line| {
            if is_closing(line) {
                println!("    {}", line.trim());
            }
            self.line(line)
        })
    }

    /// Adds a line of the stage's own.
    pub(super) fn line(&mut self, line: &str) -> Result<()> {
        writeln!(self.file, "{line}").with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// Prints the whole log, for a stage that failed.
    pub(super) fn show(&self) {
        match read(&self.path) {
            Ok(text) => println!("{}", text.trim_end()),
            Err(error) => println!("{error:#}"),
        }
    }
}

/// cargo test's and the wasm test runner's closing line of one test program that had tests.
fn is_closing(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed; 0 ignored")
}

#[cfg(test)]
mod tests {
    use super::is_closing;

    #[test]
    fn closing_lines_are_those_of_programs_with_tests() {
        assert!(is_closing("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"));
        assert!(is_closing("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured"));
        assert!(!is_closing("test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured"));
        assert!(!is_closing("test jwt::reads ... ok"));
    }
}
