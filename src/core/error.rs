//! Failures, each defined once: a stable code, a message, and a suggested fix.
//!
//! A token never appears in an error: every value from outside goes through [`quote`].

mod code;
pub mod not_started;

use std::any::Any;
use std::fmt;
use std::rc::Rc;

pub use code::Code;

/// A failure: its [`Code`], and the detail of this occurrence.
#[derive(Clone)]
pub struct Error(Box<Failure>);

/// Boxed, so that results, which are mostly `Ok`, are small to pass on.
#[derive(Clone)]
struct Failure {
    code: Code,
    detail: Option<String>,
    cause: Option<Rc<dyn Any>>,
}

impl Error {
    /// A failure of `code`, without detail.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Failure { code, detail: None, cause: None }))
    }

    /// The failure for a JavaScript error's `code` and `message`; `None` for an error that is not the loader's.
    #[must_use]
    pub fn parse(code: &str, message: &str) -> Option<Self> {
        let code = *Code::ALL.iter().find(|known| known.as_str() == code)?;
        let what = message.strip_suffix(code.hint())?.strip_suffix(". ")?;
        let error = Self::new(code);
        Some(match what.strip_prefix(code.message())?.strip_prefix(": ") {
            Some(detail) => error.with_detail(detail),
            None => error,
        })
    }

    /// The same failure with a detail of this occurrence. Text from outside must have been through [`quote`].
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        self.detailed(detail.into())
    }

    /// Not inlined, as two dozen failures call it.
    #[inline(never)]
    fn detailed(mut self, detail: String) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The same failure with its cause: in a browser the JavaScript value that was thrown.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Any) -> Self {
        self.0.cause = Some(Rc::new(cause));
        self
    }

    /// The code, for callers to branch on.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether the same call can succeed later without a change of code or configuration.
    #[must_use]
    pub fn retryable(&self) -> bool {
        self.code().retryable()
    }

    /// The suggested fix.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.code().hint()
    }

    /// The cause, where there is one.
    #[must_use]
    pub fn cause(&self) -> Option<&dyn Any> {
        self.0.cause.as_deref()
    }

    /// Description of what happened and why, with the detail of this occurrence.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::from(self.code().message());
        if let Some(detail) = &self.0.detail {
            message.push_str(": ");
            message.push_str(detail);
        }
        message
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

/// Two failures are equal when they read the same to the user; the cause is not compared.
impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code && self.0.detail == other.0.detail
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message(), self.hint())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.0.code)
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}

/// A number's digits, without the code that `format!` adds to the wasm.
#[must_use]
pub(crate) fn decimal(number: i64) -> String {
    let mut text = String::from(if number < 0 { "-" } else { "" });
    push_digits(&mut text, number.unsigned_abs());
    text
}

fn push_digits(text: &mut String, number: u64) {
    if number > 9 {
        push_digits(text, number / 10);
    }
    let last = u32::try_from(number % 10).unwrap_or_default();
    text.push(char::from_digit(last, 10).unwrap_or_default());
}

/// A value from outside, made safe for a message: at most 40 bytes, and nothing that could be a token.
#[must_use]
pub fn quote(value: &str) -> String {
    // "eyJ" is the beginning of the base64url of `{"`, with which most token headers begin.
    let long_parts = value.split('.').filter(|part| part.len() >= 16).count();
    if long_parts > 1 || value.as_bytes().windows(3).any(|window| window == b"eyJ") {
        return String::from("(a token, not shown)");
    }
    let mut quoted = String::from("\"");
    let mut end = value.len().min(40);
    while !value.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    quoted.push_str(value.get(..end).unwrap_or_default());
    quoted.push_str(if end < value.len() { "…\"" } else { "\"" });
    quoted
}

#[cfg(test)]
mod tests;
