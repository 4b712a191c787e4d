//! The output of `cargo xtask new`: some pairs, and the frontend of each with every other backend.
//!
//! The variable `PAIRS` is a folder with a prepared subfolder for each pair; `BACKENDS` is one with each prepared
//! backend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{env, path::PathBuf};

use anyhow::Context as _;
use backends::Backend;
use e2e::Result;
use frontends::drive_with;

/// Command that starts a frontend's own server after the build.
const VITE: &[&str] = &["vite", "preview", "--host", "127.0.0.1"];
const NEXT: &[&str] = &["next", "start"];

fn folder(pair: &str) -> Result<PathBuf> {
    let pairs = env::var_os("PAIRS").context("PAIRS is not set; type: cargo xtask test pairs")?;
    Ok(PathBuf::from(pairs).join(pair))
}

/// Tests a pair's frontend with a backend: its own, or one of the examples.
fn pair(written: [&str; 2], server: &[&str], backend: &str) -> Result {
    let (folder, known) = (folder(&written.join("-"))?, Backend::find(backend)?);
    let signs = if written[1] == backend { folder.join("backend") } else { known.folder()? };
    drive_with(&signs, known, &folder.join("frontend"), server[0], &server[1..])
}

macro_rules! with_every_backend {
    ($($frontend:ident: $pair:expr, $server:expr;)+) => {
        $(mod $frontend {
            const PAIR: [&str; 2] = $pair;
            const SERVER: &[&str] = $server;

            with_every_backend! { @
                node_express: "node-express",
                python_flask: "python-flask",
                python_django: "python-django",
                php: "php",
                ruby_sinatra: "ruby-sinatra",
                ruby_rails: "ruby-rails",
                go: "go",
                rust_axum: "rust-axum",
            }
        })+

        /// Every backend has a test.
        #[test]
        fn every_backend_is_here() {
            let mut known: Vec<_> = backends::BACKENDS.iter().map(|backend| backend.name).collect();
            known.sort_unstable();
            $(assert_eq!(known, $frontend::named());)+
        }
    };
    (@ $($test:ident: $backend:literal,)+) => {
        $(#[test]
        fn $test() -> crate::Result {
            crate::pair(PAIR, SERVER, $backend)
        })+

        pub(super) fn named() -> Vec<&'static str> {
            let mut named = vec![$($backend),+];
            named.sort_unstable();
            named
        }
    };
}

with_every_backend! {
    react: ["react", "python-flask"], crate::VITE;
    vue: ["vue", "node-express"], crate::VITE;
    svelte: ["svelte", "go"], crate::VITE;
    nextjs_app: ["nextjs-app", "php"], crate::NEXT;
}
