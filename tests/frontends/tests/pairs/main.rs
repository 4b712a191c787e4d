//! What `cargo xtask new` writes, and one frontend with each backend.
//!
//! The variable `PAIRS` names a folder with a folder for each pair, made ready to be started; `BACKENDS` one with each
//! backend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{env, path::PathBuf};

use anyhow::Context as _;
use backends::Backend;
use e2e::Result;
use frontends::drive_with;

/// The pair whose frontend is driven with every backend.
const ONE: &str = "nextjs-app-php";

fn folder(pair: &str) -> Result<PathBuf> {
    let pairs = env::var_os("PAIRS").context("PAIRS is not set; type: cargo xtask test pairs")?;
    Ok(PathBuf::from(pairs).join(pair))
}

/// Drives a pair as it was written.
fn pair(name: &str, backend: &str, tool: &str, args: &[&str]) -> Result {
    let folder = folder(name)?;
    drive_with(&folder.join("backend"), Backend::find(backend)?, &folder.join("frontend"), tool, args)
}

#[test]
fn react_python_flask() -> Result {
    pair("react-python-flask", "python-flask", "vite", &["preview", "--host", "127.0.0.1"])
}

#[test]
fn vue_node_express() -> Result {
    pair("vue-node-express", "node-express", "vite", &["preview", "--host", "127.0.0.1"])
}

#[test]
fn nextjs_app_php() -> Result {
    pair(ONE, "php", "next", &["start"])
}

/// The one frontend with a backend as the examples have it.
fn with(backend: &str) -> Result {
    let backend = Backend::find(backend)?;
    drive_with(&backend.folder()?, backend, &folder(ONE)?.join("frontend"), "next", &["start"])
}

macro_rules! backends {
    ($($test:ident: $name:literal),+ $(,)?) => {
        mod with {
            $(#[test]
            fn $test() -> super::Result {
                super::with($name)
            })+

            /// No backend is without a test.
            #[test]
            fn every_backend_is_here() {
                let mut known: Vec<_> = backends::BACKENDS.iter().map(|backend| backend.name).collect();
                let mut named = [$($name),+];
                known.sort_unstable();
                named.sort_unstable();
                assert_eq!(known, named);
            }
        }
    };
}

backends! {
    node_express: "node-express",
    python_flask: "python-flask",
    python_django: "python-django",
    php: "php",
    ruby_sinatra: "ruby-sinatra",
    ruby_rails: "ruby-rails",
    go: "go",
    rust_axum: "rust-axum",
}
