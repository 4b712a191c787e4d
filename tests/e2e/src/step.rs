//! Runs a step's code in a page.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, bail};
use fantoccini::{
    Client,
    error::{CmdError, ErrorStatus},
};
use serde_json::{Value, json};
use tokio::time;

use crate::Engine;

/// Code before every step's own.
const PRELUDE: &str = include_str!("pages/prelude.js");

/// Time limit for a step.
const LIMIT: Duration = Duration::from_secs(30);

/// Interval between checks for an answer.
const POLL: Duration = Duration::from_millis(10);

/// Runs the body of an asynchronous function. The result is `{ Ok: … }` or `{ Err: text }`.
pub(crate) async fn run(client: &Client, engine: Engine, step: &str) -> Result<Value> {
    let answer = format!(
        "(async () => {{ {step}\n }})().then(
           (value) => ({{ Ok: value ?? null }}),
           (error) => ({{ Err: window.__seen ? __seen.text(error) : String(error) }}))"
    );
    match engine {
        Engine::Chromium | Engine::Firefox => execute(client, &format!("{PRELUDE}\nreturn {answer}")).await,
        Engine::WebKit => ask_for(client, &answer).await,
    }
}

/// WebKitGTK's driver sometimes loses the result of a script, so the page keeps it until it has arrived.
async fn ask_for(client: &Client, answer: &str) -> Result<Value> {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let at = LAST.fetch_add(1, Ordering::Relaxed);
    // Either the request or the response may have been lost; the step is started only once.
    let begin = format!(
        "{PRELUDE}
         const answers = window.__answers ??= {{}};
         if ({at} in answers) return true;
         answers[{at}] = null;
         {answer}.then((answer) => {{ answers[{at}] = answer }});
         return true"
    );
    until(client, &begin).await?;
    until(client, &format!("return window.__answers ? window.__answers[{at}] : 'gone'")).await
}

/// Runs a script that returns at once, until it returns a value.
pub(crate) async fn until(client: &Client, script: &str) -> Result<Value> {
    within(LIMIT, client, script).await
}

async fn within(limit: Duration, client: &Client, script: &str) -> Result<Value> {
    let began = Instant::now();
    let mut lost = 0;
    while began.elapsed() < limit {
        match client.execute(script, Vec::new()).await {
            Ok(Value::Null) => time::sleep(POLL).await,
            Ok(answer) => return Ok(answer),
            Err(CmdError::Standard(error)) if gave_none(&error.error) => lost += 1,
            Err(error) => return Err(named(error)),
        }
    }
    bail!("no answer after {} s; the driver gave none to {lost} questions", limit.as_secs())
}

/// Whether a driver reports by this error that it has no answer; also if the page was left during the call, because
/// an address that [`open`] had to send twice may be opened twice.
fn gave_none(error: &ErrorStatus) -> bool {
    matches!(error, ErrorStatus::Timeout | ErrorStatus::ScriptTimeout | ErrorStatus::NoSuchFrame)
}

/// Opens an address and waits until the page is there; its resources may still be loading.
pub(crate) async fn open(client: &Client, engine: Engine, url: &str) -> Result<()> {
    // On a busy machine Chromium's driver can report the page before its first script has run.
    until(client, "return window.__left = true").await?;
    let there = "return !window.__left && document.readyState !== 'loading' || null";
    if engine != Engine::WebKit {
        client.goto(url).await.map_err(named)?;
        return until(client, there).await.map(drop);
    }
    // WebKitGTK's driver, if it waits itself, misses the end of loads and then waits for half a minute; on a busy
    // machine the browser sometimes forgets an address, which is then sent again.
    let mut answer = Err(anyhow!("not opened"));
    for _ in 0..3 {
        client.goto(url).await.map_err(named)?;
        answer = within(LIMIT / 3, client, there).await.map(drop);
        if answer.is_ok() {
            break;
        }
        eprintln!("the browser did not open {url} and is told again");
    }
    answer
}

/// Value of `pageLoadStrategy` for a driver.
pub(crate) const fn strategy(engine: Engine) -> &'static str {
    match engine {
        // A script that hangs delays the page's load event, and must not delay the journey.
        Engine::Chromium | Engine::Firefox => "eager",
        // See `open`.
        Engine::WebKit => "none",
    }
}

async fn execute(client: &Client, script: &str) -> Result<Value> {
    client.execute(script, Vec::new()).await.map_err(named)
}

/// Time limits of a driver, in milliseconds.
pub(crate) fn timeouts(engine: Engine) -> Value {
    // A script in WebKitGTK returns at once, or never.
    let script = if engine == Engine::WebKit { 2_000 } else { 30_000 };
    json!({ "script": script, "pageLoad": 30_000 })
}

/// A driver's error with its kind, since some drivers send no message.
fn named(error: CmdError) -> anyhow::Error {
    match error {
        CmdError::Standard(error) => anyhow!("{}: {}", error.error, error.message),
        other => other.into(),
    }
}
