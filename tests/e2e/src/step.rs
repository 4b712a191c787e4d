//! Running a step's code in a page.

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

/// What stands before every step's code.
const PRELUDE: &str = include_str!("pages/prelude.js");

/// How long a step may take.
const LIMIT: Duration = Duration::from_secs(30);

/// How often an answer is looked for.
const POLL: Duration = Duration::from_millis(10);

/// Runs the body of an asynchronous function. The answer is `{ Ok: … }` or `{ Err: text }`.
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

/// WebKitGTK's driver now and then loses what a script answers, so the page keeps it until it has arrived.
async fn ask_for(client: &Client, answer: &str) -> Result<Value> {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let at = LAST.fetch_add(1, Ordering::Relaxed);
    // Whether this was lost on its way there or back cannot be known; it begins the step once.
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

/// Runs a script that answers at once, until it answers with something.
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

/// Whether a driver means by this that it has no answer: also where the page was left while it was asked, because an
/// address that [`open`] had to tell twice may be opened twice.
fn gave_none(error: &ErrorStatus) -> bool {
    matches!(error, ErrorStatus::Timeout | ErrorStatus::ScriptTimeout | ErrorStatus::NoSuchFrame)
}

/// Opens an address and waits until the page is there; what it loads may still be on its way.
pub(crate) async fn open(client: &Client, engine: Engine, url: &str) -> Result<()> {
    // On a busy machine Chromium's driver has said that the page is there before its first script had run.
    until(client, "return window.__left = true").await?;
    let there = "return !window.__left && document.readyState !== 'loading' || null";
    if engine != Engine::WebKit {
        client.goto(url).await.map_err(named)?;
        return until(client, there).await.map(drop);
    }
    // WebKitGTK's driver, where it waits itself, misses the end of loads and then waits for half a minute; and on a busy
    // machine the browser now and then forgets an address, which it is then told again.
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

/// What `pageLoadStrategy` a driver is told.
pub(crate) const fn strategy(engine: Engine) -> &'static str {
    match engine {
        // A script that hangs holds up the page's load event, and must not hold up the journey.
        Engine::Chromium | Engine::Firefox => "eager",
        // See `open`.
        Engine::WebKit => "none",
    }
}

async fn execute(client: &Client, script: &str) -> Result<Value> {
    client.execute(script, Vec::new()).await.map_err(named)
}

/// The time-outs that a driver is told, in milliseconds.
pub(crate) fn timeouts(engine: Engine) -> Value {
    // What WebKitGTK runs answers at once, or never.
    let script = if engine == Engine::WebKit { 2_000 } else { 30_000 };
    json!({ "script": script, "pageLoad": 30_000 })
}

/// A driver's error with its kind, which some drivers give and no message.
fn named(error: CmdError) -> anyhow::Error {
    match error {
        CmdError::Standard(error) => anyhow!("{}: {}", error.error, error.message),
        other => other.into(),
    }
}
