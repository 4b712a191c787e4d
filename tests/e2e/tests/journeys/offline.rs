//! A browser without a network when the page boots.

use e2e::{Result, journey};

use crate::checks::{ADA, has_code, is_messenger_of, options};

#[test]
fn a_boot_without_a_network_fails_in_words_and_a_later_one_works() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.offline(true).await?;
        let error = page.boot(options()).await?.unwrap_err();
        // The core does not load either.
        has_code(&error, "wasm_failed");
        assert!(error.retryable);
        page.offline(false).await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_network_that_comes_back_while_it_boots_is_used() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        // The delays between tries take their maximum.
        page.run::<()>("Math.random = () => 0.99").await?;
        page.offline(true).await?;
        let boot = page.begin_boot(options()).await?;
        page.wait_for("navigator.onLine === false").await?;
        page.offline(false).await?;
        page.end_of(boot).await??;
        is_messenger_of(page, ADA).await
    })
}
