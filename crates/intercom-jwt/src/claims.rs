//! Claims of a token.

use std::{fmt, time::Duration};

use serde_json::{Map, Value};

use crate::{Error, names};

/// Default lifetime of a token: two hours. The loader fetches a new one before it expires.
pub const DEFAULT_LIFE: Duration = Duration::from_secs(2 * 60 * 60);

/// Maximum lifetime of a token: a day. A stolen one cannot be revoked.
pub const MAX_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// Smallest number that cannot be a time in seconds: as seconds the year 5138, as milliseconds 1973.
const MILLISECONDS_FROM: f64 = 100_000_000_000.0;
const MILLISECONDS_FROM_U64: u64 = 100_000_000_000;

/// The user that a token is for, and the user's attributes for Intercom.
///
/// Building checks nothing: [`Signer::sign`](crate::Signer::sign) and [`Claims::payload`] return the first error.
/// `Debug` prints the names of the claims and not their values.
#[derive(Clone, PartialEq)]
pub struct Claims {
    user_id: String,
    email: Option<String>,
    name: Option<String>,
    life: Duration,
    others: Vec<(String, Value)>,
}

impl Claims {
    /// Claims for the user with this id: text that never changes for this user and is unique to them. Convert a
    /// database's number to text: `id.to_string()`.
    #[must_use]
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), email: None, name: None, life: DEFAULT_LIFE, others: Vec::new() }
    }

    /// Sets the e-mail address. An empty text leaves the claim out: `.email(user.email.unwrap_or_default())`.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = given(email.into());
        self
    }

    /// Sets the full name. An empty text leaves the claim out.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = given(name.into());
        self
    }

    /// Sets another attribute: one of Intercom's own (`phone`, `created_at` in Unix seconds) or one of your
    /// workspace's, such as `plan`. A text, a number, `true` or `false`.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.others.push((name.into(), value.into()));
        self
    }

    /// Sets the lifetime of the token, in whole seconds (a fraction is cut off); the default is [`DEFAULT_LIFE`], the
    /// maximum [`MAX_LIFE`].
    #[must_use]
    pub const fn life(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// The checked claims of a token that is signed at `now`, in Unix seconds.
    ///
    /// # Errors
    /// The first error found, as an [`Error`] that says what to change.
    pub fn payload(&self, now: u64) -> Result<Map<String, Value>, Error> {
        if self.user_id.trim().is_empty() {
            return Err(Error::UserIdEmpty);
        }
        if is_nothing_as_text(&self.user_id) {
            return Err(Error::UserIdNothing);
        }
        if now >= MILLISECONDS_FROM_U64 {
            return Err(Error::NowMilliseconds);
        }
        if self.life.as_secs() == 0 || self.life > MAX_LIFE {
            return Err(Error::Life);
        }
        let end = now.checked_add(self.life.as_secs()).ok_or(Error::Clock)?;
        let mut payload = Map::new();
        payload.insert("user_id".to_owned(), self.user_id.as_str().into());
        for (name, value) in [("email", &self.email), ("name", &self.name)] {
            if let Some(value) = value {
                payload.insert(name.to_owned(), value.as_str().into());
            }
        }
        for (name, value) in &self.others {
            names::check(name)?;
            check_value(name, value)?;
            if payload.insert(name.clone(), value.clone()).is_some() {
                return Err(Error::Twice(name.clone()));
            }
        }
        payload.insert("iat".to_owned(), now.into());
        payload.insert("exp".to_owned(), end.into());
        Ok(payload)
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.others.iter().map(|(name, _)| name).collect();
        f.debug_struct("Claims").field("life", &self.life).field("others", &names).finish_non_exhaustive()
    }
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Whether the id is a language's text for a missing value: Intercom would treat all such users as one.
fn is_nothing_as_text(id: &str) -> bool {
    ["undefined", "null", "none", "nil", "nan", "[object object]"]
        .iter()
        .any(|word| id.trim().eq_ignore_ascii_case(word))
}

/// Whether a claim's value, as a number or as its digits, is too large to be a time in seconds.
fn is_in_milliseconds(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.is_some_and(|at: f64| at.abs() >= MILLISECONDS_FROM)
}

fn check_value(name: &str, value: &Value) -> Result<(), Error> {
    match value {
        _ if name.to_ascii_lowercase().ends_with("_at") && is_in_milliseconds(value) => {
            Err(Error::Milliseconds(name.to_owned()))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) => Ok(()),
        // A float that is not finite becomes null when it is converted to a `Value`.
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Error::Value(name.to_owned())),
    }
}
