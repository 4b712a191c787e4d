//! Splits of texts at an ASCII character. `str::split` and `str::split_once` would do the same, with a searcher for any
//! character that takes a kilobyte of the wasm.

/// The texts before and after the first `byte`; `None` where there is none.
pub(crate) fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// The part number `nth`, from 0, between one `byte` and the next; an empty one where there are fewer.
#[cfg_attr(
    not(all(target_arch = "wasm32", feature = "js-session")),
    allow(dead_code, reason = "the list of events is read by it")
)]
pub(crate) fn part(mut text: &str, byte: u8, mut nth: usize) -> &str {
    loop {
        match cut(text, byte) {
            Some((part, _)) if nth == 0 => return part,
            Some((_, rest)) => text = rest,
            None => return if nth == 0 { text } else { "" },
        }
        nth -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cuts_as_the_standard_library_does(text in "[a.|é]{0,12}", nth in 0..4_usize) {
            prop_assert_eq!(cut(&text, b'.'), text.split_once('.'));
            prop_assert_eq!(part(&text, b'|', nth), text.split('|').nth(nth).unwrap_or_default());
        }
    }
}
