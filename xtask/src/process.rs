//! Running other programs, on top of `duct`.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use duct::Expression;

/// A program with its arguments, run in the repository's root.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, Option<OsString>)>,
    dir: Option<PathBuf>,
}

impl Command {
    /// A program, found on `PATH` unless it is a path.
    pub(crate) fn new(program: impl Into<OsString>) -> Self {
        Self { program: program.into(), args: Vec::new(), env: Vec::new(), dir: None }
    }

    /// The cargo that runs this xtask.
    pub(crate) fn cargo() -> Self {
        Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Adds an argument.
    pub(crate) fn arg(self, arg: impl Into<OsString>) -> Self {
        self.args([arg.into()])
    }

    /// Adds arguments.
    pub(crate) fn args<T: Into<OsString>>(mut self, args: impl IntoIterator<Item = T>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets an environment variable of the program.
    pub(crate) fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.env.push((name.into(), Some(value.into())));
        self
    }

    /// Removes an environment variable of the program.
    pub(crate) fn env_remove(mut self, name: impl Into<OsString>) -> Self {
        self.env.push((name.into(), None));
        self
    }

    /// Runs the program in this directory.
    pub(crate) fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// The command as a person would type it.
    pub(crate) fn line(&self) -> String {
        let quote = |word: &OsString| {
            let word = word.to_string_lossy();
            if word.contains(' ') { format!("'{word}'") } else { word.into_owned() }
        };
        let program = Path::new(&self.program).file_name().map_or_else(|| self.program.clone(), Into::into);
        std::iter::once(&program).chain(&self.args).map(quote).collect::<Vec<_>>().join(" ")
    }

    /// Runs it with this process's input and output; an error if it fails.
    pub(crate) fn run(&self) -> Result<()> {
        let output = self.build().run().with_context(|| format!("cannot start `{}`", self.line()))?;
        if !output.status.success() {
            bail!("`{}` failed ({})", self.line(), output.status);
        }
        Ok(())
    }

    /// Replaces this process with the program where the system supports that; elsewhere runs it and exits with its
    /// code.
    pub(crate) fn become_it(&self) -> Result<()> {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.args);
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            let error = command.exec();
            Err(error).with_context(|| format!("cannot start `{}`", self.line()))
        }
        #[cfg(not(unix))]
        {
            let status = command.status().with_context(|| format!("cannot start `{}`", self.line()))?;
            std::process::exit(status.code().unwrap_or(1))
        }
    }

    /// Runs it and returns its standard output, trimmed; an error if it fails.
    pub(crate) fn read(&self) -> Result<String> {
        self.read_both().map(|[output, _]| output)
    }

    /// Runs it and returns its standard output and standard error, trimmed; an error if it fails.
    pub(crate) fn read_both(&self) -> Result<[String; 2]> {
        let output = self.build().stdout_capture().stderr_capture().run();
        let output = output.with_context(|| format!("cannot start `{}`", self.line()))?;
        if !output.status.success() {
            bail!("`{}` failed: {}", self.line(), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok([output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).trim().to_owned()))
    }

    /// Runs it and passes each line of both streams to `line`; an error if it fails.
    pub(crate) fn run_lines(&self, mut line: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let reader = self.build().stdin_null().stderr_to_stdout().reader();
        let reader = reader.with_context(|| format!("cannot start `{}`", self.line()))?;
        let mut lines = BufReader::new(&reader);
        let mut buffer = Vec::new();
        while lines.read_until(b'\n', &mut buffer)? > 0 {
            line(String::from_utf8_lossy(&buffer).trim_end_matches(['\n', '\r']))?;
            buffer.clear();
        }
        match reader.try_wait()? {
            Some(output) if output.status.success() => Ok(()),
            Some(output) => bail!("`{}` failed ({})", self.line(), output.status),
            None => bail!("`{}` closed its output and went on running", self.line()),
        }
    }

    fn build(&self) -> Expression {
        let mut expression = duct::cmd(&self.program, &self.args).unchecked();
        // duct keeps the first of two values of a variable; here the last one counts, as everywhere else.
        for (name, value) in self.env.iter().rev() {
            expression = match value {
                Some(value) => expression.env(name, value),
                None => expression.env_remove(name),
            };
        }
        if let Some(dir) = &self.dir {
            expression = expression.dir(dir);
        }
        expression
    }
}

/// The first file of this name on `PATH`.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Writes a file and the directories above it; the error names the file.
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    }
    let mut file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(contents.as_ref()).with_context(|| format!("cannot write {}", path.display()))
}

/// Creates an empty directory in place of what was there; the error names it.
pub(crate) fn empty(directory: &Path) -> Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| format!("cannot empty {}", directory.display()))?;
    }
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))
}

/// Copies a directory over another, without the entries at any depth that are named in `without`; the error names the
/// file.
pub(crate) fn copy_tree(from: &Path, to: &Path, without: &[&str]) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if without.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target, without)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}

/// Reads a text file; the error names the file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::Command;

    #[test]
    fn the_last_setting_of_a_variable_counts() {
        let command = Command::new("sh").args(["-c", "echo $A-$B"]).env("A", "1").env_remove("B");
        let read = |command: Command| command.read().ok();
        assert_eq!(read(command.clone().env("A", "2").env("B", "3")).as_deref(), Some("2-3"));
        assert_eq!(read(command.env_remove("A")).as_deref(), Some("-"));
    }

    #[test]
    fn a_failure_names_the_command_and_lines_come_from_both_streams() {
        let command = Command::new("sh").args(["-c", "echo a; echo b >&2; exit 3"]);
        let mut lines = Vec::new();
        let result = command.run_lines(|line| {
            lines.push(line.to_owned());
            Ok(())
        });
        assert!(result.is_err_and(|error| error.to_string().contains("sh -c 'echo a; echo b >&2; exit 3'")));
        assert_eq!(lines, ["a", "b"]);
    }
}
