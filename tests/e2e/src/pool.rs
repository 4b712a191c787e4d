//! Pool of browsers for the journeys: started on demand, closed with the last journey.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use tokio::{
    runtime::{self, Runtime},
    sync::{Semaphore, SemaphorePermit},
};

use crate::{Engine, browser::Browser};

/// Maximum number of browsers that run at the same time.
static SEATS: Semaphore = Semaphore::const_new(3);

static POOL: Mutex<Pool> = Mutex::new(Pool { journeys: 0, idle: Vec::new() });

/// Runtime of the browsers' connections: they outlive the journeys, whose own runtimes end with them.
static DRIVING: LazyLock<std::io::Result<Runtime>> =
    LazyLock::new(|| runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build());

struct Pool {
    /// Number of journeys that run or wait for a seat.
    journeys: usize,
    idle: Vec<Browser>,
}

/// A journey's permit to borrow a browser. Dropping the last one closes the browsers.
pub(crate) struct Seat {
    engine: Engine,
    driving: &'static Runtime,
    _permit: SemaphorePermit<'static>,
    // Dropped after the permit, so that the next journey finds the browser that the last one returned.
    _presence: Presence,
}

struct Presence(&'static Runtime);

impl Seat {
    /// Waits for a seat.
    pub(crate) fn take(engine: Engine) -> Result<Self> {
        let driving = DRIVING.as_ref().context("starting the browsers' runtime")?;
        let presence = Presence(driving);
        pool().journeys += 1;
        let permit = driving.block_on(SEATS.acquire())?;
        Ok(Self { engine, driving, _permit: permit, _presence: presence })
    }

    /// Borrows an idle browser, or starts one.
    pub(crate) fn borrow(&self) -> Result<Browser> {
        let idle = pool().idle.pop();
        idle.map_or_else(|| self.driving.block_on(Browser::start(self.engine)), Ok)
    }

    /// Returns a browser for the next journey.
    pub(crate) fn give_back(&self, browser: Browser) {
        if browser.can_go_on() {
            pool().idle.push(browser);
        } else {
            self.end(browser);
        }
    }

    /// Closes a browser that no other journey may use.
    pub(crate) fn end(&self, browser: Browser) {
        self.driving.block_on(browser.close());
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut pool = pool();
        pool.journeys -= 1;
        let idle = if pool.journeys == 0 { std::mem::take(&mut pool.idle) } else { Vec::new() };
        drop(pool);
        for browser in idle {
            self.0.block_on(browser.close());
        }
    }
}

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}
