//! Code samples of the documentation.
//!
//! Each fence that begins with a language is a [`Sample`]. The stage `types` checks those in TypeScript and
//! JavaScript, the journeys open those in HTML, and those in Rust are the doctests of this crate. A sample that
//! cannot be tested has `untested` after its language.

mod pages;

pub use pages::{Page, ROOTS, Sample, read};

#[cfg(doctest)]
#[allow(missing_docs)]
pub mod rust {
    include!(concat!(env!("OUT_DIR"), "/rust.rs"));
}
