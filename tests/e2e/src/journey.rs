//! One journey: a server, a stand-in and a browser of its own, from their start to their end.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use futures_util::FutureExt as _;
use tokio::{runtime, sync::Semaphore, time};

use crate::{Engine, Page, Site, driver::Driver};

/// How many browsers run at the same time.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How long a journey may take.
const LIMIT: Duration = Duration::from_secs(60);

/// Starts everything, opens [`LOADER_PAGE`](crate::LOADER_PAGE) and goes on as `steps` says. When those fail, what
/// the page looked like is printed.
///
/// # Errors
/// What `steps` fail with, and what keeps the server or the browser from starting.
///
/// # Panics
/// When `steps` do.
pub fn journey(steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = runtime.block_on(travel(steps));
    // Requests that were told to hang are not waited for.
    runtime.shutdown_background();
    outcome
}

async fn travel(steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    let _permit = BROWSERS.acquire().await?;
    let engine = Engine::Chromium;
    let driver = Driver::shared(engine)?;
    let site = Site::start().await.context("starting the server")?;
    let page = Page::start(engine, &driver.url(), &site)
        .await
        .with_context(|| format!("starting the browser; the driver's log:\n{}", driver.log()))?;
    let steps = async {
        page.open(crate::LOADER_PAGE).await?;
        steps(&site, &page).await
    };
    let outcome = time::timeout(LIMIT, AssertUnwindSafe(steps).catch_unwind()).await;
    let failed = !matches!(outcome, Ok(Ok(Ok(()))));
    if failed {
        let log = driver.log();
        eprintln!("the page:\n{}\nthe driver's log:\n{log}", page.describe().await);
    }
    let closed = page.close().await;
    match outcome {
        Err(_) => Err(anyhow!("the journey took longer than {} s", LIMIT.as_secs())),
        Ok(Err(panic)) => resume_unwind(panic),
        Ok(Ok(Err(error))) => Err(error),
        Ok(Ok(Ok(()))) => closed,
    }
}
