//! Browsers and their WebDrivers.

use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result};

use super::{apt, rust::compiled};
use crate::process::{Command, find_program};
use crate::workspace::Workspace;

/// Version of geckodriver to install if there is none.
const GECKODRIVER: &str = "0.37.1";

/// Makes a stage wait for an installation that was started ahead of it.
static COMPILING: Mutex<()> = Mutex::new(());

/// Chromium's WebDriver, with Chromium.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    apt::install(apt::CHROMIUM)?;
    find_program("chromedriver").context("chromedriver was installed and is not on PATH")
}

/// Firefox's WebDriver, with Firefox. It is compiled if there is none, once, in two minutes.
pub(crate) fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    apt::install(apt::FIREFOX)?;
    let _one_at_a_time = COMPILING.lock();
    if let Some(found) = find_program("geckodriver") {
        return Ok(found);
    }
    compiled(workspace, "geckodriver", GECKODRIVER)
}

/// WebKitGTK's WebDriver, with the browser and a display for it.
pub(crate) fn webkit_driver() -> Result<PathBuf> {
    apt::install(apt::WEBKIT)?;
    find_program("WebKitWebDriver").context("WebKitWebDriver was installed and is not on PATH")
}

/// A cargo whose programs have a display, which WebKitGTK requires.
pub(crate) fn on_a_display() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new("xvfb-run").args(["-a".into(), cargo])
}
