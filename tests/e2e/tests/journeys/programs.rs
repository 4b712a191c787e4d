//! Random programs with `@intercom/messenger-js-sdk` and with its replacement. The replacement's calls of the
//! Messenger follow the documentation (`src/pages/programs.js`), and each difference from the original's has a row in
//! the table of docs/guides/moving-over.md.

use std::{ops::Range, time::Duration};

use e2e::{Document, LOADER_PAGE, Page, Result, Site, journey_within};
use serde::Deserialize;
use serde_json::Value;

/// Expected result of a program.
#[derive(Debug, Deserialize)]
struct Expected {
    outcome: Value,
    /// Rows of the table that apply.
    rows: Vec<String>,
}

/// Runs the program of this seed on a new page with `their` package or `ours`.
async fn run(site: &Site, page: &Page, whose: &str, seed: u32) -> Result {
    let kind = if whose == "our" { "module" } else { "text/javascript" };
    let tag = format!("<script type=\"{kind}\" src=\"/e2e/{whose}-sdk.js\"></script>");
    let path = format!("/e2e/{whose}-programs.html");
    site.publish(&path, Document::new().with_programs().body(&tag));
    page.open(LOADER_PAGE).await?;
    page.run::<()>(
        "for (const name of document.cookie.split('; ').map((cookie) => cookie.split('=')[0])) {
           document.cookie = `${name}=; max-age=0; path=/`;
         }",
    )
    .await?;
    page.open(&path).await?;
    page.run(&format!("await until(() => window.sdk); await programs.run({seed}, until)")).await
}

/// Runs the programs of these seeds; returns the rows of the table in which the packages differed.
pub(crate) async fn differences(site: &Site, page: &Page, seeds: Range<u32>) -> Result<Vec<String>> {
    let guide =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/moving-over.md"))?;
    let mut seen = Vec::new();
    for seed in seeds {
        run(site, page, "their", seed).await?;
        let theirs: Value = page.run("return programs.outcome()").await?;
        let throttled: bool = page
            .run("return window.__standInMessenger.dropped.some(({ reason }) => reason !== 'no session')")
            .await?;
        run(site, page, "our", seed).await?;
        let mut expected: Expected = page.run(&format!("return programs.expected({seed})")).await?;
        let steps: Value = page.run(&format!("return JSON.stringify(programs.steps({seed}))")).await?;
        // Updates stay within Intercom's limit.
        let ours: Value = page
            .run(&format!(
                "const {{ outcome, lost }} = programs.expected({seed});
                 const isSaid = (line) => line.includes('() was not told') || line.includes('not_booted');
                 const said = () => __seen.console.filter(isSaid).length;
                 const isTold = () => programs.text(programs.outcome()) === programs.text(outcome);
                 await until(() => isTold() && said() >= lost, 6_000);
                 return {{ ...programs.outcome(), ...(said() < lost ? {{ said: said() }} : {{}}) }}"
            ))
            .await?;
        assert_eq!(ours, expected.outcome, "seed {seed}, ours on the left: {steps}");
        assert_eq!(page.uncaught().await?, [""; 0], "seed {seed}: {steps}");
        if ours != theirs {
            if throttled {
                expected.rows.push("`Intercom()` again, as at every render".to_owned());
            }
            assert!(
                !expected.rows.is_empty(),
                "seed {seed}: no row says why {steps} is told as {ours}, and theirs tells {theirs}"
            );
            for row in expected.rows {
                assert!(guide.contains(&format!("| {row} |")), "the guide has no row {row}");
                if !seen.contains(&row) {
                    seen.push(row);
                }
            }
        }
    }
    Ok(seen)
}

#[test]
fn random_programs_differ_in_what_is_documented() -> Result {
    journey_within(Duration::from_secs(120), async |site, page| {
        differences(site, page, 0..24).await.map(drop)
    })
}
