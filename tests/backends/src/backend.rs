//! The examples, and the commands of their READMEs.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// Rate limit of a backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 60 requests of one user in a minute.
    Sixty,
    /// None: the framework has no rate limit.
    None,
}

/// Storage of a backend's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// On the server: signing out ends the session for every copy of the cookie.
    Server,
    /// In the cookie: a copy of it stays valid after signing out, as its README says.
    Cookie,
}

/// One example.
#[derive(Debug)]
pub struct Backend {
    /// Its folder in `examples/backends/`.
    pub name: &'static str,
    /// Its rate limit.
    pub limit: Limit,
    /// Storage of its sessions.
    pub sessions: Sessions,
    /// Whether it needs a secret for sessions, separate from Intercom's.
    pub session_secret: bool,
    /// Command that starts it. A program that begins with `./` is in its folder.
    start: &'static [&'static str],
    /// Command that prints the versions of its runtime and libraries.
    versions: &'static [&'static str],
}

const fn backend(
    name: &'static str,
    limit: Limit,
    sessions: Sessions,
    start: &'static [&'static str],
    versions: &'static [&'static str],
) -> Backend {
    let session_secret =
        matches!(name.as_bytes(), b"node-express" | b"python-flask" | b"python-django" | b"ruby-rails");
    Backend { name, limit, sessions, session_secret, start, versions }
}

const PYTHON: &str = "./.venv/bin/python";

/// Every example.
pub const BACKENDS: &[Backend] = &[
    backend(
        "node-express",
        Limit::Sixty,
        Sessions::Server,
        &["node", "server.js"],
        &["npm", "ls", "--depth=0"],
    ),
    backend(
        "python-flask",
        Limit::Sixty,
        Sessions::Cookie,
        &[PYTHON, "app.py"],
        &[PYTHON, "-m", "pip", "freeze"],
    ),
    backend(
        "python-django",
        Limit::None,
        Sessions::Server,
        &[PYTHON, "manage.py", "runserver", "--noreload"],
        &[PYTHON, "-m", "pip", "freeze"],
    ),
    backend("php", Limit::None, Sessions::Server, &["php", "serve.php"], &["php", "--version"]),
    backend(
        "ruby-sinatra",
        Limit::Sixty,
        Sessions::Server,
        &["bundle", "exec", "puma", "-C", "puma.rb"],
        &["bundle", "list"],
    ),
    backend(
        "ruby-rails",
        Limit::Sixty,
        Sessions::Server,
        &["bundle", "exec", "puma", "-C", "config/puma.rb"],
        &["bundle", "list"],
    ),
    backend("go", Limit::None, Sessions::Server, &["./server"], &["go", "version", "-m", "server"]),
    backend("rust-axum", Limit::None, Sessions::Server, &["./server"], &["rustc", "--version"]),
];

impl Backend {
    /// Finds the example with this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(name: &str) -> Result<&'static Self> {
        BACKENDS.iter().find(|one| one.name == name).with_context(|| format!("there is no backend {name}"))
    }

    /// The folder that it was copied to and prepared in.
    ///
    /// # Errors
    /// If the environment does not contain it.
    pub fn folder(&self) -> Result<PathBuf> {
        let folders =
            env::var_os("BACKENDS").context("BACKENDS is not set; type: cargo xtask test backends")?;
        Ok(Path::new(&folders).join(self.name))
    }

    /// The command that starts it in a folder, with an environment without any of its settings.
    pub(crate) fn command(&self, folder: &Path) -> Result<Command> {
        let mut command = typed(folder, self.start)?;
        for name in [
            "INTERCOM_IDENTITY_SECRET",
            "SESSION_SECRET",
            "ALLOWED_ORIGINS",
            "ALLOWED_HOSTS",
            "TRUST_PROXY",
            "HOST",
        ] {
            command.env_remove(name);
        }
        Ok(command)
    }

    /// The versions of its runtime and libraries, as its own tools print them.
    ///
    /// # Errors
    /// If a tool fails.
    pub fn versions(&self) -> Result<String> {
        let output =
            typed(&self.folder()?, self.versions)?.output().context("cannot ask for the versions")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

fn typed(folder: &Path, words: &[&str]) -> Result<Command> {
    let (program, args) = words.split_first().context("nothing to type")?;
    let program = program.strip_prefix("./").map_or_else(|| PathBuf::from(program), |own| folder.join(own));
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    Ok(command)
}
