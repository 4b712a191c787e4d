//! A running backend.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{ALLOWED, Backend, SECRET};

/// Time limit until a server listens or exits; a busy machine needs half a minute.
const START: Duration = Duration::from_secs(120);

/// Interval between checks.
const AGAIN: Duration = Duration::from_millis(10);

/// A server and its child processes, which run until it is dropped.
#[derive(Debug)]
pub struct Server {
    running: Running,
    port: u16,
}

impl Server {
    /// Starts it on a free local port and waits until it listens.
    ///
    /// The secret ends with a line break, as one from a file does: the backend must remove it.
    ///
    /// # Errors
    /// If it exits, with its output.
    pub fn start(backend: &Backend) -> Result<Self> {
        Self::start_with(backend, &[])
    }

    /// The same with additional environment variables.
    ///
    /// # Errors
    /// If it exits, with its output.
    pub fn start_with(backend: &Backend, more: &[(&str, &str)]) -> Result<Self> {
        let (secret, origins) = (format!("{SECRET}\n"), format!("{ALLOWED}, https://www.example.com"));
        let own = [("INTERCOM_IDENTITY_SECRET", secret.as_str()), ("ALLOWED_ORIGINS", &origins)];
        Self::run(&backend.folder()?, backend, &[&own, more].concat())
    }

    /// The same with a copy in another folder, another secret, and other allowed origins.
    ///
    /// # Errors
    /// If it exits, with its output.
    pub fn start_in(folder: &Path, backend: &Backend, secret: &str, origins: &str) -> Result<Self> {
        Self::run(folder, backend, &[("INTERCOM_IDENTITY_SECRET", secret), ("ALLOWED_ORIGINS", origins)])
    }

    /// The same with a copy in another folder.
    ///
    /// # Errors
    /// If it exits, with its output.
    pub fn start_copy(folder: &Path, backend: &Backend) -> Result<Self> {
        Self::start_in(folder, backend, SECRET, ALLOWED)
    }

    fn run(folder: &Path, backend: &Backend, environment: &[(&str, &str)]) -> Result<Self> {
        let port = free_port()?;
        let mut command = backend.command(folder)?;
        command.envs(environment.iter().copied()).env("PORT", port.to_string());
        let mut server = Self { running: Running::start(folder, command)?, port };
        server.listens()?;
        Ok(server)
    }

    fn listens(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < START {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.running.child.try_wait()? {
                bail!("it ended ({status}):\n{}", self.printed());
            }
            thread::sleep(AGAIN);
        }
        bail!("it does not listen on port {}:\n{}", self.port, self.printed())
    }

    /// Port that it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its address, as a page on this machine writes it.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Its standard output and error so far.
    #[must_use]
    pub fn printed(&self) -> String {
        self.running.printed()
    }
}

/// Starts it with this environment and waits until it exits.
///
/// # Errors
/// If it listens, succeeds, does not print `says` in one line, or prints a secret.
pub fn refuses_to_start(
    backend: &'static Backend,
    environment: &[(&str, &str)],
    says: &[&str],
) -> Result<()> {
    let port = free_port()?;
    let folder = backend.folder()?;
    let mut command = backend.command(&folder)?;
    command.env("PORT", port.to_string()).envs(environment.iter().copied());
    let mut running = Running::start(&folder, command)?;
    let status = running.ends(port)?;
    let printed = running.printed();
    ensure!(!status.success(), "it ended as if all were well:\n{printed}");
    let said = printed.lines().any(|line| says.iter().all(|word| line.contains(word)));
    ensure!(said, "it does not say {says:?}:\n{printed}");
    let secrets = environment.iter().filter(|(name, value)| name.ends_with("SECRET") && value.len() > 8);
    for (name, value) in secrets {
        ensure!(!printed.contains(value), "it prints {name}");
    }
    Ok(())
}

#[derive(Debug)]
struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    fn start(folder: &Path, mut command: Command) -> Result<Self> {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let log = format!("{}.log", LAST.fetch_add(1, Ordering::Relaxed));
        let log = folder.with_extension(log);
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.process_group(0).stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        Ok(Self { child, log })
    }

    fn ends(&mut self, port: u16) -> Result<ExitStatus> {
        let began = Instant::now();
        while began.elapsed() < START {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            ensure!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err(), "it listens");
            thread::sleep(AGAIN);
        }
        bail!("it neither listens nor ends:\n{}", self.printed())
    }

    fn printed(&self) -> String {
        read(&self.log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The process group: some start child processes. All of them may have exited already.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned()
}

/// A port that is free now.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
