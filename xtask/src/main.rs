//! The project's own commands: `cargo xtask build`, `demo`, `test`, `new`, `verify`, `size`, `bench` and `tidy`.
//!
//! Each command installs what it needs on a fresh machine and never repeats work that is already done.

mod bench;
mod build;
mod demo;
mod docs;
mod new;
mod output;
mod process;
mod release;
mod setup;
mod size;
mod test;
mod tidy;
mod verify;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::output::Output;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The project's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the publishable npm package into dist/
    Build,
    /// Build and serve the demo until Ctrl-C; needs only Rust
    Demo {
        /// The port to listen on, on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run what guards the project: no name for the default stages, a stage's name for that one,
    /// `all` for everything, `rest` for what `all` adds
    Test {
        /// Stages by name, or `all`, or `rest`; `list` names them
        stages: Vec<String>,
        /// After `--`: a part of the names of the tests to run, in one stage that runs tests by name
        #[arg(last = true)]
        filter: Option<String>,
    },
    /// Begin an installation: a frontend and a backend from the examples, with your workspace filled in
    #[command(disable_help_flag = true)]
    New {
        /// See `cargo xtask new --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Check a token endpoint: `cargo xtask verify --help`
    #[command(disable_help_flag = true)]
    Verify {
        /// See `cargo xtask verify --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Print the sizes of what a page downloads, and fail over a limit
    Size,
    /// Measure what the loader costs a page, beside what it replaces; takes about 25 minutes
    Bench {
        /// Number of visits of each page on each network
        #[arg(long, default_value_t = 15)]
        runs: u32,
        /// Put the results into docs/background/performance.md
        #[arg(long)]
        publish: bool,
    },
    /// Write the generated parts of the documentation, check its links, and render it into target/book/
    Docs,
    /// Check all of a release that can be checked before it is published
    Release(release::Release),
    /// Check the rules of this repository that no other tool checks
    Tidy,
    /// wasm-bindgen's own command, in the version of the workspace; wasm-pack calls this, see `setup/wasm_pack.rs`
    #[command(hide = true, disable_help_flag = true)]
    WasmBindgen {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run a wasm test in a browser; cargo calls this, see `test/browser.rs`
    #[command(hide = true, disable_help_flag = true)]
    WasmTestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let mut workspace = Workspace::here()?;
    match command {
        Command::Build => build::build(&workspace, &mut Output::screen()),
        Command::Demo { port } => demo::demo(&workspace, port),
        Command::Test { stages, filter } => {
            workspace.filter = filter;
            test::test(&workspace, &stages)
        }
        Command::New { args } => new::new(&workspace, args, &mut Output::screen()),
        Command::Verify { args } => verify::verify(&workspace, args),
        Command::Size => {
            build::build(&workspace, &mut Output::screen())?;
            size::size(&workspace, &mut Output::screen())
        }
        Command::Bench { runs, publish } => bench::bench(&workspace, runs, publish),
        Command::Docs => docs::docs(&workspace, &mut Output::screen()),
        Command::Release(wanted) => release::release(&workspace, &wanted, &mut Output::screen()),
        Command::Tidy => tidy::tidy(&workspace, &mut Output::screen()),
        Command::WasmBindgen { args } => setup::wasm_pack::run_wasm_bindgen(args),
        Command::WasmTestRunner { args } => test::browser::run_wasm_tests(&workspace, args),
    }
}
