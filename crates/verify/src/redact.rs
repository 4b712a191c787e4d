//! What must not be printed, should a server repeat it, in whatever form.

use std::ops::Range;

use intercom_messenger_loader::error::quote;

/// What stands in the place of a secret.
const PLACE: &[u8] = b"(not shown)";
/// A shorter value is also found where it is no secret, inside of a word: it counts where it stands alone.
const SHORT: usize = 6;
/// How often what is percent-encoded is decoded. A proxy on the way encodes once more, two do so twice.
const LEVELS: usize = 4;

/// Secrets, and their parts. It has no `Debug`.
pub(crate) struct Hidden(Vec<Vec<u8>>);

impl Hidden {
    /// Takes what must not be printed.
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let forms = secrets.into_iter().flat_map(|secret| levels(&secret));
        let mut secrets: Vec<_> = forms.map(|form| form.iter().map(|unit| unit.byte).collect()).collect();
        secrets.retain(|secret: &Vec<u8>| !secret.is_empty());
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
        let mut found: Vec<_> = levels(value).iter().flat_map(|form| self.found_in(form)).collect();
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

    /// Where secrets stand in one form of a text, as places in the text itself.
    fn found_in(&self, form: &[Unit]) -> Vec<Range<usize>> {
        let places = |start| self.0.iter().filter_map(move |secret| place(form, start, secret));
        (0..form.len()).flat_map(places).collect()
    }
}

/// The place of a secret that begins at this unit.
fn place(form: &[Unit], start: usize, secret: &[u8]) -> Option<Range<usize>> {
    let end = start.checked_add(secret.len())?;
    let units = form.get(start..end)?;
    if !units.iter().zip(secret).all(|(unit, byte)| unit.byte.eq_ignore_ascii_case(byte)) {
        return None;
    }
    let goes_on = |at: Option<usize>| {
        at.and_then(|at| form.get(at)).is_some_and(|unit| unit.byte.is_ascii_alphanumeric())
    };
    if secret.len() < SHORT && (goes_on(start.checked_sub(1)) || goes_on(Some(end))) {
        return None;
    }
    Some(units.first()?.place.start..units.last()?.place.end)
}

/// A byte, and where it stands in the text as it came.
#[derive(Clone)]
struct Unit {
    byte: u8,
    place: Range<usize>,
}

/// A text as it is, decoded, decoded twice, and so on while there is something to decode.
fn levels(text: &str) -> Vec<Vec<Unit>> {
    let unit = |(at, byte): (usize, u8)| Unit { byte, place: at..at.saturating_add(1) };
    let whole: Vec<_> = text.bytes().enumerate().map(unit).collect();
    let mut levels = vec![whole];
    while let Some(last) = levels.last().filter(|_| levels.len() < LEVELS) {
        let decoded = decoded(last);
        if decoded.len() == last.len() {
            break;
        }
        levels.push(decoded);
    }
    levels
}

/// One level of percent-encoding less.
fn decoded(units: &[Unit]) -> Vec<Unit> {
    let (mut decoded, mut rest) = (Vec::new(), units);
    while let [first, after @ ..] = rest {
        rest = after;
        let mut unit = first.clone();
        if let (b'%', [high, low, after @ ..]) = (first.byte, rest)
            && let (Some(high_digit), Some(low_digit)) = (digit(high.byte), digit(low.byte))
        {
            unit = Unit { byte: high_digit << 4 | low_digit, place: first.place.start..low.place.end };
            rest = after;
        }
        decoded.push(unit);
    }
    decoded
}

fn digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
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
