//! The wasm-bindgen tests in real browsers.
//!
//! cargo compiles the tests and starts this same program on them (`xtask wasm-test-runner …`), which contains
//! wasm-bindgen's test runner as a library, so the versions cannot differ. `webdriver.json` beside the tests'
//! manifest configures Chromium and Firefox.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::lowered;
use crate::build::{PACKAGE, TARGET};
use crate::output::Output;
use crate::process::Command;
use crate::setup::{browsers, rust};
use crate::workspace::Workspace;

/// A browser: the variable with the path of its WebDriver for the test runner, and the name that the runner prints.
struct Engine {
    variable: &'static str,
    name: &'static str,
}

const CHROMIUM: Engine = Engine { variable: "CHROMEDRIVER", name: "Chrome" };
const FIREFOX: Engine = Engine { variable: "GECKODRIVER", name: "Firefox" };
const WEBKIT: Engine = Engine { variable: "SAFARIDRIVER", name: "Safari" };

/// The runner uses the first WebDriver that it finds, so a run sets one of these and no other.
const VARIABLES: &[&str] = &["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"];

/// Stage `browser`: Chromium, then Firefox.
pub(super) fn chromium_and_firefox(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    run(workspace, output, Command::cargo(), &CHROMIUM, browsers::chromedriver()?)?;
    run(workspace, output, Command::cargo(), &FIREFOX, browsers::geckodriver(workspace)?)
}

/// Output of WebKit's browser when the process of a page has crashed.
const CRASHED: &str = "WebProcess CRASHED";

/// Stage `webkit`: the engine of Safari, from Debian.
///
/// Its WebAssembly interpreter sometimes crashes by reading an invalid address. A page cannot cause that, so the run
/// is repeated once.
pub(super) fn webkit(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    let driver = browsers::webkit_driver()?;
    // Accelerated compositing needs hardware that a test machine may lack.
    let display = || browsers::on_a_display().env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
    let ended = run(workspace, output, display(), &WEBKIT, driver.clone());
    if ended.is_err() && output.has_logged(CRASHED) {
        output.say("the engine crashed, and the tests are run again")?;
        return run(workspace, output, display(), &WEBKIT, driver);
    }
    ended
}

/// Environment variable that makes the test runner run the tests as JavaScript.
const LOWERED: &str = "XTASK_LOWERED_TESTS";

/// First part of stage `without-wasm`: the same tests as JavaScript, in Chromium on a page without WebAssembly.
/// Compiled as the package is, because wasm2js would write several times the JavaScript of unoptimized code.
pub(super) fn without_wasm(workspace: &Workspace, output: &mut Output) -> Result<()> {
    rust::wasm_target()?;
    let cargo = Command::cargo().env(LOWERED, "1").env("WASM_BINDGEN_NO_DEBUG", "1");
    let options = ["--release", "--features", "js-lowered"];
    run_with(workspace, output, cargo, &options, &CHROMIUM, browsers::chromedriver()?)
}

fn run(
    workspace: &Workspace,
    output: &mut Output,
    cargo: Command,
    engine: &Engine,
    driver: PathBuf,
) -> Result<()> {
    run_with(workspace, output, cargo, &[], engine, driver)
}

fn run_with(
    workspace: &Workspace,
    output: &mut Output,
    cargo: Command,
    options: &[&str],
    engine: &Engine,
    driver: PathBuf,
) -> Result<()> {
    let mut runner = workspace.xtask.clone().into_os_string();
    runner.push(" wasm-test-runner");
    let mut command = cargo
        .args(["test", "-p", PACKAGE, "--target", TARGET, "--test", "web"])
        .args(options.iter().copied())
        .args(workspace.filter.iter())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        // Timeout of the whole run in seconds; the default is 20, of which a busy machine needs half.
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

/// The runner that cargo starts for each test program.
pub(crate) fn run_wasm_tests(workspace: &Workspace, mut args: Vec<OsString>) -> Result<()> {
    if let Some(compiled) = args.first_mut().filter(|_| env::var_os(LOWERED).is_some()) {
        *compiled = lowered::lower(workspace, Path::new(compiled))?.into();
    }
    let name = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(name).chain(args))
        .map_err(|error| anyhow!("{error:?}"))
}
