//! The example backends as processes, and a small browser that asks them.
//!
//! `cargo xtask test backends` copies each example out of the repository's sources, installs what it needs, and says by
//! variables where it is. A [`Backend`] knows what to type there; a [`Server`] is one that runs until it is dropped.

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

/// The origin of a page that the servers are told to allow.
pub const ALLOWED: &str = "http://localhost:5173";

/// The Messenger API secret that they sign with.
pub const SECRET: &str = "the conformance suite's secret, long enough for HS256";
