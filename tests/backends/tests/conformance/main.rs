//! The table: one test for each backend, which checks every row and lists those that fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bench;
mod rows;

use std::time::Instant;

use backends::{Backend, Limit, Result, Server, Sessions};

use crate::bench::Bench;

/// A row: its name, and its check.
type Row = (&'static str, fn(&Bench) -> Result<()>);

/// Checks a backend against the table.
fn conforms(name: &str) -> Result<()> {
    let backend = Backend::find(name)?;
    let began = Instant::now();
    println!("backend: {name}: versions:\n{}", backend.versions()?);
    let bench = Bench::new(backend, Server::start(backend)?);
    let (mut failures, mut held) = (Vec::new(), 0);
    for (row, check) in rows::ROWS.iter().chain(rows::LAST) {
        let of_limits = [rows::RATE_LIMIT, rows::PROXY_LIMIT, rows::OTHER_NAMES].contains(row);
        if of_limits && backend.limit == Limit::None {
            println!("row: {name}: {row}: not held, its framework has no limit");
            continue;
        }
        if *row == rows::COPIED_COOKIE && backend.sessions == Sessions::Cookie {
            println!("row: {name}: {row}: not held, its framework keeps sessions in cookies");
            continue;
        }
        if *row == rows::SESSION_SECRET && !backend.session_secret {
            println!("row: {name}: {row}: not held, it takes none");
            continue;
        }
        held += 1;
        match check(&bench) {
            Ok(()) => println!("row: {name}: {row}"),
            Err(error) => failures.push(format!("{row}: {error:#}")),
        }
    }
    let time = began.elapsed().as_secs_f32();
    println!("backend: {name}: {} of {held} rows, {time:.1} s", held - failures.len());
    assert!(
        failures.is_empty(),
        "{name} fails {} of {held} rows:\n{}\nit printed:\n{}",
        failures.len(),
        failures.join("\n"),
        bench.server.printed()
    );
    Ok(())
}

macro_rules! tests {
    ($($test:ident: $name:literal),+ $(,)?) => {
        $(#[test]
        fn $test() -> Result<()> {
            conforms($name)
        })+

        /// Every example has a test.
        #[test]
        fn every_example_is_here() -> Result<()> {
            let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/backends");
            let mut found = Vec::new();
            for entry in std::fs::read_dir(examples)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    found.push(entry.file_name().into_string().unwrap_or_default());
                }
            }
            found.sort();
            let mut named = [$($name),+];
            named.sort_unstable();
            assert_eq!(found, named);
            let mut known: Vec<_> = backends::BACKENDS.iter().map(|backend| backend.name).collect();
            known.sort_unstable();
            assert_eq!(known, named);
            Ok(())
        }
    };
}

tests! {
    node_express: "node-express",
    python_flask: "python-flask",
    python_django: "python-django",
    php: "php",
    ruby_sinatra: "ruby-sinatra",
    ruby_rails: "ruby-rails",
    go: "go",
    rust_axum: "rust-axum",
}
