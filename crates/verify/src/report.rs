//! What was found, for people and for machines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use intercom_messenger_loader::core::diagnosis::{Check, Status};
use intercom_messenger_loader::error::Code;
use serde::Serialize;

use crate::redact::plain;

/// How wide the report is, in characters.
const WIDTH: usize = 100;

/// What a machine reads of a check.
#[derive(Serialize)]
struct JsonCheck<'a> {
    name: &'a str,
    status: &'a str,
    /// The loader's code for the same failure, where it has one.
    code: Option<&'a str>,
    seen: &'a str,
    hint: &'a str,
}

impl<'a> JsonCheck<'a> {
    fn new(check: &'a Check) -> Self {
        let Check { name, status, seen, hint, code } = check;
        Self { name, status: status.as_str(), code: code.map(Code::as_str), seen, hint }
    }
}

fn title(check: &Check) -> String {
    check.name.replace('_', " ")
}

/// Whether two checks were skipped for one reason, with nothing to suggest.
fn is_skipped_like(check: &Check, next: &Check) -> bool {
    let silent = |check: &Check| check.status == Status::Skip && check.hint.is_empty();
    silent(check) && silent(next) && check.seen == next.seen
}

/// What a machine reads.
#[derive(Serialize)]
struct Json<'a> {
    url: &'a str,
    failed: bool,
    /// How many checks ended in each way.
    counts: BTreeMap<&'a str, usize>,
    checks: Vec<JsonCheck<'a>>,
}

/// Everything that was looked at, in groups.
pub(crate) struct Report {
    url: String,
    groups: Vec<(&'static str, Vec<Check>)>,
}

impl Report {
    /// Nothing yet, about the endpoint at this address.
    pub(crate) fn new(url: String) -> Self {
        Self { url, groups: Vec::new() }
    }

    /// Adds checks under a heading. Whatever was seen, nothing in it moves the cursor or turns the direction of writing.
    pub(crate) fn add(&mut self, heading: &'static str, mut checks: Vec<Check>) {
        for check in &mut checks {
            check.seen = plain(&check.seen);
        }
        self.groups.push((heading, checks));
    }

    fn checks(&self) -> impl Iterator<Item = &Check> {
        self.groups.iter().flat_map(|(_, checks)| checks)
    }

    fn count(&self, status: Status) -> usize {
        self.checks().filter(|check| check.status == status).count()
    }

    /// Whether a check failed.
    pub(crate) fn failed(&self) -> bool {
        self.count(Status::Fail) > 0
    }

    /// As [`Json`], indented.
    pub(crate) fn json(&self) -> String {
        let statuses = [Status::Pass, Status::Warn, Status::Fail, Status::Skip];
        let counts = statuses.map(|status| (status.as_str(), self.count(status)));
        let json = Json {
            url: &self.url,
            failed: self.failed(),
            counts: counts.into(),
            checks: self.checks().map(JsonCheck::new).collect(),
        };
        serde_json::to_string_pretty(&json).unwrap_or_default()
    }

    /// For a terminal, with colours; what prints it leaves them out where they do not belong.
    pub(crate) fn text(&self) -> String {
        let bold = Style::new().bold();
        let mut text = format!("{bold}{}{bold:#}\n", self.url);
        for (heading, checks) in &self.groups {
            let _ = writeln!(text, "\n{bold}{heading}{bold:#}");
            // What was skipped for one reason is one line.
            for alike in checks.chunk_by(is_skipped_like) {
                match alike {
                    [check] => write_check(&mut text, &title(check), check.status, &check.seen, &check.hint),
                    [first, ..] => {
                        let titles = alike.iter().map(title).collect::<Vec<_>>().join(", ");
                        let seen = format!("{}: {titles}", first.seen);
                        write_check(&mut text, &format!("{} checks", alike.len()), first.status, &seen, "");
                    }
                    [] => {}
                }
            }
        }
        let count = |status| self.count(status);
        let _ = writeln!(
            text,
            "\n{} failed, {} warning{}, {} passed, {} skipped",
            count(Status::Fail),
            count(Status::Warn),
            if count(Status::Warn) == 1 { "" } else { "s" },
            count(Status::Pass),
            count(Status::Skip)
        );
        text
    }
}

fn write_check(text: &mut String, title: &str, status: Status, seen: &str, hint: &str) {
    const INDENT: &str = "                            ";
    let style = style(status);
    let options = textwrap::Options::new(WIDTH).subsequent_indent(INDENT).break_words(false);
    let line = textwrap::fill(&format!("  {:<4}  {title:<18}  {seen}", word(status)), options);
    let rest = line.get(6..).unwrap_or_default();
    let _ = writeln!(text, "  {style}{}{style:#}{rest}", word(status));
    if !hint.is_empty() {
        let arrow = format!("{INDENT}→ ");
        let under = format!("{INDENT}  ");
        let options = textwrap::Options::new(WIDTH).initial_indent(&arrow).subsequent_indent(&under);
        let _ = writeln!(text, "{}", textwrap::fill(hint, options.break_words(false)));
    }
}

/// The result, as it catches the eye.
const fn word(status: Status) -> &'static str {
    match status {
        Status::Fail => "FAIL",
        _ => status.as_str(),
    }
}

const fn style(status: Status) -> Style {
    match status {
        Status::Skip => Style::new().dimmed(),
        Status::Pass => AnsiColor::Green.on_default(),
        Status::Warn => AnsiColor::Yellow.on_default(),
        Status::Fail => AnsiColor::Red.on_default().bold(),
    }
}
