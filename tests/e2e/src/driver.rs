//! The WebDriver process: started by the first journey, shared by those that run beside it, ended with the last.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use crate::Engine;

/// How much of the log is shown when a journey fails, in lines.
const SHOWN: usize = 60;

static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A WebDriver that runs until the last holder lets go of it.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Mutex<Child>,
    port: u16,
    log: NamedTempFile,
}

impl Driver {
    /// The one that runs, or a new one.
    pub(crate) fn shared(engine: Engine) -> Result<Arc<Self>> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(driver) = running.upgrade() {
            return Ok(driver);
        }
        let driver = Arc::new(Self::start(engine)?);
        *running = Arc::downgrade(&driver);
        Ok(driver)
    }

    fn start(engine: Engine) -> Result<Self> {
        let program = engine.driver();
        let log = NamedTempFile::new()?;
        let mut process = Command::new(&program)
            .args(engine.driver_args(log.path()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| {
                format!("{} cannot be started; cargo xtask test e2e installs it", program.display())
            })?;
        let mut lines = BufReader::new(process.stdout.take().context("its output is piped")?).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| engine.port_in(&line));
        let Some(port) = port else {
            let _ = process.kill();
            let _ = process.wait();
            bail!("{} did not say on which port it listens", program.display());
        };
        // Whatever else it prints must not fill the pipe.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { process: Mutex::new(process), port, log })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The end of its log.
    pub(crate) fn log(&self) -> String {
        let log = fs::read_to_string(self.log.path()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let shown = lines.iter().skip(lines.len().saturating_sub(SHOWN));
        shown.map(|line| line.chars().take(400).chain(['\n']).collect::<String>()).collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let process = self.process.get_mut().unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself.
        let _ = process.kill();
        let _ = process.wait();
    }
}
