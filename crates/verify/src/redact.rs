//! What must not be printed, should a server repeat it: as it is, or in one of the [`forms`](crate::forms).

use std::ops::Range;

use intercom_messenger_loader::error::quote;

use crate::forms::{Form, SHORT, Unit, forms, readings};

/// What stands in the place of a secret.
const PLACE: &[u8] = b"(not shown)";

/// Secrets, and their parts. It has no `Debug`.
pub(crate) struct Hidden(Vec<Form>);

impl Hidden {
    /// Takes what must not be printed.
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<_> = secrets.into_iter().flat_map(|secret| forms(&secret)).collect();
        secrets.sort();
        secrets.dedup();
        Self(secrets)
    }

    /// A value from outside, fit for a terminal: without secrets, short, and with nothing that moves the cursor.
    ///
    /// The secrets go first: of one that was cut short, the rest would not be found.
    pub(crate) fn outside(&self, value: &str) -> String {
        quote(&plain(&self.without_secrets(value)))
    }

    fn without_secrets(&self, value: &str) -> String {
        let mut found: Vec<_> = readings(value).iter().flat_map(|units| self.found_in(units)).collect();
        found.sort_by_key(|range| range.start);
        let (mut kept, mut end) = (Vec::new(), 0);
        for range in found {
            if range.start >= end {
                kept.extend_from_slice(value.as_bytes().get(end..range.start).unwrap_or_default());
                kept.extend_from_slice(PLACE);
            }
            // What overlaps is one place.
            end = end.max(range.end);
        }
        kept.extend_from_slice(value.as_bytes().get(end..).unwrap_or_default());
        String::from_utf8_lossy(&kept).into_owned()
    }

    /// Where secrets stand in one reading of a text, as places in the text itself.
    fn found_in(&self, units: &[Unit]) -> Vec<Range<usize>> {
        let places = |start| self.0.iter().filter_map(move |form| place(units, start, form));
        (0..units.len()).flat_map(places).collect()
    }
}

/// The place of a secret that begins at this unit.
fn place(units: &[Unit], start: usize, form: &Form) -> Option<Range<usize>> {
    let end = start.checked_add(form.bytes.len())?;
    let found = units.get(start..end)?;
    if !found.iter().zip(&form.bytes).all(|(unit, byte)| unit.byte.eq_ignore_ascii_case(byte)) {
        return None;
    }
    let goes_on = |at: Option<usize>| {
        at.and_then(|at| units.get(at)).is_some_and(|unit| unit.byte.is_ascii_alphanumeric())
    };
    if form.bytes.len() < SHORT && (goes_on(start.checked_sub(1)) || goes_on(Some(end))) {
        return None;
    }
    let around = units.get(
        start.saturating_sub(form.before.into())..units.len().min(end.saturating_add(form.after.into())),
    )?;
    // From behind, the last is the first.
    Some(around.iter().map(|unit| unit.start).min()?..around.iter().map(|unit| unit.end).max()?)
}

/// The text without what moves the cursor, turns the direction of writing, or is not seen.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|letter| if misleads(letter) { '?' } else { letter }).collect()
}

fn misleads(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}
