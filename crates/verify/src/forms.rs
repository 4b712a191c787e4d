//! The forms in which a server may repeat a secret, so that it is found in each of them.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding as _};

/// A shorter value is also found where it is no secret, inside of a word: it counts where it stands alone.
pub(crate) const SHORT: usize = 6;
/// How often what is encoded is decoded. A proxy on the way encodes once more, two do so twice.
const LEVELS: usize = 4;
/// What stands before two hexadecimal digits: of an address, and of a text in JSON or in a programming language.
const ESCAPES: [&[u8]; 3] = [b"%", b"\\u00", b"\\x"];

/// A byte, and where it stands in the text as it came.
#[derive(Clone)]
pub(crate) struct Unit {
    pub(crate) byte: u8,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A text as it is, decoded, decoded twice, and so on while there is something to decode; and all of it from behind.
pub(crate) fn readings(text: &str) -> Vec<Vec<Unit>> {
    let forward = units(text);
    // What is reversed before it is encoded, and what is afterwards.
    let backward = levels(forward.iter().rev().cloned().collect());
    let mut readings = levels(forward);
    let reversed: Vec<Vec<_>> =
        readings.iter().skip(1).map(|level| level.iter().rev().cloned().collect()).collect();
    readings.extend(reversed);
    readings.extend(backward);
    readings
}

fn units(text: &str) -> Vec<Unit> {
    let unit = |(start, byte): (usize, u8)| Unit { byte, start, end: start.saturating_add(1) };
    text.bytes().enumerate().map(unit).collect()
}

fn levels(text: Vec<Unit>) -> Vec<Vec<Unit>> {
    let mut levels = vec![text];
    while let Some(last) = levels.last().filter(|_| levels.len() < LEVELS) {
        let decoded = decoded(last);
        if decoded.len() == last.len() {
            break;
        }
        levels.push(decoded);
    }
    levels
}

/// One level of encoding less.
fn decoded(units: &[Unit]) -> Vec<Unit> {
    let (mut decoded, mut rest) = (Vec::new(), units);
    while let [first, after @ ..] = rest {
        let (unit, after) = escaped(rest).unwrap_or_else(|| (first.clone(), after));
        decoded.push(unit);
        rest = after;
    }
    decoded
}

/// The byte that these units begin with in an encoded form, and what comes after it.
fn escaped(units: &[Unit]) -> Option<(Unit, &[Unit])> {
    let first = units.first()?;
    ESCAPES.iter().find_map(|escape| {
        let (before, rest) = units.split_at_checked(escape.len())?;
        let [high, low, after @ ..] = rest else { return None };
        let is_escape = before.iter().zip(*escape).all(|(unit, byte)| unit.byte.eq_ignore_ascii_case(byte));
        let byte = is_escape.then(|| Some(digit(high.byte)? << 4 | digit(low.byte)?))??;
        Some((Unit { byte, start: first.start.min(low.start), end: first.end.max(low.end) }, after))
    })
}

fn digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

/// A secret in one of its forms.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// What is looked for, in any case of its letters.
    pub(crate) bytes: Vec<u8>,
    /// Whether the letter before holds bits of the secret too.
    pub(crate) before: bool,
    /// Whether the letter after does.
    pub(crate) after: bool,
}

/// A secret as it was given and decoded, and each of that in hexadecimal digits and in base64.
pub(crate) fn forms(secret: &str) -> Vec<Form> {
    let given = levels(units(secret));
    let plain = given.iter().map(|level| level.iter().map(|unit| unit.byte).collect::<Vec<_>>());
    plain.filter(|bytes| !bytes.is_empty()).flat_map(encoded).collect()
}

fn encoded(bytes: Vec<u8>) -> Vec<Form> {
    let whole = |bytes: Vec<u8>| Form { bytes, before: false, after: false };
    let hex = bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
    let mut forms = vec![whole(hex)];
    for encode in [Base64Unpadded::encode_string, Base64UrlUnpadded::encode_string] {
        if bytes.len() < SHORT {
            forms.push(whole(encode(&bytes).into_bytes()));
        } else {
            forms.extend((0..3).filter_map(|offset| inside(encode, offset, &bytes)));
        }
    }
    forms.push(whole(bytes));
    forms
}

/// The letters that a secret determines in the base64 of a longer text, by how many bytes of it come before, modulo three.
fn inside(encode: fn(&[u8]) -> String, offset: usize, bytes: &[u8]) -> Option<Form> {
    let mut text = vec![0; offset];
    text.extend_from_slice(bytes);
    let bits = text.len().checked_mul(8)?;
    let letters = encode(&text).into_bytes();
    let bytes = letters.get(offset.checked_mul(8)?.div_ceil(6)..bits / 6)?.to_vec();
    Some(Form { bytes, before: offset > 0, after: !bits.is_multiple_of(6) })
}
