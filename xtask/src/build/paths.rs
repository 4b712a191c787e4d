//! Keeps paths of the build machine out of the module.
//!
//! The location of a panic is text inside the module. rustc is configured to start the paths of crates with the
//! crate's own directory (`js-sys-0.3.107/src/lib.rs`); those of the standard library, `/rustc/<commit>/library/…`,
//! are the same on every machine and stay.

use std::borrow::Cow;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::TARGET;
use crate::workspace::Workspace;

/// Parts of paths that exist only on particular machines.
const PIECES: &[&str] = &["/root/", "/home/", "/Users/", "\\Users\\", ".cargo", ".rustup", "index.crates.io"];

/// The argument `--config` for a cargo that compiles the module. cargo adds these flags to those in
/// `.cargo/config.toml`. No other command of xtask compiles for wasm in the profile `release`, so they cause no
/// second compilation.
pub(super) fn config(workspace: &Workspace) -> Result<String> {
    let flags: Vec<String> = prefixes(workspace)?.iter().map(|path| flag(path)).collect();
    // A JSON list of strings is also valid TOML.
    Ok(format!("target.{TARGET}.rustflags={}", serde_json::to_string(&flags)?))
}

/// Fails if the module contains a path of this or another machine.
pub(super) fn check(workspace: &Workspace, wasm: &[u8]) -> Result<()> {
    let own = prefixes(workspace)?;
    let own = own.iter().map(|path| path.to_string_lossy());
    let text = String::from_utf8_lossy(wasm);
    for piece in PIECES.iter().copied().map(Cow::from).chain(own) {
        if let Some((_, after)) = text.split_once(&*piece) {
            let after: String = after.chars().take_while(char::is_ascii_graphic).take(80).collect();
            bail!("a machine's path is inside the wasm: {piece}{after}; build/paths.rs is to keep it out");
        }
    }
    Ok(())
}

/// Prefixes of source paths, of which rustc uses the last that matches.
fn prefixes(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let cargo = cargo_home()?;
    let mut prefixes = vec![workspace.root().to_path_buf(), cargo.clone()];
    // Directories of unpacked crates, one for each registry. xtask itself came from one, so they exist.
    let sources = cargo.join("registry").join("src");
    if let Ok(registries) = fs::read_dir(&sources) {
        for registry in registries {
            prefixes.push(registry.with_context(|| format!("cannot list {}", sources.display()))?.path());
        }
    }
    // Sorted, so that cargo recompiles only when there is a new one.
    prefixes.sort();
    Ok(prefixes)
}

fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(home) if !home.is_empty() => Ok(home.into()),
        _ => Ok(env::home_dir().context("there is no home directory")?.join(".cargo")),
    }
}

fn flag(prefix: &Path) -> String {
    format!("--remap-path-prefix={}=", prefix.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_path_of_a_machine() {
        let workspace = Workspace::here().ok();
        let check = |wasm: &[u8]| workspace.as_ref().map(|workspace| check(workspace, wasm));
        // Split in two, since no file of the repository may contain such a path.
        let path = concat!("/ho", "me/ada/src/a.rs");
        let error = check(format!("\0asm {path}\x01").as_bytes()).and_then(Result::err);
        assert!(error.is_some_and(|error| error.to_string().contains(&format!(": {path}"))));
        assert!(check(b"\0asm\xffD:\\a\\Users\\b.rs").is_some_and(|checked| checked.is_err()));
        assert!(
            check(b"\0asm js-sys-0.3.107/src/lib.rs /rustc/0/library").is_some_and(|checked| checked.is_ok())
        );
    }

    #[test]
    fn a_registry_comes_after_the_directory_around_it() {
        let prefixes = Workspace::here().and_then(|workspace| prefixes(&workspace));
        let prefixes = prefixes.unwrap_or_default();
        assert!(prefixes.len() >= 2 && prefixes.is_sorted());
        assert_eq!(flag(Path::new("/a b")), "--remap-path-prefix=/a b=");
    }
}
