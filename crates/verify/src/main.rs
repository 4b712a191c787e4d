//! `cargo xtask verify`: checks a token endpoint from a terminal, for what a page cannot see.
//!
//! A page cannot see the secret, nor what the endpoint answers to somebody without a session. Whatever both can see is
//! judged by the loader's own code, so that they agree. Requests go to the address that was given and nowhere else:
//! no redirect is followed, and no proxy of the environment is used.

mod answer;
mod checks;
mod cli;
mod failure;
mod redact;
mod report;
mod request;

use std::io::Write as _;
use std::process::ExitCode;

use crate::cli::Options;
use crate::request::Client;

/// The exit code is 0 when nothing failed, 1 when a check failed, and 2 when the command line cannot be understood.
fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(message) => {
            let help = "`cargo xtask verify --help` says what there is.";
            let _ = writeln!(anstream::stderr(), "error: {message}\n\n{help}");
            return ExitCode::from(2);
        }
    };
    let report = checks::run(&Client::new(&options), &options);
    let text = if options.json { report.json() + "\n" } else { report.text() };
    // Whoever reads may have seen enough, as `head` has.
    let _ = anstream::stdout().write_all(text.as_bytes());
    if report.failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
