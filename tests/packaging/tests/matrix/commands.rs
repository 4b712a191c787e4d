//! The commands of the packed packages, run in an empty folder with each of npm, pnpm and yarn.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use anyhow::{Context as _, ensure};
use packaging::{Project, Result};

/// A package manager: its program, and its commands that add a package and run a package's command.
struct Manager {
    program: PathBuf,
    add: &'static [&'static str],
    run: &'static [&'static str],
}

impl Manager {
    fn output(&self, folder: &Path, args: &[&str], more: &[&str]) -> Result<Output> {
        let mut command = Command::new(&self.program);
        command.current_dir(folder).args(args).args(more).env("CI", "true");
        Ok(command.output()?)
    }

    /// Runs a command of a package; returns its output and its exit code.
    fn run(&self, folder: &Path, args: &[&str]) -> Result<(String, Option<i32>)> {
        let output = self.output(folder, self.run, args)?;
        let text = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        Ok((text.concat(), output.status.code()))
    }
}

fn commands_by(name: &str, manager: &Manager) -> Result {
    let tarball = |name| env::var(name).with_context(|| format!("{name} is not set"));
    let folder = PathBuf::from(env::var("ROWS")?).join(format!("commands by {name}"));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), "{ \"private\": true }")?;
    let added = manager.output(&folder, manager.add, &[&tarball("TARBALL")?, &tarball("CREATE")?])?;
    ensure!(added.status.success(), "{name}: {}", String::from_utf8_lossy(&added.stderr));

    let (text, code) =
        manager.run(&folder, &["intercom-messenger-loader", "verify", "--url", "http://127.0.0.1:1/jwt"])?;
    ensure!(code == Some(1) && text.contains("nothing listens at 127.0.0.1:1"), "{name}: {text}");
    let (text, code) = manager
        .run(&folder, &["intercom-messenger-loader", "snippet", "--frontend", "vue", "--backend", "go"])?;
    ensure!(code == Some(0) && text.contains("createMessenger"), "{name}: {text}");

    let pair = ["--app-id", "a1", "--region", "eu", "--frontend", "react", "--backend", "php", "my shop"];
    let (text, code) = manager.run(&folder, &[&["create-intercom-messenger"][..], &pair].concat())?;
    ensure!(code == Some(0) && text.contains("INTERCOM_IDENTITY_SECRET"), "{name}: {text}");
    ensure!(folder.join("my shop/backend/serve.php").is_file(), "{name}: the pair is not there");
    Ok(())
}

fn pinned(name: &str) -> Result<PathBuf> {
    Ok(Project::take("commands")?.folder().join("node_modules/.bin").join(name))
}

#[test]
fn by_npm() -> Result {
    let npm = Manager { program: "npm".into(), add: &["install"], run: &["exec", "--no", "--"] };
    commands_by("npm", &npm)
}

#[test]
fn by_pnpm() -> Result {
    let pnpm = Manager { program: pinned("pnpm")?, add: &["add"], run: &["exec"] };
    commands_by("pnpm", &pnpm)
}

#[test]
fn by_yarn() -> Result {
    let yarn =
        Manager { program: pinned("yarn")?, add: &["add", "--ignore-engines"], run: &["--silent", "run"] };
    commands_by("yarn", &yarn)
}
