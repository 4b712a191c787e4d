//! Packages that Debian's apt installs.

use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use crate::process::{Command, find_program};

/// A program and the Debian package that contains it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) package: &'static str,
}

/// Chromium and its WebDriver.
pub(crate) const CHROMIUM: &[Program] = &[
    Program { name: "chromium", package: "chromium" },
    Program { name: "chromedriver", package: "chromium-driver" },
];

/// Firefox; its WebDriver is not a Debian package, see `browsers.rs`.
pub(crate) const FIREFOX: &[Program] = &[Program { name: "firefox", package: "firefox-esr" }];

/// WebKitGTK's WebDriver with its browser, and a display for it.
pub(crate) const WEBKIT: &[Program] = &[
    Program { name: "WebKitWebDriver", package: "webkit2gtk-driver" },
    Program { name: "xvfb-run", package: "xvfb" },
    Program { name: "xauth", package: "xauth" },
];

/// Allows one apt at a time.
static RUNNING: Mutex<()> = Mutex::new(());

/// Installs the programs that are missing.
pub(crate) fn install(programs: &[Program]) -> Result<()> {
    let _running = RUNNING.lock();
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| find_program(program.name).is_none())
        .map(|one| one.package)
        .collect();
    fetch(&missing)
}

/// Installs the packages that are missing: libraries, which contain no program to look for.
pub(crate) fn install_packages(packages: &[&'static str]) -> Result<()> {
    let _running = RUNNING.lock();
    let installed = |package: &str| {
        let status = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]);
        status.read().is_ok_and(|status| status == "installed")
    };
    fetch(&packages.iter().copied().filter(|package| !installed(package)).collect::<Vec<_>>())
}

/// Whether [`install`] can install rather than only print the command to type.
pub(crate) fn can_install() -> bool {
    find_program("apt-get").is_some() && is_root()
}

/// Whether apt has a package of this name.
pub(crate) fn offers(package: &str) -> bool {
    Command::new("apt-cache").args(["show", package]).read().is_ok()
}

fn fetch(missing: &[&str]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !can_install() {
        bail!("this needs {}. As root on Debian, type: {line}", missing.join(", "));
    }
    eprintln!("{line}");
    let install = || {
        Command::new("apt-get")
            .args(["install", "-y", "--no-install-recommends"])
            .args(missing)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .read()
    };
    // A fresh machine has no package lists yet; an old one has lists of packages that no longer exist.
    if !has_lists() || install().is_err() {
        Command::new("apt-get").args(["update"]).read()?;
        install().with_context(|| format!("type: {line}"))?;
    }
    Ok(())
}

fn is_root() -> bool {
    Command::new("id").args(["-u"]).read().is_ok_and(|id| id == "0")
}

fn has_lists() -> bool {
    let lists = Path::new("/var/lib/apt/lists").read_dir();
    lists.is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().contains("Packages"))
    })
}
