//! What was found, for people and for machines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use intercom_messenger_loader::error::{Code, Error};
use serde::Serialize;

use crate::hidden::plain;

/// How wide the report is, in characters.
const WIDTH: usize = 100;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// It could not be checked, or there is nothing to check.
    Skip,
    /// As it should be.
    Pass,
    /// It works, and should be better.
    Warn,
    /// It does not work, or is not safe.
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Check {
    name: &'static str,
    pub(crate) status: Status,
    /// The loader's code for the same failure, where it has one.
    code: Option<&'static str>,
    seen: String,
    mend: Option<String>,
}

impl Check {
    /// Whatever was seen, nothing in it moves the cursor or turns the direction of writing.
    fn new(name: &'static str, status: Status, seen: impl Into<String>) -> Self {
        Self { name, status, code: None, seen: plain(&seen.into()), mend: None }
    }

    /// As it should be.
    pub(crate) fn pass(name: &'static str, seen: impl Into<String>) -> Self {
        Self::new(name, Status::Pass, seen)
    }

    /// Not checked; [`Check::mend`] can say how it would be.
    pub(crate) fn skip(name: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, Status::Skip, why)
    }

    /// Works, and should be better.
    pub(crate) fn warn(name: &'static str, seen: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(name, Status::Warn, seen).mend(mend)
    }

    /// Does not work, or is not safe.
    pub(crate) fn fail(name: &'static str, seen: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(name, Status::Fail, seen).mend(mend)
    }

    /// A failure that the loader has a code for, in the loader's words.
    pub(crate) fn of(name: &'static str, error: &Error) -> Self {
        Self::fail(name, error.message(), error.hint()).code(error.code())
    }

    /// What to do about it.
    pub(crate) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }

    fn title(&self) -> String {
        self.name.replace('_', " ")
    }

    fn is_skipped_like(&self, next: &Self) -> bool {
        let silent = |check: &Self| check.status == Status::Skip && check.mend.is_none();
        silent(self) && silent(next) && self.seen == next.seen
    }

    /// The loader's code for the same failure.
    pub(crate) fn code(mut self, code: Code) -> Self {
        self.code = Some(code.as_str());
        self
    }
}

/// What a machine reads.
#[derive(Serialize)]
struct Json<'a> {
    url: &'a str,
    failed: bool,
    /// How many checks ended in each way.
    counts: BTreeMap<String, usize>,
    checks: Vec<&'a Check>,
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

    /// Adds checks under a heading.
    pub(crate) fn add(&mut self, heading: &'static str, checks: Vec<Check>) {
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
        let counts = statuses.map(|status| (word(status).to_lowercase(), self.count(status)));
        let json = Json {
            url: &self.url,
            failed: self.failed(),
            counts: counts.into(),
            checks: self.checks().collect(),
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
            for alike in checks.chunk_by(|one, next| one.is_skipped_like(next)) {
                match alike {
                    [check] => write_check(
                        &mut text,
                        &check.title(),
                        check.status,
                        &check.seen,
                        check.mend.as_deref(),
                    ),
                    [first, ..] => {
                        let titles = alike.iter().map(Check::title).collect::<Vec<_>>().join(", ");
                        let seen = format!("{}: {titles}", first.seen);
                        write_check(&mut text, &format!("{} checks", alike.len()), first.status, &seen, None);
                    }
                    [] => {}
                }
            }
        }
        let count = |status| self.count(status);
        let _ = writeln!(
            text,
            "\n{} failed, {} warnings, {} passed, {} skipped",
            count(Status::Fail),
            count(Status::Warn),
            count(Status::Pass),
            count(Status::Skip)
        );
        text
    }
}

fn write_check(text: &mut String, title: &str, status: Status, seen: &str, mend: Option<&str>) {
    const INDENT: &str = "                            ";
    let style = style(status);
    let options = textwrap::Options::new(WIDTH).subsequent_indent(INDENT).break_words(false);
    let line = textwrap::fill(&format!("  {:<4}  {title:<18}  {seen}", word(status)), options);
    let rest = line.get(6..).unwrap_or_default();
    let _ = writeln!(text, "  {style}{}{style:#}{rest}", word(status));
    if let Some(mend) = mend {
        let arrow = format!("{INDENT}→ ");
        let under = format!("{INDENT}  ");
        let options = textwrap::Options::new(WIDTH).initial_indent(&arrow).subsequent_indent(&under);
        let _ = writeln!(text, "{}", textwrap::fill(mend, options.break_words(false)));
    }
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Skip => "skip",
        Status::Pass => "pass",
        Status::Warn => "warn",
        Status::Fail => "FAIL",
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
