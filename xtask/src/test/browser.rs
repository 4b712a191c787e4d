//! The wasm-bindgen tests, in real browsers.
//!
//! cargo compiles the tests and starts this same program on them (`xtask wasm-test-runner …`), which holds
//! wasm-bindgen's test runner as a library: no other version of it can be met. `webdriver.json` beside the tests'
//! manifest configures Chromium and Firefox.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow};

use crate::build::{PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::{browsers, rust};
use crate::workspace::Workspace;

/// The variables by which the test runner learns of a WebDriver; it wants exactly one.
const DRIVERS: &[&str] = &["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"];

/// Stage `browser`: Chromium, then Firefox.
pub(super) fn chromium_and_firefox(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    output.run(&tests(workspace, Command::cargo(), "CHROMEDRIVER", browsers::chromedriver()?))?;
    output.run(&tests(workspace, Command::cargo(), "GECKODRIVER", browsers::geckodriver(workspace)?))
}

/// Stage `webkit`: the engine of Safari, as Debian has it.
pub(super) fn webkit(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    let driver = browsers::webkit_driver()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let display = Command::new("xvfb-run").args(["-a".into(), cargo]);
    // WebKit's browser for automation asks for hardware that a test machine may not have.
    let display = display.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
    output.run(&tests(workspace, display, "SAFARIDRIVER", driver))
}

fn tests(workspace: &Workspace, cargo: Command, variable: &str, driver: PathBuf) -> Command {
    let mut runner = workspace.xtask.clone().into_os_string();
    runner.push(" wasm-test-runner");
    let mut command = cargo
        .args(["test", "-p", PACKAGE, "--target", TARGET, "--test", "web"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .dir(workspace.root());
    for other in DRIVERS {
        command = command.env_remove(*other);
    }
    command.env(variable, driver)
}

/// What cargo starts for each test program.
pub(crate) fn run_wasm_tests(args: Vec<OsString>) -> Result<()> {
    let name = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(name).chain(args))
        .map_err(|error| anyhow!("{error:?}"))
}
