//! Scripted endpoints, each wrong in one way or right in an unusual one: what `verify` should say, and what it says.

mod answers;
mod bodies;
mod endpoints;
mod foreign;
mod page;

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::response::Response;

use crate::program::{Run, SECRET, command, of_cargo, of_npm, run_in, serve};

/// The cookie of the one user of a scripted endpoint.
const COOKIE: &str = "sid=0123456789";

/// The page that should get the token.
const PAGE: &str = "https://www.example.com";

/// A request, as far as scripts look at it.
struct Ask {
    /// Whether it has the user's cookie.
    user: bool,
    origin: Option<String>,
    authorization: Option<String>,
    path: String,
    /// How many requests with the user's cookie came before.
    before: usize,
}

/// An answer: status, headers, body.
struct Answer(u16, Vec<(&'static str, String)>, Vec<u8>);

impl Answer {
    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.1.retain(|(one, _)| *one != name);
        self
    }

    fn status(mut self, status: u16) -> Self {
        self.0 = status;
        self
    }
}

/// A scripted endpoint.
type Script = fn(&Ask) -> Answer;

/// A row: what the endpoint does, more arguments, the check that it is about, how that should end, and what it should say.
type Row = (&'static str, Script, &'static [&'static str], &'static str, &'static str, &'static str);

/// A session, and a page on another origin.
const BOTH: &[&str] = &["--cookie", COOKIE, "--origin", PAGE];
const USER: &[&str] = &["--cookie", COOKIE];
const PAGE_ALONE: &[&str] = &["--origin", PAGE];
const NOBODY: &[&str] = &[];

/// Runs a command on a server of its own, whose port is taken out of what it says.
async fn verify(command: Command, script: Script, more: &[&str]) -> Run {
    let counted = Arc::new(AtomicUsize::new(0));
    let answer = move |request: Request| {
        let counted = Arc::clone(&counted);
        async move {
            let get = |name| {
                request
                    .headers()
                    .get(name)
                    .map(|value: &header::HeaderValue| value.to_str().unwrap().to_owned())
            };
            let user = get(header::COOKIE).is_some_and(|cookie| cookie == COOKIE);
            let before = if user { counted.fetch_add(1, Ordering::Relaxed) } else { 0 };
            let path = request.uri().path().to_owned();
            let (origin, authorization) = (get(header::ORIGIN), get(header::AUTHORIZATION));
            let Answer(status, headers, body) = script(&Ask { user, origin, authorization, path, before });
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
    };
    let base = serve(Router::new().fallback(answer)).await;
    let mut run = run_in(command, &[&["--url", &format!("{base}/jwt")], more].concat(), Some(SECRET)).await;
    let port = base.rsplit(':').next().unwrap_or_default();
    run.stdout = run.stdout.replace(port, "PORT");
    run
}

#[tokio::test]
async fn npm_s_command_says_what_cargo_s_says_to_the_byte() {
    let rows: Vec<_> = [foreign::ROWS, page::ROWS, bodies::ROWS, answers::ROWS].concat();
    // Both forms are made of one report, so that each row tries one of them.
    for ((name, script, more, ..), form) in rows.iter().zip([&[][..], &["--json"]].into_iter().cycle()) {
        let Some(npm) = of_npm() else { return };
        let more = [more, form].concat();
        let (npm, cargo) = tokio::join!(verify(npm, *script, &more), verify(of_cargo(), *script, &more));
        assert_eq!(npm.stdout, cargo.stdout, "{name}");
        assert_eq!((npm.stderr, npm.code), (cargo.stderr, cargo.code), "{name}");
    }
}

#[tokio::test]
async fn every_scripted_endpoint_is_told() {
    // The test above holds npm's command against what this one sees of cargo's.
    if of_npm().is_some() {
        return;
    }
    let (mut table, mut wrong) = (String::new(), 0);
    let rows: Vec<_> = [foreign::ROWS, page::ROWS, bodies::ROWS, answers::ROWS].concat();
    for (name, script, more, check, status, says) in &rows {
        let run = verify(command(), *script, &[more, &["--json"][..]].concat()).await;
        let json = run.json();
        let found = json["checks"].as_array().unwrap().iter().find(|found| found["name"] == *check);
        let found = found.cloned().unwrap_or_default();
        let text = |name| found[name].as_str().unwrap_or("nothing");
        let seen = format!("{} → {}", text("seen"), text("hint"));
        let right = found["status"] == *status && seen.contains(says);
        wrong += usize::from(!right);
        let _ = writeln!(
            table,
            "{} {name}: {check} should be {status} ({says}), is {} ({seen})",
            if right { "  " } else { "✗ " },
            text("status")
        );
    }
    println!("{table}");
    assert_eq!(wrong, 0, "of {} rows:\n{table}", rows.len());
}
