//! The example backends as processes, and a minimal browser for requests to them.
//!
//! `cargo xtask test backends` copies each example out of the repository's sources, installs its dependencies, and
//! passes the folder in environment variables. A [`Backend`] contains its commands; a [`Server`] runs until it is
//! dropped.

mod backend;
mod client;
mod fault;
mod process;
mod raw;

pub use anyhow::Result;
pub use backend::{BACKENDS, Backend, Limit, Sessions};
pub use client::{Answer, Client};
pub use fault::{CAUSE, Fault, faults};
pub use process::{Server, refuses_to_start};
pub use raw::{Raw, raw};

/// Origin of a page that the servers are configured to allow.
pub const ALLOWED: &str = "http://localhost:5173";

/// The Messenger API secret of the servers.
pub const SECRET: &str = "the conformance suite's secret, long enough for HS256";
