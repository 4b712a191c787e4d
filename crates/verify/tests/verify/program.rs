//! Runs the program, and what it asks.
//!
//! With `NPM_COMMAND` in the environment, a path of the built `cli.js`, that is run in the program's place.

use std::process::{Command, Stdio};

use axum::Router;
use serde_json::Value;
use server::{App, Secret, Settings, TokenFault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) const SECRET: &str = "a secret of the tests, which must be long enough";
pub(crate) const ENDPOINT: &str = "/api/messenger-token";
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// How it ended, and all that it printed.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("{}{}", self.stdout, self.stderr))
    }

    /// The check of that name.
    pub(crate) fn check(&self, name: &str) -> Value {
        let json = self.json();
        let found = json["checks"].as_array().unwrap().iter().find(|check| check["name"] == name);
        found.unwrap_or_else(|| panic!("no check {name}: {json:#}")).clone()
    }

    pub(crate) fn status(&self, name: &str) -> String {
        self.check(name)["status"].as_str().unwrap().to_owned()
    }

    /// Asserts how a check ended and that this stands in what was seen; returns the hint.
    #[track_caller]
    pub(crate) fn expect(&self, name: &str, status: &str, seen: &str) -> String {
        let check = self.check(name);
        assert_eq!(check["status"], status, "{check:#}");
        assert!(check["seen"].as_str().unwrap().contains(seen), "{check:#}");
        if status == "fail" {
            assert_eq!(self.code, Some(1), "a failed check is exit code 1");
        }
        check["hint"].as_str().unwrap_or_default().to_owned()
    }
}

/// The command of cargo.
pub(crate) fn of_cargo() -> Command {
    Command::new(env!("CARGO_BIN_EXE_verify"))
}

/// The command of npm, where it is to be tried.
pub(crate) fn of_npm() -> Option<Command> {
    let mut command = Command::new("node");
    command.arg(std::env::var_os("NPM_COMMAND")?).arg("verify");
    Some(command)
}

/// The command that these tests are about.
pub(crate) fn command() -> Command {
    of_npm().unwrap_or_else(of_cargo)
}

/// Runs the program with these arguments and, if there is one, this secret in the environment.
pub(crate) async fn run(args: &[&str], secret: Option<&str>) -> Run {
    run_in(command(), args, secret).await
}

/// Runs a command.
pub(crate) async fn run_in(mut command: Command, args: &[&str], secret: Option<&str>) -> Run {
    let args: Vec<_> = args.iter().map(|&arg| arg.to_owned()).collect();
    let secret = secret.map(str::to_owned);
    let run = move || {
        command.args(args).stdin(Stdio::null()).env_remove("INTERCOM_IDENTITY_SECRET");
        // A proxy that nothing listens at: whoever used it would get no answer.
        command.env("http_proxy", "http://127.0.0.1:1").env("ALL_PROXY", "http://127.0.0.1:1");
        command.env("NODE_USE_ENV_PROXY", "1");
        if let Some(secret) = secret {
            command.env("INTERCOM_IDENTITY_SECRET", secret);
        }
        command.output().unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Serves a router on a free port; gives its address without a path.
pub(crate) async fn serve(router: Router) -> String {
    let listener = server::bind(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::serve_plain(listener, router, std::future::pending()));
    format!("http://{address}")
}

/// The demo's backend on a free port, and a session of `ada`.
pub(crate) struct Backend {
    pub(crate) app: App,
    pub(crate) base: String,
    pub(crate) cookie: String,
}

impl Backend {
    pub(crate) async fn start() -> Self {
        let mut settings = Settings::fake_messenger(Secret::new(SECRET));
        settings.allowed_origins = vec![server::Origin::parse(ORIGIN).unwrap()];
        let app = App::new(settings);
        let base = serve(server::app(app.clone())).await;
        let cookie = sign_in(&base).await;
        Self { app, base, cookie }
    }

    pub(crate) async fn failing(fault: TokenFault) -> Self {
        let backend = Self::start().await;
        backend.app.faults().token(fault);
        backend
    }

    pub(crate) fn url(&self) -> String {
        format!("{}{ENDPOINT}", self.base)
    }

    /// With the session and the secret, for machines; `more` arguments besides.
    pub(crate) async fn verify(&self, more: &[&str]) -> Run {
        let url = self.url();
        let args = ["--url", &url, "--cookie", &self.cookie, "--json"];
        run(&[&args, more].concat(), Some(SECRET)).await
    }
}

/// Signs in as a browser does; gives the session cookie.
async fn sign_in(base: &str) -> String {
    let body = "{\"user\":\"ada\"}";
    let host = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "POST /login HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .unwrap_or_else(|| panic!("{answer}"));
    cookie.split(';').next().unwrap().to_owned()
}
