//! A row's project, installed.

use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result};

use crate::Process;

/// Where a project is, once it is installed; locked by the row that uses it.
type Place = Mutex<Option<PathBuf>>;

/// Projects by name.
static PROJECTS: LazyLock<Mutex<HashMap<&'static str, &'static Place>>> = LazyLock::new(Mutex::default);

/// A project with its tool and the package, for one row at a time. Rows that use the same tool share one.
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
    _turn: MutexGuard<'static, Option<PathBuf>>,
}

impl Project {
    /// The project in `rows/<name>`, installed when it is not yet.
    ///
    /// # Errors
    /// When it cannot be installed.
    pub fn take(name: &'static str) -> Result<Self> {
        Self::with_sources(name, name)
    }

    /// The same with the sources of another project: `rows/<name>` has the tool alone.
    ///
    /// # Errors
    /// When it cannot be installed.
    pub fn with_sources(name: &'static str, sources: &str) -> Result<Self> {
        let place = {
            let mut projects = PROJECTS.lock().unwrap_or_else(PoisonError::into_inner);
            *projects.entry(name).or_insert_with(|| Box::leak(Box::default()))
        };
        // A row that failed leaves a project as good as another.
        let mut turn = place.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = match &*turn {
            Some(folder) => folder.clone(),
            None => install(name, sources)?,
        };
        *turn = Some(folder.clone());
        Ok(Self { folder, _turn: turn })
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts one of its tools.
    ///
    /// # Errors
    /// When there is no such tool.
    pub fn start(&self, tool: &str, args: &[&str], variables: &[(&str, &str)]) -> Result<Process> {
        Process::start(&self.folder, &self.folder.join("node_modules/.bin").join(tool), args, variables)
    }

    /// Runs one of its tools to its end.
    ///
    /// # Errors
    /// When it fails.
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
