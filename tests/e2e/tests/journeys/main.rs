//! What a user of a page notices, and what its developer reads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod adoption;
mod ahead;
mod boot;
mod checks;
mod csp;
mod csp_directives;
mod diagnose;
mod endpoint;
mod everywhere;
mod first_file;
mod fuzz;
mod identity;
mod lab;
mod lab_page;
mod moving_over;
mod offline;
mod one_user;
mod options;
mod order;
mod routes;
mod script_tag;
mod secrets;
mod shutdown;
mod soak;
mod streamed;
mod widget;
mod without_wasm;
