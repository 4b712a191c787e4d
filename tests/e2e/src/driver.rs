//! The WebDriver process of one browser.

use std::{
    fs::{self, OpenOptions},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;
use tokio::{net::TcpStream, time};

use crate::Engine;

/// Number of lines of the log that are shown when a journey fails.
const SHOWN: usize = 60;

/// Time limit until it listens; a busy machine needs seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Number of ports to try, since another program may take a free one first.
const TRIES: usize = 3;

/// A WebDriver that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
    log: NamedTempFile,
}

impl Driver {
    /// Starts a WebDriver and waits until it listens.
    pub(crate) async fn start(engine: Engine) -> Result<Self> {
        for _ in 1..TRIES {
            if let Some(driver) = Self::try_start(engine).await? {
                return Ok(driver);
            }
        }
        let last = Self::try_start(engine).await?;
        last.with_context(|| format!("{} ends as soon as it is started", engine.driver().display()))
    }

    /// Returns `None` if it exits, as it does when it cannot listen.
    async fn try_start(engine: Engine) -> Result<Option<Self>> {
        let program = engine.driver();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = NamedTempFile::new()?;
        let output = OpenOptions::new().append(true).open(log.path())?;
        let process = Command::new(&program)
            .args(engine.driver_args(port))
            // WebKitGTK: accelerated compositing needs hardware that a test machine may lack.
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| {
                let stage = engine.stage();
                format!("{} cannot be started; cargo xtask test {stage} installs it", program.display())
            })?;
        let mut driver = Self { process, port, log };
        let began = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            if driver.process.try_wait()?.is_some() {
                return Ok(None);
            }
            if began.elapsed() > PATIENCE {
                bail!("{} does not listen; its log:\n{}", program.display(), driver.log());
            }
            time::sleep(Duration::from_millis(10)).await;
        }
        // Another program may be listening there.
        let ended = driver.process.try_wait()?.is_some();
        Ok((!ended).then_some(driver))
    }

    /// Address that it listens on.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The end of its log.
    pub(crate) fn log(&self) -> String {
        let log = fs::read(self.log.path()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let shown = lines.iter().skip(lines.len().saturating_sub(SHOWN));
        shown.map(|line| line.chars().take(400).chain(['\n']).collect::<String>()).collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The process group, so that a hanging browser ends too; both may have exited already.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
