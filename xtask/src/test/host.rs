//! Tests that run on this machine: all but the browser tests, and the journeys, which drive a browser.
//!
//! cargo resolves the features of shared dependencies over the packages that a command selects. If two stages select
//! differently, it compiles such a dependency twice, so every stage uses the same two selections: xtask alone, as
//! `cargo xtask` itself compiled it, and all the others.

use std::path::Path;
use std::{env, fs, process};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::backends;
use crate::output::Output;
use crate::process::{Command, copy_tree, empty, find_program, read, write};
use crate::setup::{browsers, node};
use crate::workspace::Workspace;

/// The first selection of packages.
pub(super) const XTASK: &[&str] = &["--package", "xtask"];
/// The second.
pub(crate) const OTHERS: &[&str] = &["--workspace", "--exclude", "xtask"];

/// The package with the journeys in a real browser.
const JOURNEYS: &str = "e2e";

/// The package with the tests of the npm package in other tools.
const PACKAGING: &str = "packaging";

/// The package with the tests of the example frontends.
const FRONTENDS: &str = "frontends";

/// The package with the tests of the example backends.
const BACKENDS: &str = "backends";

/// The package with the tests of the destination for Segment.
const SEGMENT: &str = "segment";

/// Prefix of the journeys that run in every engine.
const CROSS_BROWSER: &str = "cross_browser::";

/// Prefix of the journey that takes minutes.
const SOAK: &str = "soak::";

/// Stage `host`: every test except the journeys.
pub(super) fn host(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let cargo = |selection: &[&str]| {
        Command::cargo()
            .args(["test", "--no-fail-fast"])
            .args(selection.iter().copied())
            .args(workspace.filter.iter())
            .dir(workspace.root())
    };
    let mut others = cargo(OTHERS).args(["--lib", "--bins"]);
    for (package, test) in integration_tests(workspace)? {
        if ![JOURNEYS, PACKAGING, FRONTENDS, BACKENDS, SEGMENT, "xtask"].contains(&package.as_str()) {
            others = others.args(["--test".to_owned(), test]);
        }
    }
    output.run(&cargo(XTASK))?;
    output.run(&others)?;
    output.run(&cargo(OTHERS).arg("--doc"))
}

/// Stage `e2e`: every journey in Chromium, against the demo server and `dist/`.
pub(super) fn journeys(workspace: &Workspace, output: &mut Output) -> Result<()> {
    output.run(&journey_tests_in_chromium(workspace)?.args(workspace.filter.iter()))
}

/// Entries of the package to which the import is added that opts into the JavaScript core, as in an application.
const OPTED_IN: [&str; 4] = ["index.js", "wasm.js", "inline.js", "auto-module.js"];

/// Parts of the names of journeys that test WebAssembly itself.
const NEEDS_WASM: [&str; 4] = [
    "without_wasm",
    "a_policy_that_forbids_web_assembly_is_named_with_its_mend",
    "a_policy_that_forbids_wasm_is_a_diagnosis_and_no_rejection",
    "without_one_of_them_it_does_not_work",
];

/// Further journeys that a policy without WebAssembly excludes: pages that evaluate text, which it forbids as well,
/// and twenty thousand tags, each of which a second policy would check.
const NEEDS_EVAL: [&str; 2] = ["siblings::", "no_attributes_break_the_script_tag"];

/// Stage `without-wasm`: the journeys with the JavaScript core: in a Chromium without WebAssembly, under a policy
/// that forbids it, and, as in the lockdown mode of iOS, in a WebKit without WebAssembly and without a JavaScript
/// compiler.
pub(super) fn journeys_without_wasm(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let dist = workspace.target("without-wasm/dist");
    empty(&dist)?;
    copy_tree(&workspace.dist(), &dist, &[])?;
    for entry in OPTED_IN {
        let file = dist.join(entry);
        write(&file, format!("import \"./without-wasm.js\";{}", read(&file)?))?;
    }
    let skip = |names: &[&'static str]| names.iter().flat_map(|name| ["--skip", name]).collect::<Vec<_>>();
    let chromium = journey_tests_in_chromium(workspace)?.env("DIST", &dist);
    for (reason, others) in [("missing", &[][..]), ("forbidden", &NEEDS_EVAL[..])] {
        output.say(&format!("in Chromium, where WebAssembly is {reason}"))?;
        let tests = chromium.clone().env("E2E_WITHOUT_WASM", reason).args(["--"]);
        let tests = tests.args(skip(&NEEDS_WASM)).args(skip(others));
        output.run(&tests.args(workspace.filter.iter()))?;
    }
    output.say("in WebKitGTK without WebAssembly")?;
    let webkit = journey_tests(workspace, browsers::on_a_display())?
        .env("WEBKIT_DRIVER", browsers::webkit_driver()?)
        .env("E2E_ENGINE", "webkit")
        .env("DIST", &dist)
        // WebKit's own switches.
        .env("JSC_useWasm", "0")
        .env("JSC_useJIT", "0");
    output.run(&webkit.args(["--", CROSS_BROWSER]).args(skip(&NEEDS_WASM)))
}

/// Stage `e2e-firefox`: the core journeys in Firefox.
pub(super) fn journeys_in_firefox(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let driver = browsers::geckodriver(workspace)?;
    let tests = journey_tests(workspace, Command::cargo())?.env("GECKODRIVER", driver);
    run_named(output, &tests.env("E2E_ENGINE", "firefox").args(["--"]), cross_browser(workspace))
}

/// Stage `e2e-webkit`: the core journeys in WebKitGTK.
pub(super) fn journeys_in_webkit(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let driver = browsers::webkit_driver()?;
    let tests = journey_tests(workspace, browsers::on_a_display())?.env("WEBKIT_DRIVER", driver);
    run_named(output, &tests.env("E2E_ENGINE", "webkit").args(["--"]), cross_browser(workspace))
}

/// Prefix of the journeys that run in an engine other than Chromium.
fn cross_browser(workspace: &Workspace) -> &str {
    workspace.filter.as_deref().unwrap_or(CROSS_BROWSER)
}

/// Stage `soak`: memory of a page after a day of use.
pub(super) fn soak(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let tests = journey_tests_in_chromium(workspace)?.args(["--", "--ignored", "--nocapture"]);
    run_named(output, &tests, SOAK)
}

/// Stage `packaging`: the packed package in its users' bundlers and servers, each in a folder outside the repository,
/// where tools find no `node_modules` and no lockfile but their own.
pub(super) fn packaging(workspace: &Workspace, output: &mut Output) -> Result<()> {
    let tests = rows(workspace)?;
    in_a_folder_outside("packaging", |folder| {
        let tarball = node::pack(&workspace.dist(), folder)?;
        let create = node::pack(&workspace.create(), folder)?;
        output.run(
            &tests
                .env("ROWS", folder)
                .env("CREATE", create)
                .env("TARBALL", tarball)
                .args(["--", "--nocapture"])
                .args(workspace.filter.iter()),
        )
    })
}

/// Part of stage `wasm-pack`: the rows for the two packages that wasm-pack built: the one for pages in a folder, the
/// one for bundlers as a tarball.
pub(super) fn packaging_of_wasm_pack(
    workspace: &Workspace,
    output: &mut Output,
    web: &Path,
    tarball: &Path,
) -> Result<()> {
    let tests = rows(workspace)?.env("PKG", web).env("TARBALL", tarball);
    in_a_folder_outside("packaging", |folder| {
        let tests = tests.env("ROWS", folder).args(["--", "--ignored", "--nocapture"]);
        run_named(output, &tests, "wasm_pack::")
    })
}

/// Runs in a temporary folder outside the repository.
pub(super) fn in_a_folder_outside(name: &str, run: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let folder = env::temp_dir().join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let ran = run(&folder);
    // It takes hundreds of megabytes; the output of a failed row is in the log.
    let removed = fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()));
    ran.and(removed)
}

fn rows(workspace: &Workspace) -> Result<Command> {
    let tests = tests_of(workspace, Command::cargo(), PACKAGING)?;
    // Rows of one tool run one after the other, and those of other tools in parallel.
    Ok(in_chromium(workspace, tests)?.env("RUST_TEST_THREADS", "6"))
}

/// Last part of stage `frontends`: the journey with each example, which is built in a subfolder of one of these.
/// Examples that could not be built are skipped.
pub(super) fn frontends(
    workspace: &Workspace,
    output: &mut Output,
    built: &[&Path],
    skipped: &[&str],
) -> Result<()> {
    let tests =
        in_chromium(workspace, test_named(workspace, "rows"))?.env("FRONTENDS", env::join_paths(built)?);
    let tests = skipped.iter().fold(tests.args(["--", "--nocapture"]), |tests, name| {
        tests.args(["--skip".to_owned(), name.replace('-', "_")])
    });
    output.run(&tests)
}

/// Last part of stage `pairs`: these tests, with the pairs in this folder.
pub(super) fn pairs(
    workspace: &Workspace,
    output: &mut Output,
    folder: &Path,
    tests: &[String],
) -> Result<()> {
    let run = in_chromium(workspace, test_named(workspace, "pairs"))?
        .env("PAIRS", folder)
        .env("BACKENDS", backends::folder(workspace))
        .args(["--", "--nocapture", "--exact"])
        .args(tests);
    output.run(&run)?;
    backends::all_ran(output, tests)
}

/// Last part of stage `segment`: the journeys with the example that is built in this folder.
pub(super) fn segment(workspace: &Workspace, output: &mut Output, built: &Path) -> Result<()> {
    let tests = tests_of(workspace, Command::cargo(), SEGMENT)?;
    let tests = in_chromium(workspace, tests)?.env("RUST_TEST_THREADS", "4");
    output.run(&tests.env("SEGMENT", built))
}

/// Runs the tests whose names begin with `prefix`.
fn run_named(output: &mut Output, tests: &Command, prefix: &str) -> Result<()> {
    output.run(&tests.clone().args([prefix]))?;
    // cargo does not fail when a filter matches no test.
    if !output.has_logged(&format!("test {prefix}")) {
        bail!("no journey's name begins with {prefix}");
    }
    Ok(())
}

fn journey_tests_in_chromium(workspace: &Workspace) -> Result<Command> {
    in_chromium(workspace, journey_tests(workspace, Command::cargo())?)
}

/// Adds the environment that the tests need to drive Chromium, and the package.
fn in_chromium(workspace: &Workspace, tests: Command) -> Result<Command> {
    let (driver, browser) = (browsers::chromedriver()?, find_program("chromium"));
    let browser = browser.context("chromium is not on PATH")?;
    Ok(tests.env("CHROMEDRIVER", driver).env("CHROMIUM", browser).env("DIST", workspace.dist()))
}

/// The command that runs the journeys, based on this cargo.
fn journey_tests(workspace: &Workspace, cargo: Command) -> Result<Command> {
    // More threads than browsers: a waiting journey keeps the browser that it will use from being closed.
    Ok(tests_of(workspace, cargo, JOURNEYS)?.env("RUST_TEST_THREADS", "4").env("DIST", workspace.dist()))
}

/// The command that runs the integration test of this name.
fn test_named(workspace: &Workspace, test: &str) -> Command {
    Command::cargo().arg("test").args(OTHERS.iter().copied()).args(["--test", test]).dir(workspace.root())
}

/// The command that runs the integration tests of one package, based on this cargo.
pub(super) fn tests_of(workspace: &Workspace, cargo: Command, package: &str) -> Result<Command> {
    let mut tests = cargo.arg("test").args(OTHERS.iter().copied());
    let mut found = integration_tests(workspace)?;
    found.retain(|(of, _)| of == package);
    if found.is_empty() {
        // Without a name, cargo would run every other test.
        bail!("the package {package} has no tests");
    }
    for (_, test) in found {
        tests = tests.args(["--test".to_owned(), test]);
    }
    Ok(tests.dir(workspace.root()))
}

/// The package and the name of every integration test of the workspace.
fn integration_tests(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let metadata = Command::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .dir(workspace.root())
        .read()?;
    read_tests(&serde_json::from_str(&metadata)?).context("cargo metadata has another form than expected")
}

fn read_tests(metadata: &Value) -> Option<Vec<(String, String)>> {
    let mut tests = Vec::new();
    for package in metadata.get("packages")?.as_array()? {
        let name = package.get("name")?.as_str()?;
        for target in package.get("targets")?.as_array()? {
            let is_test = target.get("kind")?.as_array()?.iter().any(|kind| kind == "test");
            if is_test && target.get("test")?.as_bool()? {
                tests.push((name.to_owned(), target.get("name")?.as_str()?.to_owned()));
            }
        }
    }
    Some(tests)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read_tests;

    #[test]
    fn finds_the_integration_tests() {
        let metadata = json!({"packages": [
            {"name": "a", "targets": [
                {"name": "a", "kind": ["lib"], "test": true},
                {"name": "one", "kind": ["test"], "test": true},
                {"name": "off", "kind": ["test"], "test": false},
            ]},
            {"name": "b", "targets": [{"name": "two", "kind": ["test"], "test": true}]},
        ]});
        let tests = read_tests(&metadata).unwrap_or_default();
        assert_eq!(tests, [("a".to_owned(), "one".to_owned()), ("b".to_owned(), "two".to_owned())]);
        assert!(read_tests(&json!({})).is_none());
    }
}
