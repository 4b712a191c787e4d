//! The languages of the example backends, with the libraries that the examples name.
//!
//! Each function prepares a copied example to be started. Its error is the reason why it cannot.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{apt, node};
use crate::process::{Command, read, write};
use crate::workspace::Workspace;

/// Debian packages of the Ruby examples' dependencies, used instead of RubyGems.
const RUBY: &[&str] = &["ruby", "ruby-bundler", "ruby-jwt", "puma", "ruby-rack-attack", "ruby-rack-cors"];

/// Path of golang-jwt's sources from Debian.
const GOLANG_JWT: &str = "/usr/share/gocode/src/github.com/golang-jwt/jwt";

/// Node with the packages of the lockfile.
pub(crate) fn node(_: &Workspace, folder: &Path) -> Result<()> {
    node::install(folder)
}

/// Python in a virtual environment of the example, with the packages of `requirements.txt`.
pub(crate) fn python(_: &Workspace, folder: &Path) -> Result<()> {
    let (requirements, environment) = (read(&folder.join("requirements.txt"))?, folder.join(".venv"));
    let stamp = environment.join("installed-by-xtask.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok(());
    }
    let make = || Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment).read();
    // Debian's Python lacks the package that this needs.
    if make().is_err() {
        apt::install_packages(&["python3", "python3-venv"])?;
        make().context("type: python3 -m venv .venv")?;
    }
    eprintln!("pip install -r requirements.txt");
    let pip =
        Command::new(environment.join("bin/python")).args(["-m", "pip", "install", "--quiet"]).dir(folder);
    pip.args(["--disable-pip-version-check", "-r", "requirements.txt"])
        .read()
        .context("type: pip install -r requirements.txt")?;
    write(&stamp, requirements)
}

/// PHP; the example needs nothing else.
pub(crate) fn php(_: &Workspace, _: &Path) -> Result<()> {
    apt::install(&[apt::Program { name: "php", package: "php-cli" }])
}

/// Ruby with Sinatra.
pub(crate) fn sinatra(_: &Workspace, folder: &Path) -> Result<()> {
    ruby(folder, &["ruby-sinatra", "ruby-activesupport"])
}

/// Ruby with Rails; not Debian's package `rails`, which brings a Node of its own.
pub(crate) fn rails(_: &Workspace, folder: &Path) -> Result<()> {
    ruby(folder, &["ruby-railties", "ruby-actionpack"])
}

fn ruby(folder: &Path, more: &[&'static str]) -> Result<()> {
    apt::install_packages(&[RUBY, more].concat())?;
    let bundle = Command::new("bundle").args(["install", "--local", "--quiet"]).dir(folder);
    bundle.read().context("type: bundle install")?;
    Ok(())
}

/// Go, with Debian's sources of golang-jwt: modules are not downloaded.
pub(crate) fn go(_: &Workspace, folder: &Path) -> Result<()> {
    apt::install(&[apt::Program { name: "go", package: "golang-go" }])?;
    if !Path::new(GOLANG_JWT).is_dir() {
        apt::install_packages(&["golang-github-golang-jwt-jwt-dev"])?;
    }
    let go = |args: &[&str]| {
        let go = Command::new("go").args(args.iter().copied()).dir(folder);
        go.env("GOFLAGS", "-mod=mod").env("GOPROXY", "off").env("GOTOOLCHAIN", "local").read()
    };
    go(&["mod", "edit", &format!("-replace=github.com/golang-jwt/jwt/v4={GOLANG_JWT}")])?;
    go(&["vet", "."])?;
    go(&["build", "-buildvcs=false", "-o", "server", "."])?;
    Ok(())
}

/// Rust, which is installed: the example is a package of the workspace and was built with it.
pub(crate) fn rust(workspace: &Workspace, folder: &Path) -> Result<()> {
    let (from, to) = (workspace.program("rust-axum"), folder.join("server"));
    fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

/// An error if a missing runtime must not be skipped: in CI as root, unless Debian has no such package.
pub(crate) fn may_be_missing(package: &str, reason: &str) -> Result<()> {
    let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if in_ci && apt::can_install() && (package.is_empty() || apt::offers(package)) {
        bail!("{reason}");
    }
    Ok(())
}
