//! Checks a token endpoint from a terminal, for what a page cannot see.
//!
//! A page cannot see the secret, nor what the endpoint answers to somebody without a session. Whatever both can see is
//! judged by the loader's own code, so that they agree. Requests go to the address that was given and nowhere else: no
//! redirect is followed, and no proxy of the environment is used.
//!
//! Everything is decided here, without a network and without a clock. A [`Transport`] sends the requests: `cargo xtask
//! verify` does it with ureq, and `npx intercom-messenger-loader verify`, for which this is compiled to wasm, with Node.

mod answer;
mod checks;
mod cli;
mod failure;
mod forms;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports what is pub, wherever it stands")]
mod node;
mod redact;
mod report;
mod request;

use std::ffi::OsString;

use crate::cli::{Options, Stop};
use crate::request::Client;

pub use crate::answer::Body;
pub use crate::failure::Cause;
pub use crate::request::{Reply, Request, Transport};
pub use intercom_messenger_loader::core::response::MAX_BODY_BYTES;

/// A command line, and what of the environment counts. It has no `Debug`: it holds credentials.
pub struct Command<'a> {
    /// What was typed to start it, for its texts.
    pub program: &'a str,
    /// What was typed after that.
    pub args: Vec<OsString>,
    /// The Messenger API secret, `INTERCOM_IDENTITY_SECRET`.
    pub secret: Option<String>,
}

/// How a command ended. Its texts have colours, which are to be taken out where they do not belong.
#[derive(Debug, Default)]
pub struct Ended {
    /// For whoever asked.
    pub stdout: String,
    /// Why there is nothing to say.
    pub stderr: String,
    /// 0 when nothing failed, 1 when a check failed, 2 when the command line cannot be understood.
    pub code: u8,
}

/// Runs a command.
pub async fn run(command: Command<'_>, transport: &impl Transport) -> Ended {
    let program = command.program;
    let options = match Options::read(command) {
        Ok(options) => options,
        Err(Stop::Help(stdout)) => return Ended { stdout, ..Ended::default() },
        Err(Stop::Error(message)) => {
            let stderr = format!("error: {message}\n\n`{program} --help` says what there is.\n");
            return Ended { stderr, code: 2, ..Ended::default() };
        }
    };
    let report = checks::run(&Client::new(&options, transport), &options).await;
    let stdout = if options.json { report.json() + "\n" } else { report.text() };
    Ended { stdout, code: report.failed().into(), ..Ended::default() }
}
