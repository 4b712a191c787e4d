#![allow(clippy::unwrap_used)]

use std::env;
use std::fs;
use std::path::Path;

use super::*;
use crate::process::read;

/// A workspace of this repository, and a folder that is gone again when the test is.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("xtask-new-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn every_text(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &every_text(&path);
        } else if path.extension().is_none_or(|kind| kind != "lock") {
            all += &fs::read_to_string(path).unwrap_or_default();
        }
    }
    all
}

#[test]
fn every_frontend_says_which_workspace_and_region_it_is_for() {
    let workspace = Workspace::here().unwrap();
    for frontend in FRONTENDS {
        let scratch = Scratch::new(frontend.name);
        let folder = scratch.0.join("frontend");
        copy_tree(&workspace.path("examples/frontends").join(frontend.name), &folder, LEFT).unwrap();
        let values = Values { app_id: "wxyz9876", region: "au", root: workspace.root() };
        fill::frontend(&folder, &values, Some("loader.tgz")).unwrap();
        let text = every_text(&folder);
        for placeholder in ["standin1", "abc12345", "path = \"../"] {
            assert!(!text.contains(placeholder), "{}: {placeholder} is left", frontend.name);
        }
        assert!(text.contains("wxyz9876") && text.contains("au"), "{}", frontend.name);
    }
}

#[test]
fn every_example_can_be_chosen() {
    let workspace = Workspace::here().unwrap();
    for (folder, names) in [
        ("examples/frontends", FRONTENDS.iter().map(|one| one.name).collect::<Vec<_>>()),
        ("examples/backends", BACKENDS.iter().map(|one| one.name).collect()),
    ] {
        for entry in fs::read_dir(workspace.path(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            assert!(!entry.path().is_dir() || names.contains(&name.as_str()), "{folder}/{name} has no line");
        }
    }
}

#[test]
fn a_folder_that_exists_is_left_alone() {
    let workspace = Workspace::here().unwrap();
    let scratch = Scratch::new("exists");
    fs::write(scratch.0.join("mine"), "mine").unwrap();
    let wanted = Wanted {
        app_id: "wxyz9876".to_owned(),
        region: "eu".to_owned(),
        frontend: "leptos".to_owned(),
        backend: "php".to_owned(),
        dir: scratch.0.clone(),
    };
    let error = new(&workspace, &wanted, &mut Output::screen()).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("exists already")));
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 1);
}

#[test]
fn a_pair_is_written_whole() {
    let workspace = Workspace::here().unwrap();
    let scratch = Scratch::new("pair");
    let wanted = Wanted {
        app_id: "wxyz9876".to_owned(),
        region: "eu".to_owned(),
        frontend: "yew".to_owned(),
        backend: "rust-axum".to_owned(),
        dir: scratch.0.join("shop"),
    };
    new(&workspace, &wanted, &mut Output::screen()).unwrap();
    let readme = read(&wanted.dir.join("README.md")).unwrap();
    for part in
        ["wxyz9876", "INTERCOM_IDENTITY_SECRET", "cargo run", "ALLOWED_ORIGINS", "enforce", "protected"]
    {
        assert!(readme.contains(part), "{part}");
    }
    assert!(wanted.dir.join("frontend/src/main.rs").is_file());
    let manifest = read(&wanted.dir.join("backend/Cargo.toml")).unwrap();
    assert!(manifest.contains("/intercom-jwt\"") && !manifest.contains("\"../"));
}

#[test]
fn an_id_that_cannot_be_one_is_refused() {
    assert!(fill::app_id("abc12345").is_ok());
    for text in ["", "a b", "<abc>", "é"] {
        assert!(fill::app_id(text).is_err(), "{text}");
    }
}
