//! What npm's tools make of a file, kept for the next build: each takes seconds, and most builds change little.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::output::Output;
use crate::process::{Command, read, write};
use crate::setup;
use crate::workspace::Workspace;

/// Two files below [`Workspace::intermediate`].
pub(super) struct Files<'a> {
    /// What the tool reads.
    pub(super) before: &'a str,
    /// What it writes.
    pub(super) after: &'a str,
}

/// What `tool` makes of `input`, once it is told to write (`-o`) and what to read. It runs again when the input, its
/// options or the lockfile that pins it have changed.
pub(super) fn made(
    workspace: &Workspace,
    tool: Command,
    files: &Files<'_>,
    input: &[u8],
    output: &mut Output,
) -> Result<Vec<u8>> {
    let [before, after] = [files.before, files.after].map(|file| workspace.intermediate(file));
    let from = workspace.intermediate(format!("{}.made-from", files.after));
    let tool = tool.arg("-o").args([&after, &before]);
    setup::node::packages(workspace)?;
    let lock = read(&workspace.path("package-lock.json"))?;
    let wanted = [tool.line().as_bytes(), lock.as_bytes(), input].concat();
    kept(&after, &from, &wanted, || {
        write(&before, input)?;
        output.run(&tool)
    })
}

/// The file `after`, which `make` writes unless `from` says that the one that is there was made from the same.
fn kept(after: &Path, from: &Path, wanted: &[u8], make: impl FnOnce() -> Result<()>) -> Result<Vec<u8>> {
    if fs::read(from).is_ok_and(|known| known == wanted)
        && let Ok(made) = fs::read(after)
    {
        return Ok(made);
    }
    // Whoever stops this half-way leaves nothing that looks finished.
    write(from, "")?;
    make()?;
    let made = fs::read(after).with_context(|| format!("cannot read {}", after.display()))?;
    write(from, wanted)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::bail;

    use super::kept;
    use crate::process::write;

    #[test]
    fn what_was_made_is_kept_until_something_else_is_wanted() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let [after, from] = ["after", "from"].map(|file| folder.path().join(file));
        assert_eq!(kept(&after, &from, b"a", || write(&after, "1"))?, b"1");
        assert_eq!(kept(&after, &from, b"a", || bail!("it was there"))?, b"1");
        assert_eq!(kept(&after, &from, b"b", || write(&after, "2"))?, b"2");
        fs::remove_file(&after)?;
        assert_eq!(kept(&after, &from, b"b", || write(&after, "3"))?, b"3");
        Ok(())
    }

    #[test]
    fn what_was_left_half_made_is_made_again() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let [after, from] = ["after", "from"].map(|file| folder.path().join(file));
        kept(&after, &from, b"a", || write(&after, "1"))?;
        let stopped = kept(&after, &from, b"b", || {
            write(&after, "half")?;
            bail!("stopped")
        });
        assert!(stopped.is_err());
        assert_eq!(kept(&after, &from, b"a", || write(&after, "1"))?, b"1");
        Ok(())
    }
}
