//! The repository's own files.

use anyhow::{Context, Result};

use crate::process::Command;
use crate::workspace::Workspace;

/// A text file.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Path from the repository's root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    #[cfg(test)]
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether it is in one of these directories.
    pub(super) fn is_in(&self, directories: &[&str]) -> bool {
        directories.iter().any(|directory| {
            self.path
                .strip_prefix(directory)
                .is_some_and(|rest| rest.starts_with('/') || directory.ends_with('/'))
        })
    }

    /// The part of its name after the last dot.
    pub(super) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Its lines with their numbers, starting at one.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.text)
    }
}

/// Lines with their numbers, starting at one.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// Every text file that git tracks or would add; files in `.gitignore` are left out.
pub(super) fn collect(workspace: &Workspace) -> Result<Vec<File>> {
    let list = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .dir(workspace.root())
        .read()
        .context("the rules are checked over the files that git lists")?;
    let mut files = Vec::new();
    for path in list.lines() {
        // A deleted file is listed until the deletion is committed; a binary file has no lines.
        if let Ok(text) = std::fs::read_to_string(workspace.path(path)) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}
