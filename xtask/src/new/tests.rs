#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

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

/// Writes every pair; the packed loader is an empty file.
fn every_pair(scratch: &Scratch, check: impl Fn(&Path, &Frontend, &Backend)) -> usize {
    let workspace = Workspace::here().unwrap();
    let mut written = 0;
    for frontend in FRONTENDS {
        for backend in BACKENDS {
            let dir = scratch.0.join(format!("{} and {}", frontend.name, backend.name));
            fs::create_dir(&dir).unwrap();
            let wanted = Wanted::pair("wxyz9876", "ap", [frontend.name, backend.name], dir.clone());
            let package = || {
                let packed = dir.join("loader.tgz");
                write(&packed, "").map(|()| packed)
            };
            write_pair(&workspace, &wanted, frontend, backend, package).unwrap();
            check(&dir, frontend, backend);
            fs::remove_dir_all(&dir).unwrap();
            written += 1;
        }
    }
    written
}

/// What stands in a document between these two.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

#[test]
fn every_link_and_name_in_every_pair_leads_somewhere() {
    let scratch = Scratch::new("links");
    let checked = every_pair(&scratch, |dir, frontend, backend| {
        let pair = format!("{} and {}", frontend.name, backend.name);
        for folder in [dir.to_path_buf(), dir.join("frontend"), dir.join("backend")] {
            let text = read(&folder.join("README.md")).unwrap();
            for link in between(&text, "](", ")") {
                let link = link.trim_matches(['<', '>']);
                let leads =
                    link.starts_with("https://") || link.starts_with('#') || folder.join(link).exists();
                assert!(leads, "{pair}: a link to {link}");
            }
            // Code in a line; blocks have three marks.
            let prose: String = text.split("```").step_by(2).collect();
            for name in between(&prose, "`", "`").into_iter().step_by(2) {
                let is_file = [
                    ".py", ".js", ".rb", ".rs", ".go", ".php", ".jsx", ".vue", ".svelte", ".ts", ".gjs",
                    ".ru", ".toml", ".json", ".html",
                ]
                .iter()
                .any(|kind| name.ends_with(kind));
                let is_folder = name.ends_with('/') && !name.starts_with('/');
                let elsewhere = WRITTEN_LATER.contains(&name);
                assert!(
                    !(is_file || is_folder) || elsewhere || folder.join(name).exists(),
                    "{pair}: {} names {name}",
                    folder.display()
                );
            }
            // Only links lead into the loader's repository.
            let linked = |prose: String, link: &str| prose.replace(&format!("]({link})"), "]");
            let prose = between(&prose, "](", ")").into_iter().fold(prose.clone(), linked);
            for word in ["this repository", "crates/", "examples/"] {
                assert!(!prose.contains(word), "{pair}: {} says {word}", folder.display());
            }
        }
    });
    assert_eq!(checked, FRONTENDS.len() * BACKENDS.len());
}

/// Files that a reader makes, or that come with the loader.
const WRITTEN_LATER: &[&str] =
    &["auto.js", "core.js", "app/api/messenger-token/route.js", "pages/api/messenger-token.js"];

#[test]
fn every_pair_says_what_to_type_in_both_halves() {
    let scratch = Scratch::new("commands");
    every_pair(&scratch, |dir, frontend, backend| {
        let readme = read(&dir.join("README.md")).unwrap();
        let origin = format!("ALLOWED_ORIGINS=http://localhost:{}", frontend.port);
        for part in
            [frontend.start, backend.start, "cd frontend", "cd backend", "INTERCOM_IDENTITY_SECRET", &origin]
        {
            assert!(readme.contains(part), "{} and {}: {part}", frontend.name, backend.name);
        }
        assert!(readme.contains("## What every backend does") && readme.contains("TRUST_PROXY"));
    });
}

#[test]
fn the_halves_of_a_pair_are_those_of_every_other_pair() {
    let scratch = Scratch::new("halves");
    let seen = std::cell::RefCell::new(std::collections::BTreeMap::new());
    every_pair(&scratch, |dir, frontend, backend| {
        for (half, name) in [("frontend", frontend.name), ("backend", backend.name)] {
            let text = every_text(&dir.join(half));
            let mut seen = seen.borrow_mut();
            let known = seen.entry(name).or_insert_with(|| text.clone());
            assert!(*known == text, "{name} is another one with {} and {}", frontend.name, backend.name);
        }
    });
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_left_alone() {
    let workspace = Workspace::here().unwrap();
    let scratch = Scratch::new("dangling");
    let link = scratch.0.join("shop");
    std::os::unix::fs::symlink(scratch.0.join("nowhere"), &link).unwrap();
    let wanted = Wanted::pair("wxyz9876", "eu", ["leptos", "php"], link.clone());
    let error = new(&workspace, &wanted, &mut Output::screen()).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("exists already")));
    assert!(link.symlink_metadata().is_ok(), "the link is gone");
}

#[test]
fn words_for_a_shell_are_quoted_where_they_need_it() {
    for (word, typed) in [
        ("shop", "shop"),
        ("../a/b-c_1.x", "../a/b-c_1.x"),
        ("my shop", "'my shop'"),
        ("it's", r"'it'\''s'"),
        ("$HOME", "'$HOME'"),
        ("-x", "'./-x'"),
    ] {
        assert_eq!(quoted(word), typed);
    }
    let dir = std::path::PathBuf::from("my shop");
    let wanted = Wanted::pair("wxyz9876", "ap", ["leptos", "php"], dir);
    assert!(next_steps(&wanted, &FRONTENDS[0], &BACKENDS[0]).contains("\ncd 'my shop'\n"));
}

#[test]
fn a_pair_can_be_for_every_region() {
    use clap::{Args as _, FromArgMatches as _};
    for region in ["us", "eu", "au", "ap"] {
        let command = Wanted::augment_args(clap::Command::new("new"));
        let args = ["new", "--app-id", "a", "--region", region, "--frontend", "vue", "--backend", "go", "x"];
        let found = command.try_get_matches_from(args).and_then(|found| Wanted::from_arg_matches(&found));
        assert_eq!(found.map(|wanted| wanted.region).ok().as_deref(), Some(region));
    }
}

#[test]
fn an_id_that_cannot_be_one_is_refused() {
    assert!(fill::app_id("abc12345").is_ok());
    for text in ["", "a b", "<abc>", "é"] {
        assert!(fill::app_id(text).is_err(), "{text}");
    }
}
