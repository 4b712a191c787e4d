//! Bytes as text inside JavaScript. `decode.js`, which ships with the text, turns them back.
//!
//! # The rule
//!
//! The 87 byte values that the module uses most are one character each; every other value is two, of which the first
//! is `}` or `~`. Both groups take their characters in the order of their values, so a byte always has the same text,
//! and brotli finds in the text nearly what it finds in the bytes. Before the text stand 64 characters, `@` to `O`,
//! with four bits each: whether a value is in the first group.
//!
//! The characters are `#` to `{` without `<` and `\`: printable ASCII without quotes. So the text is the same in every
//! charset that a page may declare, no bundler or minifier escapes it into something longer, and it cannot end a
//! `<script>` element that it is pasted into.
//!
//! # Measured
//!
//! A loader-like module (fetch, serde-wasm-bindgen, script injection) of 41,276 bytes after wasm-opt, the text alone,
//! without decoders (about 0.2 KB of brotli for this one):
//!
//! | encoding                                                | characters | gzip -9 | brotli 11 |
//! |---------------------------------------------------------|-----------:|--------:|----------:|
//! | (the bytes themselves)                                  |     41,276 |  19,201 |    16,341 |
//! | **this one**                                            |     43,669 |  19,157 |    16,946 |
//! | seven bits and a prefix, with raw control characters    |     49,660 |  19,690 |    17,132 |
//! | one Latin-1 character per byte, in UTF-8                |     42,792 |  19,790 |    17,143 |
//! | the same as this, in the order of values (no table)     |     50,912 |  19,442 |    17,352 |
//! | hexadecimal                                             |     82,552 |  20,699 |    17,982 |
//! | deflate, then base64                                    |     25,580 |  19,297 |    19,252 |
//! | base64                                                  |     55,036 |  24,939 |    22,313 |
//!
//! The loader itself, at 114,346 bytes and not yet slimmed, gave the same order: 45,224 raw, 46,817 here, 46,980,
//! 46,978, 47,425, 49,044, 52,310 and 58,819 under brotli.
//!
//! Latin-1 is unsafe as well: a classic script is read in its page's charset.

mod streams;
mod text;

use anyhow::{Result, bail};

use self::text::Table;

/// The JavaScript that turns the text into bytes.
const DECODE: &str = include_str!("decode.js");

/// The streams that have a table in common.
const GROUPS: [std::ops::Range<usize>; 4] = [
    streams::AFTER..streams::OPERATORS,
    streams::OPERATORS..streams::LOCALS,
    streams::LOCALS..streams::BEFORE,
    streams::BEFORE..streams::NUMBERS + 1,
];

/// The same module in the form that has a text, which the text gives back.
pub(super) fn prepare(wasm: &[u8]) -> Result<Vec<u8>> {
    streams::natural(wasm)
}

/// The text for a module that [`prepare`] made.
pub(super) fn encode(wasm: &[u8]) -> Result<String> {
    let streams = streams::split(wasm)?;
    let mut parts = Vec::new();
    for group in GROUPS {
        let streams = streams.get(group).unwrap_or_default();
        let table = Table::of(streams);
        for (at, stream) in streams.iter().enumerate() {
            let head = if at == 0 { table.head() } else { "" };
            parts.push(format!("{head}{}", table.encode(stream)));
        }
    }
    Ok(parts.join("|"))
}

/// The source of the module `wasm:bytes`.
pub(super) fn module(encoded: &str) -> String {
    format!("{DECODE}\nexport const encoded = \"{encoded}\";\n")
}

/// Fails when a bundle does not hold the text as it is, once.
pub(super) fn check(code: &str, encoded: &str) -> Result<()> {
    match code.matches(encoded).count() {
        1 => Ok(()),
        0 => bail!(
            "the wasm is not inside; does the entry import `wasm:bytes`, and is the text as encode.rs wrote it?"
        ),
        count => bail!("the wasm is inside {count} times"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// `decode.js`, step by step, in Rust.
    fn decode(text: &str) -> Vec<u8> {
        let text = text.as_bytes();
        let mut values = [Vec::new(), Vec::new()];
        for byte in 0..256_usize {
            values[usize::from((text[byte >> 2] >> (byte & 3)) & 1)].push(u8::try_from(byte).unwrap());
        }
        let [rare, frequent] = values;
        let mut order = frequent.into_iter().chain(rare);
        let mut table = vec![None; 384];
        for prefix in [0, 128, 256] {
            for char in 35..124 {
                if char & 31 != 28 {
                    table[prefix + char] = order.next();
                }
            }
        }
        let (mut prefix, mut bytes) = (0, Vec::new());
        for char in text[64..].iter().copied().map(usize::from) {
            if char > 124 {
                prefix = (char - 124) << 7;
            } else {
                bytes.push(table[prefix + char].unwrap());
                prefix = 0;
            }
        }
        bytes
    }

    /// Bytes from a linear congruential generator, some values more often than others.
    fn noise(length: u32) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(|_| if next() > 99 { next() & 63 } else { next() }).collect()
    }

    #[test]
    fn decoding_gives_the_bytes_back() {
        let every: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for bytes in [vec![], vec![0], vec![255; 9], every, noise(70_000)] {
            assert_eq!(decode(&encode(&bytes)), bytes);
        }
    }

    #[test]
    fn the_text_is_printable_ascii_that_needs_no_escape_and_ends_no_script() {
        let text = encode(&noise(70_000));
        assert!(text.chars().all(|char| char.is_ascii_graphic() && !"\"\\<".contains(char)));
        assert!(!text.contains('"'));
    }

    #[test]
    fn frequent_values_are_one_character() {
        let mut bytes = vec![200; 1000];
        bytes.extend(0..=255);
        assert!(encode(&bytes).len() < 64 + 1000 + 2 * 256);
    }

    #[test]
    fn a_bundle_holds_the_text_once() {
        let text = encode(b"\0asm");
        assert!(check(&format!("x=\"{text}\""), &text).is_ok());
        assert!(check("x", &text).is_err());
        assert!(check(&format!("{text}{text}"), &text).is_err());
    }
}
