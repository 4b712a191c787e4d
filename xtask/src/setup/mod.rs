//! Installs what the commands need on a fresh machine, and nothing that is already there.
//!
//! Packages of a package manager are installed only as root on a system with apt; elsewhere the error names the one
//! command to type.

pub(crate) mod apt;
pub(crate) mod browsers;
pub(crate) mod node;
pub(crate) mod runtimes;
pub(crate) mod rust;
pub(crate) mod wasm_pack;
