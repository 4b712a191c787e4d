//! Journeys as a user of a page sees them, and messages as its developer reads them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod adoption;
mod ahead;
mod boot;
mod checks;
mod cross_browser;
mod csp;
mod csp_directives;
mod diagnose;
mod endpoint;
mod first_file;
mod fuzz;
mod identity;
mod live;
mod moving_over;
mod newer_token;
mod offline;
mod one_user;
mod options;
mod order;
mod playground;
mod playground_page;
mod programs;
mod routes;
mod samples;
mod script_tag;
mod secrets;
mod shutdown;
mod siblings;
mod sign_in;
mod soak;
mod streamed;
mod widget;
mod without_wasm;
mod without_wasm_core;
