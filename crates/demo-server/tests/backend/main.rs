//! What a browser, and the person before it, would notice of the server. The routers are called without a port.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bodies;
mod client;
mod closed_lab;
mod cors;
mod faults;
mod files;
mod hosts;
mod lab;
mod login;
mod own_lab;
mod segment;
mod settings;
mod sockets;
mod stand_in;
mod token;
