//! The packed package in its users' tools: installed, built and served by them, and opened in a real Chromium.
//!
//! A row is a folder below `rows/`: a project as a user of that tool would write it, with a lockfile. It is copied to
//! a folder outside the repository, installed, and given the package as the tarball that npm would publish
//! ([`Project`]). Then its own tool builds or serves it ([`Process`]), and a signed-in user opens it
//! ([`boots_as_ada`]).

mod process;
mod project;
mod row;

pub use e2e::Result;
pub use process::Process;
pub use project::Project;
pub use row::{ADA, boots_as_ada, built, on_node, served};
