//! One test for each example.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod adapters;

use e2e::Result;
use frontends::{built, drive, drive_server, project};

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

#[test]
fn html_module() -> Result {
    drive("html-module", &built("html-module")?)
}

#[test]
fn html_script_tag() -> Result {
    drive("html-script-tag", &built("html-script-tag")?)
}

#[test]
fn react() -> Result {
    drive("react", &built("react")?)
}

#[test]
fn vue() -> Result {
    drive("vue", &built("vue")?)
}

#[test]
fn angular() -> Result {
    drive("angular", &built("angular")?)
}

#[test]
fn ember() -> Result {
    drive("ember", &built("ember")?)
}

#[test]
fn nextjs_app() -> Result {
    drive_server("nextjs-app", &project("nextjs-app")?, "next", &["start"])
}

#[test]
fn nextjs_pages() -> Result {
    drive_server("nextjs-pages", &project("nextjs-pages")?, "next", &["start"])
}

#[test]
fn svelte() -> Result {
    drive("svelte", &built("svelte")?)
}
