//! An installed project of a row.

use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result};

use crate::Process;

/// Path of a project, once it is installed; locked by the row that uses it.
type Place = Mutex<Option<PathBuf>>;

/// Projects by name.
static PROJECTS: LazyLock<Mutex<HashMap<&'static str, &'static Place>>> = LazyLock::new(Mutex::default);

/// A project with its tool and the package, for one row at a time. Rows with the same tool share one.
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
    _turn: MutexGuard<'static, Option<PathBuf>>,
}

impl Project {
    /// The project in `rows/<name>`, which is installed on first use.
    ///
    /// # Errors
    /// If it cannot be installed.
    pub fn take(name: &'static str) -> Result<Self> {
        Self::with_sources(name, name)
    }

    /// The same with the sources of another project: `rows/<name>` contains the tool alone.
    ///
    /// # Errors
    /// If it cannot be installed.
    pub fn with_sources(name: &'static str, sources: &str) -> Result<Self> {
        let place = {
            let mut projects = PROJECTS.lock().unwrap_or_else(PoisonError::into_inner);
            *projects.entry(name).or_insert_with(|| Box::leak(Box::default()))
        };
        // A failed row leaves the project usable.
        let mut turn = place.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = match &*turn {
            Some(folder) => folder.clone(),
            None => install(name, sources)?,
        };
        *turn = Some(folder.clone());
        Ok(Self { folder, _turn: turn })
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts one of its tools.
    ///
    /// # Errors
    /// If there is no such tool.
    pub fn start(&self, tool: &str, args: &[&str], variables: &[(&str, &str)]) -> Result<Process> {
        Process::start(&self.folder, &self.folder.join("node_modules/.bin").join(tool), args, variables)
    }

    /// Runs one of its tools until it exits.
    ///
    /// # Errors
    /// If it fails.
    pub fn run(&self, tool: &str, args: &[&str], variables: &[(&str, &str)]) -> Result<String> {
        self.start(tool, args, variables)?.finish()
    }
}

fn install(name: &str, sources: &str) -> Result<PathBuf> {
    let variable = |name| {
        env::var_os(name).with_context(|| format!("{name} is not set; type: cargo xtask test packaging"))
    };
    let rows = Path::new(env!("CARGO_MANIFEST_DIR")).join("rows");
    let folder = PathBuf::from(variable("ROWS")?).join(name);
    for from in [sources, name] {
        copy(&rows.join(from), &folder)?;
    }
    let npm = |args: &[&str]| {
        let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
        Process::start(&folder, Path::new("npm"), &[args, &quiet].concat(), &[])?.finish()
    };
    if folder.join("package-lock.json").is_file() {
        npm(&["ci"])?;
    }
    let tarball = variable("TARBALL")?;
    npm(&["install", "--no-save", &tarball.to_string_lossy()])?;
    Ok(folder)
}

/// Copies a folder over another.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}
