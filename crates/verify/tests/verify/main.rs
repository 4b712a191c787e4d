//! The program, run as a person runs it, against the demo's real backend and against small servers that are wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cors;
mod output;
mod program;
mod redact;
mod refusal;
mod session;
mod table;
mod token;
mod transport;
