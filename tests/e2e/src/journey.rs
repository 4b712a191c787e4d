//! A journey with its own server, fake Messenger and window, from start to end.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use futures_util::FutureExt as _;
use tokio::{runtime, time};

use crate::{Engine, Page, Site, browser::Browser, pool::Seat};

/// Time limit for a journey.
const LIMIT: Duration = Duration::from_secs(60);

/// Time limit for the tasks that a journey left running; only reading a file takes time.
const END: Duration = Duration::from_secs(10);

/// Runs a journey in Chromium: starts everything, opens [`LOADER_PAGE`](crate::LOADER_PAGE) and runs `steps`. If they
/// fail, it prints the state of the page.
///
/// # Errors
/// Those of `steps`, those of starting the server or the browser, and one if another engine is selected.
///
/// # Panics
/// If `steps` panic.
pub fn journey(steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    journey_within(LIMIT, steps)
}

/// The same with another time limit.
///
/// # Errors
/// As [`journey`].
///
/// # Panics
/// If `steps` panic.
pub fn journey_within(limit: Duration, steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    match Engine::chosen()? {
        Engine::Chromium => run(Engine::Chromium, limit, steps),
        other => {
            bail!("this journey is for Chromium; in {other} run those of tests/journeys/everywhere alone")
        }
    }
}

/// Runs a journey in the engine that [`Engine::chosen`] selects.
///
/// # Errors
/// As [`journey`].
///
/// # Panics
/// If `steps` panic.
pub fn journey_cross_browser(steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    run(Engine::chosen()?, LIMIT, steps)
}

fn run(engine: Engine, limit: Duration, steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>) -> Result<()> {
    let seat = Seat::take(engine)?;
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut browser = seat.borrow()?;
    let outcome = runtime.block_on(travel(&mut browser, engine, limit, steps));
    // Does not wait for requests with the fault `hang`. After this, only the browser's next journey listens on its
    // port.
    runtime.shutdown_timeout(END);
    match outcome {
        Ok(Ok(())) => {
            seat.give_back(browser);
            Ok(())
        }
        Ok(Err(error)) => {
            seat.end(browser);
            Err(error)
        }
        Err(panic) => {
            seat.end(browser);
            resume_unwind(panic)
        }
    }
}

/// Runs the steps; returns their result, or their panic.
async fn travel(
    browser: &mut Browser,
    engine: Engine,
    limit: Duration,
    steps: impl AsyncFnOnce(&Site, &Page) -> Result<()>,
) -> std::thread::Result<Result<()>> {
    let (site, page) = match begin(browser, engine).await {
        Ok(begun) => begun,
        Err(error) => return Ok(Err(error)),
    };
    let steps = async {
        page.open(crate::LOADER_PAGE).await?;
        steps(&site, &page).await
    };
    let outcome = time::timeout(limit, AssertUnwindSafe(steps).catch_unwind()).await;
    if matches!(outcome, Ok(Ok(Ok(())))) {
        return Ok(browser.clear().await.context("taking the window away"));
    }
    eprintln!("the page:\n{}\nthe driver's log:\n{}", page.describe().await, browser.log());
    outcome.unwrap_or_else(|_| Ok(Err(anyhow!("the journey took longer than {} s", limit.as_secs()))))
}

async fn begin(browser: &mut Browser, engine: Engine) -> Result<(Site, Page)> {
    let site = Site::start(browser.fake_messenger()?).await.context("starting the server")?;
    let opened = browser.open().await;
    let client = opened
        .with_context(|| format!("opening a window in {engine}; the driver's log:\n{}", browser.log()))?;
    let page = Page::new(client, engine, &site);
    Ok((site, page))
}
