//! Tests of the server as a browser and its user see it. The routers are called without a port.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bodies;
mod client;
mod closed_faults;
mod cors;
mod fake_messenger;
mod fault_routes;
mod faults;
mod files;
mod hosts;
mod login;
mod own_faults;
mod segment;
mod settings;
mod sockets;
mod token;
