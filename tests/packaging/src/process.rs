//! A running tool.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time,
};

/// Time limit for a build or an installation; a busy machine needs minutes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Time limit for a server's first response. It compiles on request; a busy machine needs minutes.
const START: Duration = Duration::from_secs(300);

/// A tool and its child processes, which run until it is dropped.
#[derive(Debug)]
pub struct Process {
    line: String,
    began: Instant,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a program in a folder, with these environment variables. Its output is written to a file beside the
    /// folder.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(folder: &Path, program: &Path, args: &[&str], variables: &[(&str, &str)]) -> Result<Self> {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let log = folder.with_extension(format!("{}.log", LAST.fetch_add(1, Ordering::Relaxed)));
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
        let project = folder.file_name().unwrap_or_default().to_string_lossy();
        let line = format!("{project}: {name} {}", args.join(" "));
        let child = Command::new(program)
            .args(args)
            .current_dir(folder)
            .envs(variables.iter().copied())
            // For tools that prompt, send telemetry, or colour their output.
            .envs([("CI", "true"), ("NEXT_TELEMETRY_DISABLED", "1"), ("NO_COLOR", "1")])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("cannot start `{line}`"))?;
        Ok(Self { line, began: Instant::now(), child, log })
    }

    /// Waits until it exits and returns its output.
    ///
    /// # Errors
    /// If it fails, with its output, or does not exit.
    pub fn finish(mut self) -> Result<String> {
        let status = self.end()?;
        if !status.success() {
            bail!("`{}` failed ({status}):\n{}", self.line, self.printed());
        }
        println!("ran `{}`, {:.1} s", self.line, self.began.elapsed().as_secs_f32());
        Ok(self.printed())
    }

    fn end(&mut self) -> Result<ExitStatus> {
        while self.began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("`{}` did not end:\n{}", self.line, self.printed())
    }

    /// Waits until it serves its page on this port of `localhost`, and returns its origin.
    ///
    /// # Errors
    /// If it exits, or does not serve the page.
    pub async fn serves(&mut self, port: u16) -> Result<String> {
        let mut answer = Err(anyhow!("it does not listen"));
        while self.began.elapsed() < START {
            if let Some(status) = self.child.try_wait()? {
                bail!("`{}` ended ({status}):\n{}", self.line, self.printed());
            }
            answer = time::timeout(START, ask(port)).await.unwrap_or_else(|_| bail!("it does not answer"));
            match &answer {
                Ok(page) if page.starts_with("HTTP/1.1 200 ") => {
                    return Ok(format!("http://localhost:{port}"));
                }
                // It listens but is not ready yet, or does not listen yet.
                _ => time::sleep(Duration::from_millis(20)).await,
            }
        }
        bail!("`{}` does not serve its page on port {port}: {answer:?}\n{}", self.line, self.printed())
    }

    /// Its output so far.
    #[must_use]
    pub fn printed(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process group: tools start child processes. All of them may have exited already.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

/// Requests a server's page.
async fn ask(port: u16) -> Result<String> {
    let mut connection = TcpStream::connect(("localhost", port)).await?;
    let request =
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A port that is free now.
///
/// # Errors
/// If there is none.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
