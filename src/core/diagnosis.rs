//! A diagnosis of an installation. The checks and their texts are in `web/diagnosis.js`, beside the page that they look at.

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Pass,
    /// It works, and should be better.
    Warn,
    /// It does not work, or is not safe.
    Fail,
    /// It could not be checked, or there is nothing to check.
    Skip,
}

impl Status {
    /// The word as JavaScript sees it: `check.status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }

    /// What a word means; what is none of the words is a failure.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn of(word: &str) -> Self {
        let known = [Self::Pass, Self::Warn, Self::Skip].into_iter().find(|status| status.as_str() == word);
        known.unwrap_or(Self::Fail)
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which stays the same between releases.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// What was seen; never a token, nor anything out of one but its times.
    pub seen: String,
    /// What to type or change; empty where nothing is to be mended.
    pub mend: String,
}

/// Everything that was looked at, in an order in which it can be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The checks; always the same ones, in the same order.
    pub checks: Vec<Check>,
}

impl Diagnosis {
    /// Whether no check failed.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.status != Status::Fail)
    }
}
