//! `cargo xtask docs`: the generated parts of the documentation, its links, and the site.

mod book;
mod errors;
mod links;
mod samples;

use anyhow::{Result, bail};

use crate::output::Output;
use crate::workspace::Workspace;

pub(crate) use book::{SITE, render, render_if_cheap};
pub(crate) use samples::write_programs;

/// Writes the generated parts, checks every link, and renders the site.
pub(crate) fn docs(workspace: &Workspace, output: &mut Output) -> Result<()> {
    errors::write_table(workspace)?;
    links::check(workspace, output)?;
    samples::count(workspace, output)?;
    render(workspace, output)
}

/// For the stage `docs`: fails if a generated part was out of date or a link is broken.
pub(crate) fn check(workspace: &Workspace, output: &mut Output) -> Result<()> {
    if errors::write_table(workspace)? {
        bail!("{} was not up to date; it has been written anew, commit it", errors::DOCUMENT);
    }
    links::check(workspace, output)?;
    samples::count(workspace, output)
}
