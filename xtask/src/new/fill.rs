//! Filling an example in: the workspace's id, its region, and where the loader is.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{read, write};

/// The ids that the examples and their READMEs have in the place of one's own.
const PLACEHOLDERS: &[&str] = &["standin1", "abc12345"];

const REGIONS: &[&str] = &["us", "eu", "au", "ap"];

/// What is filled in.
#[derive(Debug)]
pub(super) struct Values<'a> {
    pub(super) app_id: &'a str,
    pub(super) region: &'a str,
    /// This repository, in which crates are found.
    pub(super) root: &'a Path,
}

/// An id as Intercom makes them.
pub(super) fn app_id(text: &str) -> Result<String, String> {
    if (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(text.to_owned());
    }
    Err("letters and digits; copy it from Intercom: Settings > Installation".to_owned())
}

/// Fills in a frontend. `tarball` is the packed package beside it.
pub(super) fn frontend(folder: &Path, values: &Values<'_>, tarball: Option<&str>) -> Result<()> {
    let (mut ids, mut regions) = (0, 0);
    for file in texts(folder)? {
        let text = read(&file)?;
        let counts = file.file_name().is_some_and(|name| name != "README.md");
        if counts {
            ids += PLACEHOLDERS.iter().map(|id| text.matches(id).count()).sum::<usize>();
        }
        let (mut text, found) = with_region(&with_id(&text, values.app_id), values.region);
        regions += if counts { found } else { 0 };
        let crate_folder = values.root.display().to_string();
        text = text.replace("path = \"../intercom-messenger-loader\"", &format!("path = \"{crate_folder}\""));
        if let Some(tarball) = tarball {
            // It is a dependency of the manifest already.
            let install =
                "npm install ../intercom-messenger-loader/dist     # from where you have the loader\n";
            text = if text.contains("npm ci") {
                text.replace(install, "").replace("npm ci", "npm install")
            } else {
                text.replace(install, "npm install\n")
            };
            text = text.replace("../intercom-messenger-loader/dist", &format!("./{tarball}"));
        }
        write(&file, with_crates(&text, &file, values.root)?)?;
    }
    if ids == 0 || regions == 0 {
        bail!("{} does not say which workspace and region it is for", folder.display());
    }
    Ok(())
}

/// Fills in a backend, which only needs to know where crates are.
pub(super) fn backend(folder: &Path, values: &Values<'_>) -> Result<()> {
    for file in texts(folder)? {
        let text = read(&file)?;
        write(&file, with_crates(&with_id(&text, values.app_id), &file, values.root)?)?;
    }
    Ok(())
}

/// Adds the packed loader to a package's dependencies.
pub(super) fn depend(manifest: &Path, tarball: &str) -> Result<()> {
    let mut package: Value = serde_json::from_str(&read(manifest)?).context("package.json is no JSON")?;
    let object = package.as_object_mut().context("package.json is no object")?;
    let all = object.entry("dependencies").or_insert_with(|| Value::Object(serde_json::Map::new()));
    let all = all.as_object_mut().context("dependencies is no object")?;
    all.insert("intercom-messenger-loader".to_owned(), Value::String(format!("file:./{tarball}")));
    write(manifest, serde_json::to_string_pretty(&package)? + "\n")?;
    // It names no such dependency; npm install writes a new one.
    let lock = manifest.with_file_name("package-lock.json");
    if lock.is_file() {
        fs::remove_file(&lock).with_context(|| format!("cannot remove {}", lock.display()))
    } else {
        Ok(())
    }
}

fn with_id(text: &str, app_id: &str) -> String {
    PLACEHOLDERS.iter().fold(text.to_owned(), |text, placeholder| text.replace(placeholder, app_id))
}

/// The text with its region, and how often it said one: `REGION=us`, `region: "us"`, `data-region="us"`, and the default
/// of a Rust example, which stands two lines below the variable's name.
fn with_region(text: &str, region: &str) -> (String, usize) {
    let (mut found, mut since, mut lines) = (0, usize::MAX, Vec::new());
    for line in text.split('\n') {
        let names = line.to_ascii_lowercase().contains("region");
        since = if names { 0 } else { since.saturating_add(1) };
        let mut line = line.to_owned();
        for known in REGIONS {
            let forms: &[(String, String)] = &[
                (format!("REGION={known}"), format!("REGION={region}")),
                (format!("\"{known}\""), format!("\"{region}\"")),
                (format!("'{known}'"), format!("'{region}'")),
            ];
            let form = forms.iter().enumerate().find(|(at, (old, _))| {
                let applies = names || (*at > 0 && since <= 2 && line.contains("None =>"));
                applies && line.contains(old)
            });
            if let Some((_, (old, new))) = form {
                line = line.replace(old, new);
                found += 1;
                break;
            }
        }
        lines.push(line);
    }
    (lines.join("\n"), found)
}

/// A manifest of cargo's with its paths into this repository in full.
fn with_crates(text: &str, file: &Path, root: &Path) -> Result<String> {
    if file.file_name().is_none_or(|name| name != "Cargo.toml") {
        return Ok(text.to_owned());
    }
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some((before, rest)) = line.split_once("path = \"../") else {
            lines.push(line.to_owned());
            continue;
        };
        let (path, after) = rest.split_once('"').context("a path that does not end")?;
        let inside: PathBuf =
            Path::new(path).components().filter(|part| matches!(part, Component::Normal(_))).collect();
        let crate_folder = if inside.as_os_str().is_empty() { root.to_path_buf() } else { root.join(inside) };
        lines.push(format!("{before}path = \"{}\"{after}", crate_folder.display()));
    }
    if !text.contains("[workspace]") {
        // It stands alone, also below another workspace.
        lines.push("\n[workspace]".to_owned());
    }
    Ok(lines.join("\n") + "\n")
}

/// The files below a folder that are text.
fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut texts(&path)?);
        } else if fs::read_to_string(&path).is_ok() && path.extension().is_none_or(|kind| kind != "lock") {
            found.push(path);
        }
    }
    Ok(found)
}
