//! The options of `boot` in JavaScript, as far as they are decided without a browser: their names and words, and what an
//! error says of them. `js/options.rs` reads them.

use super::{Credentials, Load, Otherwise, Routes, invalid};
use crate::core::error::{Code, Error, quote};
use crate::core::schedule::Millis;

/// Every option of `boot`.
pub const OPTIONS: [&str; 19] = [
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
    "nonce",
    "widgetUrl",
    "timeoutMs",
    "allowUnsignedIdentity",
    "allowCustomApiBase",
    "debug",
];

/// Every option of `jwtRequest`.
pub const REQUEST_OPTIONS: [&str; 6] = ["url", "method", "headers", "body", "credentials", "timeoutMs"];

/// The options that say where the token comes from, at most one of which is given.
pub const TOKEN_SOURCES: [&str; 4] = ["jwtUrl", "jwtRequest", "getJwt", "jwt"];

/// The longest time limit in milliseconds, a day; a longer one is a mistake in the unit.
const MAX_TIME: f64 = 86_400_000.0;

/// An option that is one of a few words.
pub trait Word: Copy + Sized + 'static {
    /// Each word and its meaning.
    const WORDS: &'static [(&'static str, Self)];
}

impl Word for Routes {
    const WORDS: &'static [(&'static str, Self)] = &[("auto", Self::Auto), ("manual", Self::Manual)];
}

impl Word for Load {
    const WORDS: &'static [(&'static str, Self)] =
        &[("now", Self::Now), ("load", Self::Load), ("idle", Self::Idle), ("interaction", Self::Interaction)];
}

impl Word for Otherwise {
    const WORDS: &'static [(&'static str, Self)] = &[("visitor", Self::Visitor), ("error", Self::Error)];
}

impl Word for Credentials {
    const WORDS: &'static [(&'static str, Self)] =
        &[("include", Self::Include), ("same-origin", Self::SameOrigin), ("omit", Self::Omit)];
}

/// The meaning of an option's value, which is `None` where it is no text.
///
/// # Errors
/// [`Code::InvalidOption`], listing the words.
pub fn word<T: Word>(option: &str, value: Option<&str>) -> Result<T, Error> {
    let known = T::WORDS.iter().find(|(word, _)| Some(*word) == value);
    known.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let mut must = String::from("must be ");
        for (at, (word, _)) in T::WORDS.iter().enumerate() {
            must.push_str(if at == 0 {
                ""
            } else if at == T::WORDS.len() - 1 {
                " or "
            } else {
                ", "
            });
            must.push('"');
            must.push_str(word);
            must.push('"');
        }
        invalid(option, &must)
    })
}

/// A time limit in milliseconds; the value is `None` where it is no number.
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

/// The failure of an option that is not among the `known`, naming the nearest of those.
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

/// The failure of two options that both say where the token comes from.
#[must_use]
pub fn several(first: &str, second: &str) -> Error {
    let mut detail = String::from(first);
    detail.push_str(" and ");
    detail.push_str(second);
    Error::new(Code::SeveralTokenSources).with_detail(detail)
}

/// The known name that takes the fewest edits to get to, of several the first; `None` where more than a third of it
/// would change.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let nearest =
        known.iter().map(|known| (distance(name, known), *known)).min_by_key(|(distance, _)| *distance);
    let (distance, known) = nearest?;
    (distance <= known.len().div_ceil(3)).then_some(known)
}

/// Levenshtein's distance between two names, in which case does not count.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, from) in from.chars().enumerate() {
        let (mut left, mut above_left) = (at.saturating_add(1), at);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (place, to) in row.iter_mut().skip(1).zip(to.chars()) {
            let replaced = above_left.saturating_add(usize::from(!from.eq_ignore_ascii_case(&to)));
            above_left = *place;
            left = replaced.min(left.saturating_add(1)).min(above_left.saturating_add(1));
            *place = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
