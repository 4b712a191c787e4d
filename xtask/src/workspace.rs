//! Paths of the repository and of build output.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and the directories that the commands write to.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    /// Path of this program, read at the start: a nested cargo may replace the file while it runs.
    pub(crate) xtask: PathBuf,
    /// Part of the names of the tests that a stage runs; `None` runs all of them.
    pub(crate) filter: Option<String>,
}

impl Workspace {
    /// The workspace that this program was compiled in.
    pub(crate) fn here() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask's manifest is not inside a workspace")?
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let xtask = env::current_exe().context("cannot find this program's own path")?;
        Ok(Self { root, target, xtask, filter: None })
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The root of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside cargo's target directory, wherever `CARGO_TARGET_DIR` puts it.
    pub(crate) fn target(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// A program of the workspace, as cargo's dev profile builds it.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.program_in("debug", name)
    }

    /// The same as another cargo profile builds it, into this folder.
    pub(crate) fn program_in(&self, folder: &str, name: &str) -> PathBuf {
        self.target(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A path for xtask's own intermediate files. Always inside the repository, because
    /// `tests/types/tsconfig.json` names some of them.
    pub(crate) fn intermediate(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join("target/xtask").join(relative)
    }

    /// The publishable npm package.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The publishable npm package `create-intercom-messenger`.
    pub(crate) fn create(&self) -> PathBuf {
        self.root.join("dist-create")
    }

    /// The version that every crate of the workspace and the npm package have.
    #[allow(clippy::unused_self, reason = "a fact about the workspace, like the others here")]
    pub(crate) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
