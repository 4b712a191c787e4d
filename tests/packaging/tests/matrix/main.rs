//! The matrix: one test for each row.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bundlers;
mod commands;
mod next;
mod node;
mod plain;
mod streamed;
mod test_runners;
mod vite;
mod wasm_pack;
