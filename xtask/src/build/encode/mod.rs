//! The wasm as text inside JavaScript. `decode.js`, which ships with the text, turns it back.
//!
//! # The rule
//!
//! `natural.rs` first writes the module in the form that compresses best.
//!
//! `streams.rs` sorts the module's bytes into twelve streams: what stands before and after the functions, and of the
//! functions the operators, the locals, and each kind of operand. Numbers have four, by the operator that comes after them.
//! The streams stand in the text one behind the other, with `|` between.
//!
//! `text.rs` writes bytes as printable ASCII. The 89 values that are most frequent are one character each; every other
//! value is two, of which the first is `}` or `~`. A frequent value that is itself one of the 89 characters is that
//! character, so that texts in the module stay texts, which brotli has a dictionary for; all others take the characters
//! that are left in the order of their values. The streams have four tables between them; before the first stream of each
//! stand 64 characters, `@` to `O`, with four bits each: whether a value is among the frequent ones.
//!
//! The characters are the space to `{` without `"`, `<` and `\`. So the text is the same in every charset that a page
//! may declare, no bundler or minifier escapes it into something longer, and it cannot end a `<script>` element that it
//! is pasted into.
//!
//! Before all of this stand, as parts of their own, what `decoder.rs` describes: what follows each operator, and the small
//! module that does the work, in base64.
//!
//! # Measured
//!
//! The loader at 80,609 bytes, the text alone, and the whole of `dist/index.js` with the decoder:
//!
//! | encoding                                  | the text, brotli 11 | index.js, brotli 11 | index.js, gzip -9 |
//! |-------------------------------------------|--------------------:|--------------------:|------------------:|
//! | (the bytes themselves)                    |              33,386 |                     |                   |
//! | in their order, one table                 |              34,309 |              37,071 |            41,189 |
//! | nine streams, one table                   |              31,063 |                     |                   |
//! | nine streams, four tables                 |              30,128 |              33,588 |            38,003 |
//!
//! And later, the loader at 82,508 bytes, where chance alone makes 40 bytes of difference either way:
//!
//! | encoding                                                         | index.js, brotli 11 | index.js, gzip -9 |
//! |------------------------------------------------------------------|--------------------:|------------------:|
//! | nine streams, four tables                                        |              39,567 |            44,695 |
//! | functions sorted by locals, type and length                      |              39,237 |            44,223 |
//! | and numbers in four streams, with a table for them and the calls |              38,990 |            44,077 |
//! | and each function followed by the one most like it               |              38,808 |            44,016 |
//! | **and tables read by the small module**, for speed: this one     |              38,831 |            44,025 |
//!
//! What brotli makes no more of, or hardly more than its decoder takes, tried with the same module: each operator as its
//! rank among those that followed the one before, or the two before (1,600 to 3,500 bytes more); Burrows and Wheeler's
//! transform (400 more); frequent pairs of operators in one byte, ten or so (220 less, before the decoder); other
//! characters for the values of operators, found by climbing (about 130 less, before the head that would say which);
//! locals by how long ago they were used (100 to 190 less alone, nothing beside streams by the next operator), as
//! differences (760 more), by whether they are read or set (120 less alone), or numbered by their first use (nothing);
//! addresses apart from other numbers, in two bytes or as differences (50 less); offsets by what accesses them, and types
//! in order (nothing).
//!
//! Of other ways to write bytes in their order (a prefix of seven bits, Latin-1, hexadecimal, base64, deflate and then
//! base64), none came below the one in the table's second line. Latin-1 is unsafe as well: a classic script is read in
//! its page's charset.

mod decoder;
mod natural;
mod streams;
mod text;

use anyhow::{Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use self::text::Table;

/// The JavaScript that turns the text into bytes.
const DECODE: &str = include_str!("decode.js");

/// The streams that have a table in common.
const GROUPS: [std::ops::Range<usize>; 4] = [
    streams::AFTER..streams::OPERATORS,
    streams::OPERATORS..streams::LOCALS,
    streams::LOCALS..streams::CALLS,
    streams::CALLS..streams::NUMBERS + 4,
];

/// The same module in the form that has a text, which the text gives back.
pub(super) fn prepare(wasm: &[u8]) -> Result<Vec<u8>> {
    natural::natural(wasm)
}

/// The text for a module that [`prepare`] made.
pub(super) fn encode(wasm: &[u8]) -> Result<String> {
    let streams = streams::split(wasm)?;
    let mut parts = vec![decoder::kinds(), STANDARD_NO_PAD.encode(decoder::module())];
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
///
/// The text is a variable that changes, and so no minifier writes it into the function that uses it: a browser reads a
/// function's text once more when it is called, but what stands at the top only once, beside the page's own work.
pub(super) fn module(encoded: &str) -> String {
    format!(
        "{DECODE}\nlet encoded = \"{encoded}\";\nexport const bytes = () => decode(encoded);\n\
         export const release = () => {{ encoded = \"\"; }};\n"
    )
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
mod tests;
