//! One test for each example.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use e2e::Result;
use frontends::{built, drive};

#[test]
fn leptos() -> Result {
    drive("leptos", &built("leptos")?)
}

#[test]
fn yew() -> Result {
    drive("yew", &built("yew")?)
}

#[test]
fn dioxus() -> Result {
    drive("dioxus", &built("dioxus")?)
}
