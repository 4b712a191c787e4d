//! The options of `boot` in JavaScript, as far as they are decided without a browser: names, values and error texts.
//! `js/options.rs` reads them.

use super::{Credentials, Fallback, Load, RefreshWith, Routes, VisitorOnSignIn, invalid};
use crate::core::error::{Code, Error, quote};
use crate::core::schedule::Millis;
use crate::core::text::part;

/// Every option of `boot`.
pub const OPTIONS: [&str; 21] = [
    "appId",
    "region",
    "apiBase",
    "jwtUrl",
    "jwtRequest",
    "getJwt",
    "jwt",
    "settings",
    "routes",
    "load",
    "syncTabs",
    "whenSignedOut",
    "whenTokenFails",
    "visitorOnSignIn",
    "refreshWith",
    "nonce",
    "widgetUrl",
    "timeoutMs",
    "allowUnsignedIdentity",
    "allowCustomApiBase",
    "debug",
];

/// Every option of `jwtRequest`.
pub const REQUEST_OPTIONS: [&str; 6] = ["url", "method", "headers", "body", "credentials", "timeoutMs"];

/// The options that name the token source; at most one of them is given.
pub const TOKEN_SOURCES: [&str; 4] = ["jwtUrl", "jwtRequest", "getJwt", "jwt"];

/// The longest time limit in milliseconds, a day; a longer one is a mistake in the unit.
const MAX_TIME: f64 = 86_400_000.0;

/// An option with a fixed set of words as its values.
pub trait Word: Copy + 'static {
    /// Meanings of the words.
    const ALL: &'static [Self];
    /// Error text for any other value: it quotes each word, in the same order.
    const MUST: &'static str;
}

impl Word for Routes {
    const ALL: &'static [Self] = &[Self::Auto, Self::Hash, Self::Manual];
    const MUST: &'static str = r#"must be "auto", "hash" or "manual""#;
}

impl Word for Load {
    const ALL: &'static [Self] = &[Self::Now, Self::Load, Self::Idle, Self::Interaction];
    const MUST: &'static str = r#"must be "now", "load", "idle" or "interaction""#;
}

impl Word for Fallback {
    const ALL: &'static [Self] = &[Self::Visitor, Self::Error];
    const MUST: &'static str = r#"must be "visitor" or "error""#;
}

impl Word for VisitorOnSignIn {
    const ALL: &'static [Self] = &[Self::Restart, Self::Keep];
    const MUST: &'static str = r#"must be "restart" or "keep""#;
}

impl Word for RefreshWith {
    const ALL: &'static [Self] = &[Self::Boot, Self::Update];
    const MUST: &'static str = r#"must be "boot" or "update""#;
}

impl Word for Credentials {
    const ALL: &'static [Self] = &[Self::Include, Self::SameOrigin, Self::Omit];
    const MUST: &'static str = r#"must be "include", "same-origin" or "omit""#;
}

/// Meaning of an option's value; `value` is `None` where it is not a string.
///
/// # Errors
/// [`Code::InvalidOption`], listing the words.
pub fn word<T: Word>(option: &str, value: Option<&str>) -> Result<T, Error> {
    let at = position(T::MUST, T::ALL.len(), value);
    at.and_then(|at| T::ALL.get(at).copied()).ok_or_else(|| invalid(option, T::MUST))
}

/// Index of a word among the `count` words quoted in a text. The same code for every kind of word.
#[inline(never)]
fn position(quoted: &str, count: usize, word: Option<&str>) -> Option<usize> {
    (0..count).find(|at| Some(part(quoted, b'"', 2 * at + 1)) == word)
}

/// Reads a time limit in milliseconds; `value` is `None` where it is not a number.
///
/// # Errors
/// [`Code::InvalidOption`] for anything but a number from 1 to a day.
pub fn time_limit(option: &str, value: Option<f64>) -> Result<Millis, Error> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "it lies between 1 and a day")]
        Some(limit) if (1.0..=MAX_TIME).contains(&limit) => Ok(limit as Millis),
        _ => Err(invalid(option, "must be a number of milliseconds from 1 to 86400000")),
    }
}

/// Error for an option that is not among the `known`, naming the nearest of those.
#[must_use]
pub fn unknown(name: &str, known: &[&str]) -> Error {
    let mut detail = quote(name);
    if let Some(meant) = nearest(name, known) {
        detail.push_str(", did you mean ");
        detail.push_str(meant);
        detail.push('?');
    }
    Error::new(Code::UnknownOption).with_detail(detail)
}

/// Error for two options that both name a token source.
#[must_use]
pub fn several(first: &str, second: &str) -> Error {
    let mut detail = String::from(first);
    detail.push_str(" and ");
    detail.push_str(second);
    Error::new(Code::SeveralTokenSources).with_detail(detail)
}

/// The known name with the fewest edits, the first of several; `None` if more than a third of it would change.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let (mut nearest, mut least) = (None, usize::MAX);
    for known in known {
        let distance = distance(name, known);
        if distance < least {
            (nearest, least) = (Some(*known), distance);
        }
    }
    nearest.filter(|known| least <= known.len().div_ceil(3))
}

/// Levenshtein distance between two names, ignoring case.
fn distance(from: &str, to: &str) -> usize {
    // The characters of `to`, each with the distance between the part of `from` read so far and `to` up to there.
    let mut row = Vec::new();
    for to in to.chars() {
        row.push((to, row.len() + 1));
    }
    for (at, from) in from.chars().enumerate() {
        let (mut left, mut above_left) = (at + 1, at);
        for (to, above) in &mut row {
            let replaced = above_left + usize::from(!from.eq_ignore_ascii_case(to));
            above_left = *above;
            left = replaced.min(left + 1).min(above_left + 1);
            *above = left;
        }
    }
    row.last().map_or(0, |(_, distance)| *distance)
}

#[cfg(test)]
mod tests;
