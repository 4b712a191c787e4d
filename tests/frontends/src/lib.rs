//! The examples in `examples/frontends`, each tested by one journey: a visitor arrives, signs in, navigates, is
//! replaced by another user, and signs out.
//!
//! # What every example's page has
//!
//! | element | is |
//! |---|---|
//! | `#who` | the Messenger's user: `…` during a change, then `visitor`, the token's `user_id`, or an error |
//! | `#sign-in-ada`, `#sign-in-grace` | button that signs in as this demo user, also while another is signed in |
//! | `#sign-out` | button that signs out |
//! | `#to-home`, `#to-orders` | a link to `/` and to `/orders`, or an element that contains one |
//! | `#route` | contains the page of the route: `home`, `orders` |
//!
//! It is opened at `/`, sends requests to the backend of its own origin (`/login`, `/logout`,
//! `/api/messenger-token`), and is built for the workspace [`e2e::APP`] in the region [`REGION`].

mod hook;
mod journey;

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

pub use journey::{drive, drive_server, drive_with};

/// Region that the examples are built for: not the default, so that a missing region is noticed.
pub const REGION: &str = "eu";

/// The built files of an example: `FRONTENDS` lists folders with a subfolder for each. If the example's tool wrote to
/// `dist`, it is that folder.
///
/// # Errors
/// If it was not built.
pub fn built(name: &str) -> Result<PathBuf> {
    let project = project(name)?;
    let folder =
        [project.join("dist"), project].into_iter().find(|folder| folder.join("index.html").is_file());
    folder.with_context(|| format!("{name} has no page"))
}

/// The folder in which an example was built.
///
/// # Errors
/// If it was not built.
pub fn project(name: &str) -> Result<PathBuf> {
    let all = env::var_os("FRONTENDS").context("FRONTENDS is not set; type: cargo xtask test frontends")?;
    let found = env::split_paths(&all).map(|folder| folder.join(name)).find(|folder| folder.is_dir());
    found.with_context(|| format!("{name} was not built"))
}
