//! Runners of an application's own tests, on a simulated DOM: importing has no effect, and `boot` rejects.

use packaging::{Project, Result};

/// Jest's environment has no `TextDecoder`, and its modules have no `import()`.
#[test]
fn jest_with_jsdom() -> Result {
    let printed = Project::take("jest")?.run("jest", &["--ci"], &[])?;
    println!("row: Jest, jsdom: {printed}");
    Ok(())
}

fn vitest(environment: &str) -> Result {
    let printed = Project::take("vitest")?.run("vitest", &["run", "--environment", environment], &[])?;
    println!("row: Vitest, {environment}: {printed}");
    Ok(())
}

#[test]
fn vitest_with_jsdom() -> Result {
    vitest("jsdom")
}

#[test]
fn vitest_with_happy_dom() -> Result {
    vitest("happy-dom")
}
