//! `cargo xtask verify`: checks a token endpoint from a terminal.

mod http;

use std::env;
use std::io::Write as _;
use std::process::ExitCode;

use verify::{Command, run};

use crate::http::Network;

/// The exit code is 0 when nothing failed, 1 when a check failed, and 2 when the command line cannot be understood.
fn main() -> ExitCode {
    let command = Command {
        program: "cargo xtask verify",
        args: env::args_os().skip(1).collect(),
        secret: env::var("INTERCOM_IDENTITY_SECRET").ok(),
    };
    let ended = pollster::block_on(run(command, &Network));
    // Whoever reads may have seen enough, as `head` has.
    let _ = anstream::stdout().write_all(ended.stdout.as_bytes());
    let _ = anstream::stderr().write_all(ended.stderr.as_bytes());
    ExitCode::from(ended.code)
}
