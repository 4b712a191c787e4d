//! Memory of a page after a day of use, compressed to minutes: 1,000 boots and shutdowns, 10,000 route changes, 200
//! refreshes.

use std::time::Duration;

use e2e::{APP, Document, Result, journey_within};
use serde_json::{Value, json};

use crate::checks::{options_with, phases};
use crate::programs;

const PAGE: &str = "/e2e/soak.html";

/// Timeouts that compensate for the page's faster time.
fn patient() -> Value {
    options_with(&json!({ "timeoutMs": 86_400_000 }))
}

#[test]
#[ignore = "takes minutes; cargo xtask test soak runs it"]
fn everything_ends_where_it_began() -> Result {
    journey_within(Duration::from_secs(600), async |site, page| {
        site.publish(PAGE, Document::new().fast(3_000).counted().with_loader());
        page.sign_in("ada").await?;
        page.open(PAGE).await?;
        page.boot(patient()).await??;
        page.widget().session().await?;
        page.shutdown().await?;
        let census = "return (await until(() => census().timers === 0), census())";
        let before: Value = page.run(census).await?;
        println!("at the beginning: {before}");

        for _ in 0..20 {
            page.run::<()>(&format!(
                "const {{ boot, shutdown }} = await api();
                 for (let n = 0; n < 50; n += 1) {{ await boot({}); await shutdown() }}",
                patient()
            ))
            .await?;
        }
        let booted: Value = page.run(census).await?;
        println!("after 1,000 boots and shutdowns: {booted}");

        page.boot(patient()).await??;
        for _ in 0..10 {
            page.run::<()>(
                "for (let n = 0; n < 1_000; n += 1) {
                   history.replaceState({}, '', `/e2e/soak.html?${n}`);
                   if (n % 50 === 0) await later(3_000);
                 }",
            )
            .await?;
        }
        page.shutdown().await?;
        let routed: Value = page.run(census).await?;
        println!("after 10,000 route changes: {routed}");

        // Different tokens, as those of different seconds are.
        let now =
            i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs())?;
        let tokens = (0..400)
            .map(|n| site.sign(&json!({ "user_id": "soak", "n": n, "iat": now, "exp": now + 600 })))
            .collect::<Result<Vec<_>>>()?;
        page.run::<()>(&format!(
            "window.tokens = {}; window.refreshed = 0;
             const {{ boot, on }} = await api();
             window.end = on('tokenrefresh', () => (refreshed += 1));
             await boot({{ appId: '{APP}', timeoutMs: 86_400_000, getJwt: () => tokens.pop() ?? null }})",
            json!(tokens)
        ))
        .await?;
        // A step may take half a minute.
        for _ in 0..12 {
            page.run::<()>("await until(() => refreshed >= 200, 20_000)").await?;
        }
        page.wait_for("refreshed >= 200").await?;
        page.run::<()>("end()").await?;
        page.shutdown().await?;
        let refreshed: Value = page.run(census).await?;
        println!("after 200 refreshes: {refreshed}");

        for (after, what) in [(&booted, "boots"), (&routed, "routes"), (&refreshed, "refreshes")] {
            assert_eq!(after["listeners"], before["listeners"], "after {what}");
            assert_eq!(
                (&after["timers"], &after["elements"]),
                (&before["timers"], &before["elements"]),
                "after {what}"
            );
        }
        // Memory is never returned; after the first phase it must not grow any more.
        assert!(refreshed["pages"].as_f64() <= Some(4.0), "{refreshed}");
        assert_eq!(booted["pages"], refreshed["pages"]);
        assert_eq!(phases(page).await?.last().map(String::as_str), Some("shutdown"));
        Ok(())
    })
}

#[test]
#[ignore = "takes a minute; cargo xtask test soak runs it"]
fn two_thousand_options_none_of_which_is_taken_for_what_it_is_not() -> Result {
    crate::fuzz::try_options(1..6)
}

#[test]
#[ignore = "takes minutes; cargo xtask test soak runs it"]
fn three_hundred_random_programs_differ_in_what_is_documented() -> Result {
    journey_within(Duration::from_secs(1_500), async |site, page| {
        let seen = programs::differences(site, page, 0..300).await?;
        println!("300 programs differ in {} rows: {seen:#?}", seen.len());
        Ok(())
    })
}
