//! Links of an example's documents, which lead on from where it is copied to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use crate::process::{read, write};

/// The document beside the backends, whose place the pair's own takes.
const COMMON: &str = "examples/backends/README.md";

/// Lets the links in a copied folder's documents lead to what they led to in the repository at `root`, where the folder was
/// `from`.
pub(super) fn lead_on(folder: &Path, from: &Path, root: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "md") {
            let text = read(&path)?;
            write(&path, led_on(&text, from, root))?;
        }
    }
    Ok(())
}

fn led_on(text: &str, from: &Path, root: &Path) -> String {
    let mut parts = text.split("](../");
    let mut led = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (target, rest) = part.split_once(')').unwrap_or((part, ""));
        let whole = normal(&from.join("..").join(target));
        if whole == root.join(COMMON) {
            led += &format!("](../{target}){rest}");
        } else {
            // In brackets, for blanks.
            led += &format!("](<{}>){rest}", whole.display());
        }
    }
    led
}

/// The path without steps up.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
