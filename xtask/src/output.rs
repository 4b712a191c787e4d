//! Output of a command: written to the screen, or, in a test stage, all of it to a file and its closing lines to the
//! screen.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{Command, read, write};
use crate::workspace::Workspace;

/// The screen, or the log of one stage in `target/test-logs/<stage>.log`.
#[derive(Debug)]
pub(crate) struct Output {
    log: Option<(PathBuf, File)>,
    remarks: Vec<String>,
}

impl Output {
    /// Output on the screen, for a command that a person typed.
    pub(crate) fn screen() -> Self {
        Self { log: None, remarks: Vec::new() }
    }

    /// Creates or truncates a stage's log.
    pub(crate) fn log(workspace: &Workspace, stage: &str) -> Result<Self> {
        let path = workspace.path(format!("target/test-logs/{stage}.log"));
        write(&path, "")?;
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { log: Some((path, file)), remarks: Vec::new() })
    }

    /// Runs a program. A log receives all of its output, and the screen only its closing lines.
    pub(crate) fn run(&mut self, command: &Command) -> Result<()> {
        if self.log.is_none() {
            return command.run();
        }
        self.note(&format!("$ {}", command.line()))?;
        command.run_lines(|line| {
            if is_closing(line) {
                println!("    {}", line.trim());
            }
            self.note(line)
        })
    }

    /// Prints one of xtask's own lines, and writes it to the log as well.
    pub(crate) fn say(&mut self, line: &str) -> Result<()> {
        println!("{}{line}", if self.log.is_some() { "    " } else { "" });
        self.note(line)
    }

    /// Reports a remark of a stage that passed; it is repeated in the summary.
    pub(crate) fn remark(&mut self, line: String) -> Result<()> {
        self.say(&line)?;
        self.remarks.push(line);
        Ok(())
    }

    /// The remarks.
    pub(crate) fn remarks(self) -> Vec<String> {
        self.remarks
    }

    /// Adds a line to the log, if there is one.
    pub(crate) fn note(&mut self, line: &str) -> Result<()> {
        match &mut self.log {
            None => Ok(()),
            Some((path, file)) => {
                writeln!(file, "{line}").with_context(|| format!("cannot write {}", path.display()))
            }
        }
    }

    /// Whether the log so far contains this text.
    pub(crate) fn has_logged(&self, text: &str) -> bool {
        self.log.as_ref().is_some_and(|(path, _)| read(path).is_ok_and(|log| log.contains(text)))
    }

    /// Prints the whole log, for a stage that failed.
    pub(crate) fn show(&self) {
        let Some((path, _)) = &self.log else { return };
        match read(path) {
            Ok(text) => println!("{}", text.trim_end()),
            Err(error) => println!("{error:#}"),
        }
    }
}

/// Whether the line is the closing line of cargo test or the wasm test runner for a test program that had tests.
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
