//! Thousands of random options and attributes, compared with an independent implementation (`src/pages/fuzz.js`).
//! Responses of the token endpoint are fuzzed on the host, beside their readers.

use std::{ops::Range, time::Duration};

use e2e::{Document, Result, journey_within};
use serde_json::Value;

const PAGE: &str = "/e2e/fuzz.html";

/// Number of options in one step, whose time is limited.
const OPTIONS: u32 = 400;

const ATTRIBUTES: u32 = 20_000;

#[test]
fn no_options_are_taken_for_what_they_are_not() -> Result {
    try_options(0..1)
}

/// Tries the options of each seed.
pub(crate) fn try_options(seeds: Range<u32>) -> Result {
    journey_within(Duration::from_secs(180), async |site, page| {
        site.publish(PAGE, Document::new().fuzzed().with_loader());
        page.open(PAGE).await?;
        page.wait_for("window.loader").await?;
        for seed in seeds {
            let step = format!("return await fuzz.options({seed}, {OPTIONS})");
            let wrong: Vec<Value> = page.run(&step).await?;
            assert!(wrong.is_empty(), "seed {seed}: {:#?}", &wrong[..wrong.len().min(8)]);
        }
        assert_eq!(page.uncaught().await?, [""; 0]);
        assert_eq!(page.intercom_cookies().await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn no_attributes_break_the_script_tag() -> Result {
    journey_within(Duration::from_secs(60), async |site, page| {
        site.publish(PAGE, Document::new().fuzzed().with_loader());
        page.open(PAGE).await?;
        let wrong: Vec<Value> = page.run(&format!("return await fuzz.attributes(1, {ATTRIBUTES})")).await?;
        assert!(wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(8)]);
        Ok(())
    })
}
