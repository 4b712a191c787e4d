//! The wasm-bindgen tests, in real browsers.
//!
//! cargo compiles the tests and starts this same program on them (`xtask wasm-test-runner …`), which holds
//! wasm-bindgen's test runner as a library: no other version of it can be met. `webdriver.json` beside the tests'
//! manifest configures Chromium and Firefox.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use crate::build::{PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::{browsers, rust};
use crate::workspace::Workspace;

/// A browser, by the variable that tells the test runner of its WebDriver, and by the name that the runner prints.
struct Engine {
    variable: &'static str,
    name: &'static str,
}

const CHROMIUM: Engine = Engine { variable: "CHROMEDRIVER", name: "Chrome" };
const FIREFOX: Engine = Engine { variable: "GECKODRIVER", name: "Firefox" };
const WEBKIT: Engine = Engine { variable: "SAFARIDRIVER", name: "Safari" };

/// The runner takes the first WebDriver that it finds, so a run sets one of these and no other.
const VARIABLES: &[&str] = &["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"];

/// Stage `browser`: Chromium, then Firefox.
pub(super) fn chromium_and_firefox(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    run(workspace, output, Command::cargo(), &CHROMIUM, browsers::chromedriver()?)?;
    run(workspace, output, Command::cargo(), &FIREFOX, browsers::geckodriver(workspace)?)
}

/// What WebKit's browser says when a page's process has ended by a fault of its own.
const CRASHED: &str = "WebProcess CRASHED";

/// Stage `webkit`: the engine of Safari, as Debian has it.
///
/// Its interpreter of WebAssembly has been seen to read a wild address, and to end with it. A page cannot do
/// that, so the run is made again; once.
pub(super) fn webkit(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    let driver = browsers::webkit_driver()?;
    // Accelerated compositing wants hardware that a test machine may not have.
    let display = || browsers::on_a_display().env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
    let ended = run(workspace, output, display(), &WEBKIT, driver.clone());
    if ended.is_err() && output.has_logged(CRASHED) {
        output.say("the engine crashed, and the tests are run again")?;
        return run(workspace, output, display(), &WEBKIT, driver);
    }
    ended
}

fn run(
    workspace: &Workspace,
    output: &mut Output,
    cargo: Command,
    engine: &Engine,
    driver: PathBuf,
) -> Result<()> {
    let mut runner = workspace.xtask.clone().into_os_string();
    runner.push(" wasm-test-runner");
    let mut command = cargo
        .args(["test", "-p", PACKAGE, "--target", TARGET, "--test", "web"])
        .args(workspace.filter.iter())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        // For the whole run, in seconds; by default 20, of which a busy machine needs half.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .dir(workspace.root());
    for variable in VARIABLES {
        command = command.env_remove(*variable);
    }
    output.run(&command.env(engine.variable, driver))?;
    if !output.has_logged(&format!("Running headless tests in {}", engine.name)) {
        bail!("no test ran in {}", engine.name);
    }
    Ok(())
}

/// What cargo starts for each test program.
pub(crate) fn run_wasm_tests(args: Vec<OsString>) -> Result<()> {
    let name = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(name).chain(args))
        .map_err(|error| anyhow!("{error:?}"))
}
