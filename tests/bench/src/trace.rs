//! Work of the main thread until the Messenger's own script runs, from a trace. Tracing costs time, so these visits
//! are not the timed ones.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::measure::Bench;
use crate::plan::Network;

const CATEGORIES: [&str; 7] = [
    "toplevel",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-v8.compile",
    "v8",
    "blink.user_timing",
    "loading",
];

/// Events of script execution. Continuations of promises belong to a checkpoint, which only the category `toplevel`
/// reports.
const SCRIPT: [&str; 6] = [
    "EvaluateScript",
    "FunctionCall",
    "BlinkScheduler_PerformMicrotaskCheckpoint",
    "v8.compile",
    "v8.compileModule",
    "v8.evaluateModule",
];

/// Work of a page's main thread before Intercom's script ran, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// Sum of all tasks.
    pub(crate) tasks: f64,
    /// The longest task.
    pub(crate) longest: f64,
    /// The longest script execution in one task.
    pub(crate) script: f64,
}

impl Bench {
    /// Visits a page and measures its main thread; the trace is written to `file`, for DevTools' performance panel.
    pub(crate) async fn trace(&mut self, page: &str, network: Network, file: &Path) -> Result<Work> {
        self.site.link.set(network);
        let window = self.chromium.open(network, &self.cookies).await?;
        let start = json!({
            "transferMode": "ReportEvents",
            "traceConfig": { "recordMode": "recordAsMuchAsPossible", "includedCategories": CATEGORIES },
        });
        self.chromium.cdp.send("", "Tracing.start", start).await?;
        let url = self.site.url(page);
        let visited = self.chromium.visit(&window, &url, "accepted").await;
        self.chromium.cdp.send("", "Tracing.end", json!({})).await?;
        self.chromium.cdp.event("Tracing.tracingComplete").await?;
        visited?;
        let parts = self.chromium.cdp.taken("Tracing.dataCollected");
        self.chromium.close(window).await?;
        let events: Vec<Value> = parts
            .into_iter()
            .filter_map(|mut part| Some(part.get_mut("value")?.take()))
            .flat_map(list)
            .collect();
        std::fs::write(file, json!({ "traceEvents": events }).to_string())
            .with_context(|| format!("cannot write {}", file.display()))?;
        work(&events, &url).with_context(|| format!("the trace of {url} has no main thread"))
    }
}

fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        _ => Vec::new(),
    }
}

/// Reads the work from the trace of a visit of `url`.
fn work(events: &[Value], url: &str) -> Option<Work> {
    let text =
        |event: &Value, at: &str| event.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = |event: &Value| text(event, "/name");
    let thread = |event: &Value| (event.get("pid").cloned(), event.get("tid").cloned());
    let navigation = events.iter().find(|event| {
        name(event) == "navigationStart" && text(event, "/args/data/documentLoaderURL") == url
    })?;
    let (begin, main) = (navigation.get("ts")?.as_f64()?, thread(navigation));
    let mine = || events.iter().filter(|event| thread(event) == main);
    let end = mine()
        .filter(|event| name(event) == "EvaluateScript")
        .filter(|event| text(event, "/args/data/url").starts_with("https://widget.intercom.io/"))
        .find_map(|event| event.get("ts")?.as_f64())?;
    let mut work = Work::default();
    for event in mine() {
        let (Some(at), Some(took)) =
            (event.get("ts").and_then(Value::as_f64), event.get("dur").and_then(Value::as_f64))
        else {
            continue;
        };
        let took = took / 1000.0;
        if at < begin || at + took * 1000.0 > end {
            continue;
        }
        let name = name(event);
        if name == "RunTask" {
            work.tasks += took;
            work.longest = work.longest.max(took);
        } else if SCRIPT.contains(&name.as_str()) {
            work.script = work.script.max(took);
        }
    }
    Some(work)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::work;

    #[test]
    fn only_what_the_main_thread_did_before_the_messenger_counts() {
        let event = |name: &str, tid: u32, ts: u32, dur: u32, url: &str| {
            let data = json!({ "url": url, "documentLoaderURL": url });
            json!({ "name": name, "pid": 1, "tid": tid, "ts": ts, "dur": dur, "args": { "data": data } })
        };
        let page = "http://localhost/a.html";
        let events = [
            event("RunTask", 1, 0, 900, ""),
            event("navigationStart", 1, 1_000, 0, page),
            event("RunTask", 1, 2_000, 3_000, ""),
            event("RunTask", 2, 2_000, 70_000, ""),
            event("RunTask", 1, 6_000, 1_000, ""),
            event("BlinkScheduler_PerformMicrotaskCheckpoint", 1, 6_100, 500, ""),
            event("EvaluateScript", 1, 9_000, 4_000, "https://widget.intercom.io/widget/a"),
            event("RunTask", 1, 9_500, 4_000, ""),
        ];
        let found = work(&events, page).map(|found| (found.tasks, found.longest, found.script));
        assert_eq!(found, Some((4.0, 3.0, 0.5)));
        assert!(work(&events, "http://localhost/b.html").is_none());
    }
}
