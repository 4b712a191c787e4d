//! Failing backends: copies of an example with one broken line.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::Backend;

/// Name of the failure.
pub const CAUSE: &str = "the-disk-is-full";

/// Installed directories, which a copy shares.
const SHARED: &[&str] = &["node_modules", ".venv"];

/// A broken line.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    file: &'static str,
    line: &'static str,
    wrong: &'static str,
    /// Text that the log must contain, in lower case.
    pub cause: &'static str,
}

/// Makes the lookup of a user fail.
const fn lookup(file: &'static str, line: &'static str, wrong: &'static str) -> Fault {
    Fault { file, line, wrong, cause: CAUSE }
}

/// Makes a name invalid UTF-8, so that it cannot be written as JSON.
const fn name(file: &'static str, line: &'static str, wrong: &'static str) -> Fault {
    Fault { file, line, wrong, cause: "utf-8" }
}

/// The faults of a backend; none if changing it takes a build of a minute, since it then has a separate test.
#[must_use]
pub fn faults(backend: &Backend) -> Vec<Fault> {
    const PYTHON: (&str, &str) =
        ("    if not isinstance", "    raise RuntimeError('the-disk-is-full')\n    if not isinstance");
    const RUBY: (&str, &str) = ("    found = ALL", "    raise 'the-disk-is-full'\n    found = ALL");
    const GRACE: &str = "\"Grace Núñez Höpper\"";
    match backend.name {
        "node-express" => vec![lookup(
            "users.js",
            "  return typeof",
            "  throw new Error('the-disk-is-full');\n  return typeof",
        )],
        "python-flask" => vec![lookup("users.py", PYTHON.0, PYTHON.1)],
        "python-django" => vec![lookup("messenger/users.py", PYTHON.0, PYTHON.1)],
        "php" => vec![
            lookup(
                "src/users.php",
                "    return is_string",
                "    throw new Error('the-disk-is-full');\n    return is_string",
            ),
            Fault {
                file: "src/users.php",
                line: "    return is_string",
                wrong: "    str_repeat('x', 1 << 40);\n    return is_string",
                cause: "out of memory",
            },
            name("src/users.php", "'Grace Núñez Höpper'", r#""Grace N\xFA""#),
        ],
        "ruby-sinatra" => {
            vec![lookup("users.rb", RUBY.0, RUBY.1), name("users.rb", GRACE, r#""Grace N\xFA""#)]
        }
        "ruby-rails" => vec![
            lookup("app/models/user.rb", RUBY.0, RUBY.1),
            name("app/models/user.rb", GRACE, r#""Grace N\xFA""#),
        ],
        "go" => {
            vec![lookup("users.go", "\tfor i := range", "\tpanic(\"the-disk-is-full\")\n\tfor i := range")]
        }
        _ => Vec::new(),
    }
}

impl Fault {
    /// Creates a copy of the backend with this fault, beside it.
    ///
    /// # Errors
    /// If it cannot be written or built.
    pub fn copy(&self, backend: &Backend) -> Result<PathBuf> {
        let from = backend.folder()?;
        let to = from.with_extension(format!("fault-{}", self.cause.replace(' ', "-")));
        if to.exists() {
            fs::remove_dir_all(&to)?;
        }
        copy(&from, &to)?;
        let file = to.join(self.file);
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        ensure!(text.contains(self.line), "{} has no line {:?}", file.display(), self.line);
        fs::write(&file, text.replacen(self.line, self.wrong, 1))?;
        if backend.name == "go" {
            let mut go = Command::new("go");
            go.args(["build", "-buildvcs=false", "-o", "server", "."]).current_dir(&to);
            go.env("GOFLAGS", "-mod=mod").env("GOPROXY", "off").env("GOTOOLCHAIN", "local");
            ensure!(go.status()?.success(), "it cannot be built");
        }
        Ok(to)
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if SHARED.iter().any(|name| entry.file_name() == *name) {
            symlink(entry.path(), &target)?;
        } else if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
