//! Diagnosis of an installation: checks over facts, without input or output.
//!
//! [`Diagnosis::of`] runs on a page. `cargo xtask verify` calls the checks of [`endpoint`] and [`token`] directly, so
//! that both give the same results in the same words and order. A failure that has a [`Code`] is described in that
//! code's words. No check can quote a token: the facts hold tokens only in a form that does not print.

use crate::core::error::{Code, Error, decimal};
use crate::core::schedule::{Millis, SECOND};

pub mod endpoint;
pub mod facts;
mod messenger;
mod page;
pub mod token;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use facts::Facts;

/// Result of a check, in order of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It could not be made, or there is nothing to check.
    Skip,
    /// As it should be.
    Pass,
    /// It works, and should be better.
    Warn,
    /// It does not work, or is not secure.
    Fail,
}

impl Status {
    /// The word as JavaScript sees it: `check.status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One check and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The check's name, which stays the same between releases.
    pub name: &'static str,
    /// The result.
    pub status: Status,
    /// Observation; never a token, nor anything from one but its times.
    pub seen: String,
    /// The suggested fix; empty where there is nothing to fix.
    pub hint: String,
    /// The loader's code for the same failure, where it has one.
    pub code: Option<Code>,
}

impl Check {
    /// Not inlined: the wasm would contain a constructor's code once for each check.
    #[inline(never)]
    fn new(name: &'static str, status: Status, seen: &str, hint: &str) -> Self {
        Self { name, status, seen: seen.to_owned(), hint: hint.to_owned(), code: None }
    }

    /// A check that could not be made, with the reason.
    #[must_use]
    pub fn skip(name: &'static str, seen: &str) -> Self {
        Self::new(name, Status::Skip, seen, "")
    }

    /// A check that found no fault.
    #[must_use]
    pub fn pass(name: &'static str, seen: &str) -> Self {
        Self::new(name, Status::Pass, seen, "")
    }

    /// A check of something that works and should be better.
    #[must_use]
    pub fn warn(name: &'static str, seen: &str, hint: &str) -> Self {
        Self::new(name, Status::Warn, seen, hint)
    }

    /// A check of something that does not work, or is not secure.
    #[must_use]
    pub fn fail(name: &'static str, seen: &str, hint: &str) -> Self {
        Self::new(name, Status::Fail, seen, hint)
    }

    /// A failure that has a code, in that code's words.
    #[must_use]
    pub fn of(name: &'static str, status: Status, error: &Error) -> Self {
        Self::new(name, status, &error.message(), error.hint()).with_code(error.code())
    }

    /// The same check with a suggestion.
    #[inline(never)]
    #[must_use]
    pub fn with_hint(mut self, hint: &str) -> Self {
        self.hint.push_str(hint);
        self
    }

    /// The same check with a detail of the observation, after a colon.
    #[inline(never)]
    #[must_use]
    pub fn with_detail(mut self, detail: &str) -> Self {
        self.seen.push_str(": ");
        self.seen.push_str(detail);
        self
    }

    /// The same check with the loader's code.
    #[must_use]
    pub const fn with_code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }
}

/// Every check of an installation, in an order in which faults can be fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The checks; always the same ones, in the same order.
    pub checks: Vec<Check>,
}

impl Diagnosis {
    /// Judges the facts of a page.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut checks = Vec::new();
        messenger::check(facts, &mut checks);
        match (&facts.config, &facts.probe) {
            (Some(config), Some(probe)) => endpoint::check(config, probe, facts.now, &mut checks),
            (config, _) => {
                for name in &endpoint::NAMES {
                    checks.push(match config {
                        Some(_) => Check::skip(name, "no token is asked for")
                            .with_hint("To sign users in give jwtUrl or getJwt."),
                        None => not_booted(name),
                    });
                }
            }
        }
        page::check(facts, &mut checks);
        Self { checks }
    }

    /// Whether no check failed.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.status != Status::Fail)
    }
}

/// Result of a check that needs a boot, before any.
fn not_booted(name: &'static str) -> Check {
    Check::skip(name, "boot() was not called").with_hint(Code::NotBooted.hint())
}

/// A span of milliseconds in words, rounded down; the sign is ignored.
#[must_use]
pub fn span(span: Millis) -> String {
    let seconds = span.saturating_abs() / SECOND;
    let (number, unit) = match seconds {
        ..120 => (seconds, " s"),
        120..7_200 => (seconds / 60, " min"),
        7_200..172_800 => (seconds / 3_600, " h"),
        _ => (seconds / 86_400, " days"),
    };
    let mut words = decimal(number);
    words.push_str(unit);
    words
}
