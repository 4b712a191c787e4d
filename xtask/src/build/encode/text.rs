//! Bytes as printable ASCII, and the characters for it.

use std::cmp::Reverse;

/// What stands before a character of the second and the third round through the characters.
const PREFIXES: [&str; 2] = ["}", "~"];

/// The characters that stand for bytes: from the space to `{`, without `"`, `<` and `\`.
fn characters() -> impl Iterator<Item = u8> {
    (b' '..=b'{').filter(|code| *code != b'"' && code & 31 != 28)
}

/// What stands for each value of a byte.
pub(super) struct Table {
    head: String,
    codes: Vec<String>,
}

impl Table {
    /// The table for bytes like these.
    pub(super) fn of(streams: &[Vec<u8>]) -> Self {
        let frequent = most_frequent(streams, characters().count());
        let own = |value: &u8| characters().any(|character| character == *value);
        let mut codes = vec![String::new(); 256];
        let mut put = |value: u8, code: String| {
            if let Some(place) = codes.get_mut(usize::from(value)) {
                *place = code;
            }
        };
        let (same, others): (Vec<u8>, Vec<u8>) = frequent.iter().partition(|value| own(value));
        same.iter().for_each(|value| put(*value, char::from(*value).to_string()));
        let free = characters().filter(|character| !same.contains(character));
        let free = free.map(|character| char::from(character).to_string());
        let rare = (0..=u8::MAX).filter(|value| !frequent.contains(value));
        let pairs = PREFIXES.iter().flat_map(|prefix| {
            characters().map(move |character| format!("{prefix}{}", char::from(character)))
        });
        for (value, code) in others.iter().copied().chain(rare).zip(free.chain(pairs)) {
            put(value, code);
        }
        let bits = |first: u8| {
            (0..4).filter(|bit| frequent.contains(&(first + bit))).map(|bit| 1 << bit).sum::<u8>()
        };
        let head = (0..=u8::MAX).step_by(4).map(|first| char::from(b'@' + bits(first))).collect();
        Self { head, codes }
    }

    /// 64 characters, `@` to `O`, with four bits each: whether a value is among the frequent ones.
    pub(super) fn head(&self) -> &str {
        &self.head
    }

    pub(super) fn encode(&self, bytes: &[u8]) -> String {
        bytes.iter().filter_map(|byte| self.codes.get(usize::from(*byte))).map(String::as_str).collect()
    }
}

/// The `count` most frequent values, in the order of the values.
fn most_frequent(streams: &[Vec<u8>], count: usize) -> Vec<u8> {
    let mut counts: Vec<(usize, u8)> = (0..=u8::MAX).map(|value| (0, value)).collect();
    for byte in streams.iter().flatten() {
        if let Some((count, _)) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    counts.sort_by_key(|(count, value)| (Reverse(*count), *value));
    let mut values: Vec<u8> = counts.into_iter().take(count).map(|(_, value)| value).collect();
    values.sort_unstable();
    values
}
